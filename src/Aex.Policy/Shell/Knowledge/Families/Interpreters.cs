namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Interpreters and debuggers.</summary>
internal static class Interpreters
{
    public static ReadOnlySpan<byte> Table => """
         R Rscript bb bpftrace bpython clj clojure csi d8 dtrace dtruss elixir erl escript expect fennel gdb ghci ghcid gnuplot gp groovy gst guile hy iex ipython ipython3 irb janet java javaw jruby jshell julia kotlin lldb ltrace lua lua5.3 lua5.4 luajit magma matlab maxima node nodejs nu ocaml octave osascript perf perl perl5 php powershell pry psysh ptpython pwsh pypy pypy3 python python2 python3 python3.10 python3.11 python3.12 python3.13 python3.14 python3.8 python3.9 qjs racket raku rdbg rhino rr ruby runghc runhaskell sage sbcl scala spyder strace swipl tclsh tinker tsh uftrace utop valgrind wasmer wasmtime wish wolframscript xonsh
        = python python2 python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 pypy pypy3 ipython ipython3 bpython ptpython
          !!
        = node nodejs
          1:x 0!! * --check|-c>r -e|--eval|-p|--print|-pe=e -r|--require|--import|--loader|--experimental-loader=x --test!tests.run -v|--version|-h~ --env-file=r -i!!
        = perl perl5 ruby jruby lua luajit lua5.3 lua5.4 php tclsh wish R Rscript julia groovy scala kotlin jshell java javaw ghci runghc runhaskell ocaml utop erl escript elixir iex clojure clj bb racket guile sbcl csi raku octave gnuplot osascript pwsh powershell swipl gst janet fennel hy nu xonsh rhino qjs d8 wasmtime wasmer expect tsh irb rdbg pry gdb lldb strace ltrace dtrace bpftrace perf valgrind rr uftrace dtruss
          1:x 0!! * -v|-V|-version|--version|-h~ -c>r -e|-E|-n|-p=e
        = psysh tinker ghcid spyder sage maxima gp magma wolframscript matlab
          !!
        """u8;

    public static ReadOnlySpan<byte> Examples => """
        python3 --version ->
        python3 script.py -> code.run
        python3 -c 'print(1)' -> code.run
        node --version ->
        node --check a.js -> file.read a.js
        node a.js -> code.run a.js
        node -e '1' -> code.run
        node --test -> tests.run, code.run
        node --require ./hook.js a.js -> code.run ./hook.js, code.run a.js
        perl -v ->
        perl -e 'unlink "a"' -> code.run
        ruby --version ->
        ruby script.rb -> code.run script.rb
        php -v ->
        lua -e 'os.exit()' -> code.run
        java -jar app.jar -> code.run app.jar
        gdb ./app -> code.run ./app
        strace ls -> code.run ls
        """u8;
}
