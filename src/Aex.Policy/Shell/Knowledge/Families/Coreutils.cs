namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>The GNU core utilities, their BSD and macOS namesakes, pagers and wrappers that change how a program is run.</summary>
internal static class Coreutils
{
    public static ReadOnlySpan<byte> Table => """
         [ arch b2sum banner base32 base64 basename basenc bat batcat bc bzcat caffeinate cal cat catchsegv chattr chgrp chmod chown chronic chroot chrt cksum clear cmp colrm column comm cowsay cp csplit cut date dc df dir dircolors dirname ditto dos2unix du eatmydata echo exa expand expr eza factor fakeroot false figlet file fmt fold fortune gbase64 gcat gchmod gchown gcp gdate ghead ginstall gln gls gmkdir gmv gprintf greadlink grealpath grm groups gseq gsort gsplit gstat gstdbuf gtail gtee gtime gtimeout gtouch guniq gzcat hd head hexdump hostid hostname hwatch iconv id install ionice join less lesskey link linux32 linux64 ln logname lolcat ls lsd lz4cat mac2unix md5 md5sum mkdir mkfifo mknod mktemp more most mv ncal nice nl nocache nohup nproc numfmt od paste pg pr prename printf proxychains proxychains4 ptx pwd readlink realpath rename reset rev rm rmdir rmtrash seq setarch setfacl setfattr setsid sha1sum sha224sum sha256sum sha384sum sha512sum shasum shred shuf sleep sort split sponge srm stat stdbuf strings sum sync tac tail taskset tee test time timeout toilet touch tput tr trash trash-put tree true truncate tsort tty uname unbuffer unexpand uniq units unix2dos unlink users usleep vdir viddy vidir vimdiff vipe w watch wc who whoami wipe xxd xzcat yes zcat zless zmore zstdcat
        = bat batcat
          * args:r -f= -n|--lines|--bytes= -c= -d= -s= -w= -t= -b= -N= -A= -j= -l= --pager=S
        = cat tac rev nl head tail wc cut paste fold expand unexpand fmt pr od hexdump hd cksum sum b2sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum shasum md5 column colrm strings cmp comm join tsort ptx gcat ghead gtail zcat zless zmore bzcat xzcat zstdcat lz4cat gzcat
          * args:r -f= -n|--lines|--bytes= -c= -d= -s= -w= -t= -b= -N= -A= -j= -l=
        = ls dir vdir gls exa eza lsd
          * args:r .:r -R|--recursive|-T|--tree>R -I|--ignore|--hide= -w|--width= -L|--level=
        = tree
          args:R .:R * -o=w -L= -P= -I= --filelimit= -H= -R
        = stat readlink realpath basename dirname du df gstat greadlink grealpath
          * args:r -c|--format|--printf|-f|-t= --exclude|--max-depth|-d|--block-size|-B= --exclude-from|--files-from|--files0-from=r
        = arch
          * -arch|--arch|-d|-e= 1:c
        = file
          * args:r -c|--format|--printf|-f|-t= --exclude|--max-depth|-d|--block-size|-B= -C!! --compile!! -m|--magic-file|--exclude-from|--files-from=r
        = rm grm
          args:d -r|-R|--recursive>D -f|--force -i -I --interactive? -v|--verbose -d|--dir --one-file-system --no-preserve-root --preserve-root? -P -W -x
        = unlink shred srm trash trash-put rmtrash wipe
          * args:d -r|-R>D -n|--iterations|-s|--size= --random-source=r
        = cp gcp ditto
          args:R last:W -a|--archive -r|-R|--recursive -f|--force -i|--interactive -n|--no-clobber -p --preserve? -L|--dereference -P|--no-dereference -H -d -l|--link
          -s|--symbolic-link -u|--update? -v|--verbose -x|--one-file-system -T|--no-target-directory -t|--target-directory=W>R -S|--suffix= -b --backup? --parents --reflink?
          --sparse= --attributes-only --no-preserve= --remove-destination --strip-trailing-slashes -Z --context? -c -X -V --rsrc --norsrc --debug
        = mv gmv
          args:RW last:W -f|--force -i|--interactive -n|--no-clobber -u|--update? -v|--verbose -T|--no-target-directory -t|--target-directory=W>RW -S|--suffix= -b --backup?
          --strip-trailing-slashes -Z --context? -h --exchange --no-copy --debug
        = ln gln link
          * args:r last:w -t|--target-directory=w>r -S|--suffix=
        = install ginstall
          * args:r last:w -t|--target-directory=w>r -d|--directory>w -m|--mode|-o|--owner|-g|--group|-S|--suffix= --strip-program=e -s|--strip
        = mkdir rmdir touch mkfifo mknod gmkdir gtouch chattr setfacl setfattr
          * args:w -m|--mode= -r|--reference=r -d|--date= -t= -x= -M=r --restore=w
        = chmod chown chgrp gchmod gchown
          * 1:n args:w -R|--recursive>W --reference=r
        = tee gtee sponge
          args:w -a|--append -i|--ignore-interrupts -p --output-error?
        = truncate
          args:w -s|--size= -c|--no-create -o|--io-blocks -r|--reference=r !file.delete
        = split csplit gsplit
          * 1:r 2:w !file.write --filter=S -b|-l|-n|-C|-a|--bytes|--lines|--suffix-length|--additional-suffix= -f|--prefix=w
        = mktemp
          * !file.write -p|--tmpdir=w -u|--dry-run~ --suffix= -t=
        = sort gsort
          args:r -o|--output=w --compress-program=e -T|--temporary-directory= --files0-from=r --random-source=r -k|--key= -t|--field-separator= -S|--buffer-size= --batch-size= --parallel=
          -b -d -f -g -i -M -h -n -R -r -V -c -C -m -s -u -z --sort= --check? --unique --reverse --numeric-sort --human-numeric-sort --general-numeric-sort --version-sort --random-sort
          --ignore-case --ignore-leading-blanks --dictionary-order --month-sort --merge --stable --zero-terminated --debug
        = uniq guniq
          1:r 2:w -c|--count -d|--repeated -D -u|--unique -i|--ignore-case -z|--zero-terminated -f|--skip-fields= -s|--skip-chars= -w|--check-chars= --all-repeated? --group?
        = echo printf true false pwd seq yes sleep expr factor test [ nproc tty whoami id groups logname users who w uname hostid numfmt dircolors gprintf gseq usleep tput cal ncal bc dc units figlet lolcat cowsay fortune toilet banner
          *
        = shuf
          * 1:r -o|--output=w -i|-n|--head-count|--input-range= --random-source=r -e|--echo>n
        = tr
          *
        = base64 base32 basenc gbase64
          args:r -d|--decode|-D -i|--ignore-garbage|--input=r -w|--wrap|-b|--break= -o|--output=w --base64 --base64url --base32 --base16 --z85 --base32hex --base2msbf --base2lsbf -h
        = date gdate
          args:n -d|--date|-f= -r|--reference= -s|--set=!system.change -u|--utc|--universal -R|--rfc-email -I|--iso-8601? --rfc-3339= --resolution --debug -j -v= -n -z= --file=r
        = sync
          *
        = hostname
          * +!system.change -F|--file=r!system.change
        = time nice ionice nohup chrt taskset setsid stdbuf unbuffer caffeinate chronic gstdbuf gtime fakeroot proxychains proxychains4 catchsegv linux32 linux64 setarch nocache eatmydata
          args:c -n|--adjustment|-c|-i|-o|-e|-p|--input|--output|--error= -a -t|--ignore -v -f|--format= -w --wait --fork --ctty -d -s -u -m -L -q -l -h -V --batch --idle --fifo --other
        = timeout gtimeout
          1:n 2:c -s|--signal= -k|--kill-after= -v|--verbose --foreground --preserve-status -f -p
        = chroot
          1:n 2:c --userspec|--groups= --skip-chdir elsewhere !!
        = watch viddy hwatch
          args:c joined -n|--interval= -d|--differences? -t|--no-title -b|--beep -e|--errexit -g|--chgexit -c|--color -x|--exec -p|--precise -w|--no-wrap
        = clear reset more less most pg lesskey
          * args:r -o|-O|--log-file|--LOG-FILE=w -k|--lesskey-file=r
        = dos2unix unix2dos mac2unix
          args:rw -n|--newfile -q -k|--keepdate -f|--force -o|--oldfile -c|--convmode= -ascii -i|--info?>r
        = rename prename
          !!
        = iconv
          args:r -f|--from-code= -t|--to-code= -o|--output=w -c -l|--list -s|--silent --verbose --byte-subst= --widechar-subst= --unicode-subst= -V -?
        = xxd
          1:r 2:w * -c|-g|-l|-s|-o|-n|-R=
        = vidir vipe vimdiff
          !!
        """u8;

