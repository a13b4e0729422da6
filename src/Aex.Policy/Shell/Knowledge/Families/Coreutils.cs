namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>The programs of the GNU core utilities and their BSD and macOS namesakes.</summary>
internal static class Coreutils
{
    public static ReadOnlySpan<byte> Table => """
         cat cksum cmp colrm column comm cp cut dir echo expand false fmt fold gcp gls gmv head hexdump ls mkdir mv nl od paste pr printf pwd rev rm rmdir strings sum tac tail touch true unexpand vdir wc
        = cat tac rev nl head tail wc cut paste fold expand unexpand fmt pr od hexdump cksum sum column colrm strings cmp comm
          * args:r -f= -n= -c= -d= -s= -w= -t= -b= -N= -A= -j= -l=
        = ls dir vdir gls
          * args:r .:r -R|--recursive>R -I|--ignore|--hide= -w|--width= -T|--tabsize=
        = rm
          args:d -r|-R|--recursive>D -f|--force -i -I --interactive? -v|--verbose -d|--dir --one-file-system --no-preserve-root --preserve-root? -P -W -x
        = cp gcp
          args:R last:W -a|--archive -r|-R|--recursive -f|--force -i|--interactive -n|--no-clobber -p --preserve? -L|--dereference -P|--no-dereference -H -d -l|--link
          -s|--symbolic-link -u|--update? -v|--verbose -x|--one-file-system -T|--no-target-directory -t|--target-directory=W>R -S|--suffix= -b --backup? --parents --reflink?
          --sparse= --attributes-only --no-preserve= --remove-destination --strip-trailing-slashes -Z --context? -c -X
        = mv gmv
          args:RW last:W -f|--force -i|--interactive -n|--no-clobber -u|--update? -v|--verbose -T|--no-target-directory -t|--target-directory=W>RW -S|--suffix= -b --backup?
          --strip-trailing-slashes -Z --context? -h --exchange --no-copy --debug
        = mkdir rmdir touch
          * args:w -m|--mode= -r|--reference=r -d|--date= -t=
        = echo true false pwd printf
          *
        """u8;

    public static ReadOnlySpan<byte> Examples => """
        cat a.txt b.txt -> file.read a.txt, file.read b.txt
        ls -> file.read .
        ls -lR src -> file.read src/**
        rm -rf build -> file.delete build/**, file.write build/**
        rm --recurs build -> file.delete build/**, file.write build/**
        rm -- -r -> file.delete -r, file.write -r
        cp a b -> file.read a/**, file.write b/**
        cp -t out a -> file.read a/**, file.write out/**
        mkdir -p -m 755 a/b -> file.write a/b
        echo hello ->
        """u8;
}
