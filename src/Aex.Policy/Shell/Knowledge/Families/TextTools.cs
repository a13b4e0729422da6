namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Searching, comparing and changing text.</summary>
internal static class TextTools
{
    public const string Table = """
         ack ag alex apropos asciidoctor aspell ast-grep b3sum bzgrep cfv cloc cmark codemod codespell colordiff comby cscope cspell csvclean csvcut csvformat csvgrep csvjoin csvjson csvlook csvq csvsort csvstack csvstat csvtk ctags dasel delta diff diff3 difft dwdiff ed egrep etags ex fd fdfind fgrep gettext ggrep global glow gojq grep gtags hexyl htmlq hunspell icdiff in2csv jaq jq loc locate look markdown marked mdcat miller misspell mlocate mlr msgfmt msgmerge onefetch pandoc patch pcre2grep pcregrep perl6 plocate proselint pup qsv red rg rhash rich ripgrep scc sd sdiff semgrep sg showdown-cli sloccount tidy tokei tsv-filter typos vale vdiff wdiff whatis where whereis which write-good xgettext xml xmllint xmlstarlet xq xsv xxh64sum xxhsum xzgrep yq zegrep zfgrep zgrep
        = grep egrep fgrep ggrep zgrep zegrep zfgrep bzgrep xzgrep pcregrep pcre2grep
          * 1:n args:r -e|--regexp=n>r -f|--file=r>r -r|-R|--recursive>R -m|--max-count= -A|--after-context= -B|--before-context= -C|--context= --include= --exclude= --exclude-dir= --exclude-from=r -d|--directories= -D|--devices=
          --label= --color|--colour?
        = rg ripgrep
          1:n args:R * -e|--regexp=n>R -f|--file=r>R --pre=e --search-zip|-z --hostname-bin=e --files>>R -g|--glob|--iglob|-t|--type|-T|--type-not|-A|-B|-C|-m|--max-count|--max-depth|-d|-M|-j|-r|--replace|--sort|--sortr|-E|--encoding|--type-add|--context|--after-context|--before-context|--threads|--max-columns|--colors|--color= --ignore-file=r
        = ag ack
          1:n args:R * --pager=S -G|-A|-B|-C|-m|--ignore|--ignore-dir|--type|--max-count= -g=n>R -p|--path-to-ignore=r --ackrc=r
        = fd fdfind
          1:n args:R .:R -x|--exec!! -X|--exec-batch!! * -t|--type|-e|--extension|-d|--max-depth|--min-depth|-E|--exclude|-S|--size|--changed-within|--changed-before|-o|--owner|-j|--threads|-c|--color|--max-results|--format= --base-directory|-C|--search-path=R --ignore-file=r
        = locate mlocate plocate which where whereis apropos whatis
          * args:n
        = look
          * 1:n args:r
        = diff colordiff sdiff diff3 vdiff wdiff difft delta icdiff dwdiff
          args:r -r|--recursive>R -o|--output=w --diff-program=e -x|--exclude|-I|-U|-C|-W|-F|--width|--label|-L= -X|--exclude-from=r * --from-file|--to-file=r --pager=S
        = jq gojq jaq
          1:y args:r * -f|--from-file=r>r -L|--library-path=r --indent=
        = yq
          1:n args:r * -i|--inplace|--in-place|-iy|-yi|-y_i>rw -s|--split-exp=!file.write --split-exp-file=r!file.write -p|-o|-P|-I|--output-format|--input-format|--indent= --from-file=r>r
        > eval/e/eval-all/ea : 1:n args:r -i|--inplace>rw
        > shell-completion/completion/help : *
        > _ : *
        = dasel
          * -f|--file=r -o|--out=w
        > put/delete : !file.write
        > _ :
        = mlr miller
          !!
        = xmllint xmlstarlet xml xq htmlq pup tidy
          * args:r --output|-o=w -m|-modify!file.write --shell!! -L|--inplace>rw --noout
        = csvcut csvgrep csvlook csvstat csvsort csvjson csvjoin in2csv csvstack csvformat csvclean csvtk csvq tsv-filter
          * args:r -o|--output=w
        = xsv qsv
        > split/partition : * args:rw !file.write
        > index : * args:r !file.write -o|--output=w
        > foreach/fetch/luau/py/apply/geocode/to : !!
        > _ : * args:r -o|--output=w
        = sd
          1:n 2:n args:rw -p|--preview>r * -n= -f=
        = patch
          2:r 1:w args:r -i|--input=r -p|--strip|-F|--fuzz|-D|-V|-z|-B|-Y= -d|--directory=h -o|--output=w -r|--reject-file=w -R|--reverse -N|--forward -s|-u|-c|-n|-e!! -b|--backup -t|-f|-E --dry-run~ --verbose -l --merge? .:Z
        = ed ex red
          args:rVt -c=t -s|-e|-E|-v !!
        = perl6
          !!
        = glow mdcat rich
          * args:r
        = pandoc
          args:r * -o|--output=w -F|--filter=x -L|--lua-filter=x --extract-media=W --pdf-engine=e -f|-t|--from|--to|-r|-w|-V|-M|--metadata|--variable= --log=w
        = asciidoctor markdown marked cmark showdown-cli
          * args:r -o|--output|--out-file=w !file.write -r|--require=x
        = tokei cloc scc sloccount loc onefetch
          * args:R .:R --output|-o|--out|--report-file=w --exclude-dir|--exclude|-e= --config=r
        = hexyl xxhsum xxh64sum b3sum cfv rhash
          * args:r -n|-s=
        = gettext msgfmt msgmerge xgettext
          * args:r -o|--output|--output-file=w !file.write
        = aspell hunspell codespell typos vale proselint write-good misspell cspell alex
          * args:r -w|--write-changes|-i>rF -c>rF
        = ctags etags cscope gtags global
          * args:R .:R -f|-o=w !file.write
        = ast-grep sg
        > run/scan : * -U|--update-all>F .:R args:R
        > lsp/test/new/completions/help : !!
        > _ : !!
        = comby semgrep codemod
          !!
        """;

    public const string Examples = """
        sed -n 1,5p a -> file.read a
        sed -i s/a/b/ f -> file.read f, file.write f
        sed s/a/id/e f -> file.read f, code.run, script id
        awk '{print $1}' f -> file.read f
        awk 'BEGIN{system("id")}' -> code.run, script id
        grep -r x src -> file.read src/**
        rg --pre ./x y -> code.run
        jq .a f.json -> file.read f.json
        xsv stats data.csv -> file.read stats, file.read data.csv
        xsv index data.csv -> file.write, file.read data.csv
        """;
}