    public static ReadOnlySpan<byte> Examples => """
        cat a b -> file.read a, file.read b
        head -n 5 a -> file.read a
        ls -> file.read .
        ls -R src -> file.read src/**
        stat -c %s a -> file.read a
        rm a -> file.delete a, file.write a
        rm -rf build -> file.delete build/**, file.write build/**
        rm --frobnicate a -> file.delete a, file.write a, code.run
        cp -r a b -> file.read a/**, file.write b/**
        cp -t d a -> file.write d/**, file.read a/**
        mv a b -> file.read a/**, file.write a/**, file.write b/**
        ln -s a b -> file.read a, file.write b
        mkdir -p a/b -> file.write a/b
        chmod -R 700 d -> file.write d/**
        touch a -> file.write a
        tee -a log -> file.write log
        tee /dev/stderr ->
        truncate -s 0 a -> file.write a, file.delete
        sort -o out in -> file.write out, file.read in
        sort --compress-program=x in -> code.run, file.read in
        echo rm -rf build ->
        date -s 2020-01-01 -> system.change
        hostname ->
        hostname x -> system.change
        timeout -s KILL 5 rm a -> runs rm a
        nice -n 5 make -> runs make
        watch -n 1 ls -> script ls
        xxd -r a b -> file.read a, file.write b
        """u8;
}
