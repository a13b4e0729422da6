namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>The GNU core utilities, their BSD and macOS namesakes, pagers and wrappers that change how a program is run.</summary>
internal static class Coreutils
{
    public const string Table = """
         [ arch b2sum banner base32 base64 basename basenc bat batcat bc bzcat caffeinate cal cat catchsegv chattr chronic chroot chrt cksum clear cmp colrm column comm cowsay csplit cut date dc df dir dircolors dirname dos2unix du eatmydata echo exa expand expr eza factor fakeroot false figlet file fmt fold fortune gbase64 gcat gdate ghead gls gmkdir gprintf greadlink grealpath grm groups gseq gsort gsplit gstat gstdbuf gtail gtee gtime gtimeout gtouch guniq gzcat hd head hexdump hostid hostname hwatch hyperfine iconv id ionice join less lesskey linux32 linux64 logname lolcat ls lsd lz4cat mac2unix md5 md5sum mkdir mkfifo mknod mktemp more most ncal nice nl nocache nohup nproc numfmt od paste pg pr prename printf proxychains proxychains4 ptx pwd readlink realpath rename reset rev rm rmdir rmtrash seq setarch setfacl setfattr setsid sha1sum sha224sum sha256sum sha384sum sha512sum shasum shred shuf sleep sort split sponge srm stat stdbuf strings sum sync tac tail taskset tee test time timeout toilet touch tput tr trash trash-put tree true truncate tsort tty uname unbuffer unexpand uniq units unix2dos unlink users usleep vdir viddy vidir vimdiff vipe w watch wc who whoami wipe xxd xzcat yes zcat zstdcat
        = bat batcat
          * args:r -l|--language|-r|--line-range|-H|--highlight-line|-m|--map-syntax|--theme|--style|--wrap|--tabs|--terminal-width|--paging|--color|--decorations|--italic-text|--file-name|--diff-context= --pager=S
        = cat rev tsort gcat zcat bzcat xzcat zstdcat lz4cat gzcat comm sum
          * args:r
        = tac
          * args:r -s|--separator=
        = strings
          * args:r -n|-t|-e|-s|-T|--bytes|--radix|--encoding|--output-separator|--target=
        = cksum b2sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum shasum
          * args:r -a|--algorithm|-l|--length=
        = md5
          * args:r -s=
        = head ghead
          * args:r -n|--lines|-c|--bytes=
        = tail gtail
          * args:r -n|--lines|-c|--bytes|-s|--sleep-interval|--pid|--max-unchanged-stats=
        = wc
          * args:r --files0-from=r
        = cut
          * args:r -b|-c|-d|-f|--bytes|--characters|--delimiter|--fields|--output-delimiter=
        = paste
          * args:r -d|--delimiters=
        = fold
          * args:r -w|--width=
        = expand unexpand
          * args:r -t|--tabs=
        = fmt
          * args:r -w|--width|-g|--goal|-p|--prefix=
        = nl
          * args:r -b|-d|-f|-h|-i|-l|-n|-s|-v|-w|--body-numbering|--section-delimiter|--footer-numbering|--header-numbering|--line-increment|--join-blank-lines|--number-format|--number-separator|--starting-line-number|--number-width=
        = pr
          * args:r -D|-h|-l|-N|-o|-w|-W|--date-format|--header|--length|--first-line-number|--indent|--width|--page-width=
        = od
          * args:r -A|-j|-N|-t|--address-radix|--skip-bytes|--read-bytes|--format=
        = hexdump hd
          * args:r -e|-n|-s|--format|--length|--skip= -f|--format-file=r
        = column
          * args:r -s|-o|-c|-N|-R|-H|-O|-W|-T|-E|-l|-n|-p|-r|-i|--separator|--output-separator|--output-width|--table-columns|--table-name=
        = colrm
          args:n
        = cmp
          * args:r -i|-n|--ignore-initial|--bytes=
        = join
          * args:r -a|-e|-j|-o|-t|-v|-1|-2=
        = ptx
          * 1:r 2:rw -b|-o|-i|--break-file|--only-file|--ignore-file=r -S|-F|-W|-w|-g|-M=
        = ls dir vdir gls
          * args:R .:R -I|--ignore|--hide|-w|--width|--tabsize|--block-size|--sort|--time|--format=
        = exa eza lsd
          * args:R .:R -I|--ignore-glob|--hide|-w|--width|-L|--level|-s|--sort|-t|--time|--depth|--time-style=
        = tree
          args:R .:R * -o=w -L= -P= -I= --filelimit= -H= -R
        = stat gstat
          * args:r -c|--format|--printf=
        = readlink realpath greadlink grealpath
          * args:r --relative-to|--relative-base=
        = basename dirname
          * args:n
        = du
          * args:R .:R --exclude|--max-depth|-d|--block-size|-B|-t|--threshold|--time-style= -X|--exclude-from|--files0-from=r
        = df
          * args:r -t|--type|-x|--exclude-type|--block-size|-B=
        = arch
          * -arch|--arch|-d|-e= 1:c
        = file
          * args:r -F|--separator|-P|--parameter|-e|--exclude= -C!! --compile!! -m|--magic-file|-f|--files-from=r
        = rm grm
          args:d -r|-R|--recursive>D -f|--force -i -I --interactive? -v|--verbose -d|--dir --one-file-system --no-preserve-root --preserve-root? -P -W -x
        = unlink shred srm trash trash-put rmtrash wipe
          * args:d -r|-R>D -n|--iterations|-s|--size= --random-source=r
        = mkdir rmdir touch mkfifo mknod gmkdir gtouch chattr setfacl setfattr
          * args:w -m|--mode= -r|--reference=r -d|--date= -t= -x= -M=r --restore=w
        = tee gtee sponge
          args:w -a|--append -i|--ignore-interrupts -p --output-error?
        = truncate
          args:d -s|--size= -c|--no-create -o|--io-blocks -r|--reference=r
        = split csplit gsplit
          * 1:r 2:p lone:F --filter=S -b|-l|-n|-C|-a|--bytes|--lines|--suffix-length|--additional-suffix= -f|--prefix=p
        = mktemp
          * args:w /tmp:F -p|--tmpdir=F -u|--dry-run~ --suffix= -t=
        = sort gsort
          args:r -o|--output=w --compress-program=e -T|--temporary-directory= --files0-from=r --random-source=r -k|--key= -t|--field-separator= -S|--buffer-size= --batch-size= --parallel=
          -b -d -f -g -i -M -h -n -R -r -V -c -C -m -s -u -z --sort= --check? --unique --reverse --numeric-sort --human-numeric-sort --general-numeric-sort --version-sort --random-sort
          --ignore-case --ignore-leading-blanks --dictionary-order --month-sort --merge --stable --zero-terminated --debug
        = uniq guniq
          1:r 2:w -c|--count -d|--repeated -D -u|--unique -i|--ignore-case -z|--zero-terminated -f|--skip-fields= -s|--skip-chars= -w|--check-chars= --all-repeated? --group?
        = echo printf true false pwd seq yes sleep expr factor test [ nproc tty whoami id groups logname users who w uname hostid numfmt gprintf gseq usleep tput cal ncal figlet fortune toilet banner
          * args:n
        = bc dc units lolcat cowsay dircolors
          * args:r -f|--file=r -e|--expression=
        = shuf
          * 1:r -o|--output=w -i|-n|--head-count|--input-range= --random-source=r -e|--echo>n
        = hyperfine
          args:S -w|--warmup|-r|--runs|-m|--min-runs|-M|--max-runs|-n|--command-name|--style|-u|--time-unit= -i|--ignore-failure --show-output -V|--version|-h|--help~
          --export-json|--export-csv|--export-markdown|--export-asciidoc|--export-orgmode=w
        = tr
          * args:n
        = base64 base32 basenc gbase64
          args:r -d|--decode|-D -i|--ignore-garbage|--input=r -w|--wrap|-b|--break= -o|--output=w --base64 --base64url --base32 --base16 --z85 --base32hex --base2msbf --base2lsbf -h
        = date gdate
          args:n &0*/1*/2*/3*/4*/5*/6*/7*/8*/9*!system.change -j~ -d|--date= -r|--reference= -s|--set=!system.change -u|--utc|--universal -R|--rfc-email -I|--iso-8601? --rfc-3339= --resolution --debug -v= -n -z= -f|--file=r
        = sync
          * args:n
        = hostname
          * +!system.change -F|--file=r!system.change
        = time gtime
          args:c -o|--output=w -f|--format= -a|--append -p|--portability -v|--verbose -q|--quiet -l -h -V
        = ionice chrt taskset
          args:c -c|--class|-n|--classdata|-f|-i|-o|-e|-r|-b|-T|-P|-D=  -p|--pid|-u|--uid=!process.control -t|--ignore -a|--all-tasks|-v|--verbose|-m|--max|-h|-V~
        = nice nohup setsid stdbuf unbuffer caffeinate chronic gstdbuf fakeroot proxychains proxychains4 catchsegv linux32 linux64 setarch nocache eatmydata
          args:c -n|--adjustment|-c|-i|-o|-e|-p|--input|--output|--error= -a -t|--ignore -v -f|--format= -w --wait --fork --ctty -d -s -u -m -L -q -l -h -V --batch --idle --fifo --other
        = timeout gtimeout
          1:n 2:c -s|--signal= -k|--kill-after= -v|--verbose --foreground --preserve-status -f -p
        = chroot
          1:h 2:c --userspec|--groups= --skip-chdir !!
        = watch viddy hwatch
          args:c joined -n|--interval= -d|--differences? -t|--no-title -b|--beep -e|--errexit -g|--chgexit -c|--color -x|--exec -p|--precise -w|--no-wrap
        = clear reset more less most pg lesskey
          * args:r -o|-O|--log-file|--LOG-FILE=w -k|--lesskey-file=r
        = dos2unix unix2dos mac2unix
          args:rw -n|--newfile -q -k|--keepdate -f|--force -o|--oldfile -c|--convmode= -ascii -i|--info?>r
        = rename prename
          1:n args:V * !!
        = iconv
          args:r -f|--from-code= -t|--to-code= -o|--output=w -c -l|--list -s|--silent --verbose --byte-subst= --widechar-subst= --unicode-subst= -V -?
        = xxd
          1:r 2:w * -c|-g|-l|-s|-o|-n|-R=
        = vidir vipe vimdiff
          !!
        """;

    public const string Examples = """
        cat a b -> file.read a, file.read b
        head -n 5 a -> file.read a
        ls -> file.read ./**
        ls -R src -> file.read src/**
        stat -c %s a -> file.read a
        rm a -> file.delete a, file.write a
        rm -rf build -> file.delete build/**, file.write build/**
        rm --frobnicate a -> file.delete a, file.write a, code.run
        cp -r a b -> file.read a/**, file.write b/**, may file.write b/a
        cp -t d a -> file.read a, file.write d/a
        mv a b -> file.read a/**, file.write a/**, file.write b/**, may file.write b/a
        ln -s a b -> file.read a/**, file.write b, may file.write b/a
        mkdir -p a/b -> file.write a/b
        chmod -R 700 d -> file.write d/**
        touch a -> file.write a
        tee -a log -> file.write log
        tee /dev/stderr ->
        truncate -s 0 a -> file.delete a, file.write a
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
        hyperfine 'rm a' 'ls b' -> script rm a, script ls b
        hyperfine --export-json o ls -> script ls, file.write o
        hyperfine -L x rm '{x} a' -> script rm, script x, script {x} a, code.run
        date +%s ->
        date 010100002020 -> system.change
        date -j 0101000020 ->
        """;
}
