namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Archives and compression.</summary>
internal static class Archives
{
    public const string Table = """
         7z 7za 7zr 7zz ar brotli bunzip2 bzip2 compress gar gunzip gzip llvm-ar lsar lz4 lzma lzop p7zip pbzip2 pigz rar unar uncompress unlz4 unlzma unpigz unrar unxz unzip unzipinfo unzstd xz zip zipgrep zipinfo zipnote zstd
        = zip
          1:w args:C * -r|-R -m!file.delete -T -TT|--unzip-command=e -x|-i|-n|-b|-t|-tt= -O|--out|--output-file=w
        = unzip
          1:r args:n ..:Z -l|-t|-v|-Z|-p|-c|-z~ -d=Z -x= * -P=
        = zipinfo zipnote unzipinfo
          * args:r
        = gzip gunzip bzip2 bunzip2 xz unxz lzma unlzma zstd unzstd lz4 unlz4 compress uncompress pigz unpigz pbzip2 brotli lzop
          args:dr -c|--stdout|--to-stdout>r -l|--list>r -t|--test>r -k|--keep>rw -d|--decompress|--uncompress -f|--force -r|--recursive>RD -v|--verbose -q|--quiet -n|--no-name -N|--name -z|--compress -S|--suffix= -o|--output=w -T|--threads= -p= -1 -2 -3 -4 -5 -6 -7 -8 -9 --fast --best --rm -e -s --rsyncable --ultra -D=r
        = 7z 7za 7zz 7zr p7zip
        > l/t/i/h/b : * 1:r
        > x/e : * 1:r ..:Z -o=Z
        > a/u/d/rn : * 1:w args:C -sdel!file.delete
        = rar unrar
        > l/lt/v/t/vt/lb/vb : * 1:r
        > x/e : * 1:r ..:Z
        > a/u/m/d/f : * 1:w args:C !file.delete
        = ar gar llvm-ar
        > t/tv/p/pv : * 1:r
        > x/xv/xo : * 1:r ..:Z
        > _ : * 1:n 2:w args:r
        = lsar zipgrep
          * args:r 1:r
        = unar
          * args:r ..:Z -o=Z
        """;

    public const string Examples = """
        gzip -k a -> file.read a, file.write a
        gzip -l a.gz -> file.read a.gz
        gunzip a.gz -> file.delete a.gz, file.write a.gz, file.read a.gz
        zip -r a.zip src -> file.write a.zip, file.read src/**
        zip -TT 'sh -c x' a.zip b -> code.run, file.read b/**, file.write a.zip, script sh -c x
        unzip a.zip -d out -> file.read a.zip, file.write some of out/**
        7z l a.7z -> file.read a.7z
        unrar x a.rar -> file.read a.rar, file.write some of ./**
        cpio -idv -> code.run, file.write some of ./**
        unzip -l a.zip -> file.read a.zip
        tar xf a.tar -C out -> file.read a.tar, file.write some of out/**
        tar czf a.tgz src -> file.write a.tgz, file.read src/**
        tar tf a.tar -> file.read a.tar
        tar cf a.tar --checkpoint-action=exec=x src -> file.write a.tar, file.read src/**, code.run
        """;
}
