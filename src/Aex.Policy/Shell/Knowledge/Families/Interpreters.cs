namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Interpreters and debuggers.</summary>
internal static class Interpreters
{
    public const string Table = """
         R Rscript bb bpftrace bpython clj clojure csi d8 dtrace dtruss elixir erl escript expect fennel gdb ghci ghcid gnuplot gp groovy gst guile hy iex irb janet java javaw jshell julia kotlin lldb ltrace magma matlab maxima nu ocaml octave osascript perf powershell pry psysh ptpython pwsh qjs racket raku rdbg rhino rr runghc runhaskell sage sbcl scala spyder strace swipl tclsh tinker tsh uftrace utop valgrind wasmer wasmtime wish wolframscript xonsh
        = tclsh wish R Rscript julia groovy scala kotlin jshell java javaw ghci runghc runhaskell ocaml utop erl escript elixir iex clojure clj bb racket guile sbcl csi raku octave gnuplot pwsh powershell swipl gst janet fennel hy nu xonsh rhino qjs d8 wasmtime wasmer tsh irb rdbg pry
          1:x 0!! * -v|-V|-version|--version|-h~ -e|-E|-n|-p|--eval|-c|-Command=e
        = expect
          1:x 0!! -c=t -f=x -v~ -d -D -i -n -N -b
        = osascript
          1:x 0!! -e=t -l=
        = gdb lldb rr
          args:t !! -ex|-iex|-o|-O|--eval-command|--one-line|-x|--command|--batch=t
        = strace ltrace uftrace dtruss
          args:c -o|--output=w -e|--trace|-p|-s|-a|-P|-S|-u|-E|-O|-I|-b|--attach= -f|-ff|-c|-C|-q|-r|-t|-tt|-ttt|-T|-v|-x|-y|-yy|-z|-Z|-k|-i -V|-h~
        = valgrind
          args:c * --log-file|--xml-file=w
        = perf
        > record/stat/trace : args:c * !file.write -o|--output=w -e|-F|-p|-c|-C|-g=
        > report/list/version/help/annotate/script/buildid-list/evlist/diff : * !system.read -i|--input=r
        > top : * !system.read
        > _ : !!
        = dtrace bpftrace
          !!
        = bpython ptpython
          !!
        = psysh tinker ghcid spyder sage maxima gp magma wolframscript matlab
          !!
        """;

    public const string Examples = """
        python3 --version ->
        python3 script.py -> code.run script.py, file.read script.py
        python3 -c 'print(1)' -> code.run
        node --version ->
        node --check a.js -> file.read a.js
        node a.js -> code.run a.js, file.read a.js
        node -e '1' -> code.run
        node --test -> tests.run
        node --require ./hook.js a.js -> code.run ./hook.js, code.run a.js, file.read a.js, may file.read ./hook.js
        perl -v ->
        perl -e 'unlink "a"' -> code.run, file.delete a/**, file.write a/**
        ruby --version ->
        ruby script.rb -> code.run script.rb, file.read script.rb
        php -v ->
        lua -e 'os.exit()' -> code.run
        java -jar app.jar -> code.run app.jar, may file.read app.jar
        gdb ./app -> code.run
        strace ls -> runs ls
        """;
}
