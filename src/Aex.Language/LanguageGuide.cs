namespace Aex.Language;

/// <summary>The language on two pages, for people and agents: what <c>aex help language</c> prints.</summary>
public static class LanguageGuide
{
    /// <summary>The guide. Lines of an example are indented by four spaces and stand under a line that ends with <c>example:</c>.</summary>
    public const string Text = """
        THE AEX LANGUAGE, VERSION 0

        An .aex file is UTF-8 text, one statement a line. It is a policy (the standing boundary of a
        repository or a person), a task (a contract for one job), or a tests file (expectations of a
        policy). A file with any error grants nothing: nothing runs under it.

        A policy, example:

            policy workspace v0
            goal "Let the agent work on the code, and ask before it leaves the machine"

            allow file.read, file.write:{src,tests}/**, agent.spawn, code.run
            allow shell.exec:"npm test *", network.fetch:*.github.com
            deny secrets.read, file.write:"src/generated/**"
            confirm before git.push, network.*
            budget calls=200, file.write=50, minutes=60
            strict shell
            map mcp.fs.read_file(path) to file.read

        allow            what may be done. What no line allows is denied.
        deny             what may not be done; beats every other line.
        confirm before   what a person is asked about first.
        budget           the most calls, minutes, or calls of one capability in a session.
        strict shell     what a shell command does besides must be allowed too.
        map T(A) to C    judge the tool T by the capability C; A are the arguments that hold its resources.

        Patterns    file.read    that name only
                    network.*    network.fetch, network.search, network itself; not networkx.y
                    *            everything
                    "odd name"   the tool of exactly this name

        Scopes stand right behind a pattern, without blanks round the `:`, and run to a blank or to a `,`
        outside braces; with other characters in double quotes.
            file.*, secrets.*         a path: src/**, **/*.{cs,md}, /etc/**, ~/notes/*
            shell.exec                a command: "npm test *"
            network.*, loopback.*     a host: example.com, *.github.com:443
            agent.spawn, skill.use    a name: reviewer, "test-*"
        Anything else takes no scope.

        A tests file, example:

            tests workspace v0

            expect deny WebFetch(url="https://example.com")
            expect ask Bash(command="git push") because "git.push"
            expect allow Read(file_path="a.cs") in "src"
              expect allow Read(file_path="b.cs")  # indented: in the session of the line above

        A task, example:

            task fix_bug v0
            goal "Make the failing test pass"

            use file.read, file.write, tests.run
            deny network.*
            need target: file
            need hints: list[str]?

            do file.read(paths=[target]) -> sources
            make patch: diff from sources, target with:
              - Change as little as possible
            check patch is valid diff
            check patch touches only target
            confirm before file.write
            do file.write(diff=patch)
            do tests.run(cmd="npm test") -> result
            if not result.passed
              return {ok: false, output: result.stdout}
            return {ok: true, patch: patch}

        GRAMMAR

        document     header { declaration | step }          a tests file: header { expectation }
        header       ("policy" | "task" | "tests") NAME "v0"          `agent` is an older word for task
        declaration  "goal" STRING | ("allow" | "use") grants | "deny" grants
                     | "confirm" "before" grants | "budget" limit {"," limit}
                     | "strict" "shell" | "map" tool "to" DOTTED           policies only
                     | "need" NAME ":" type                                tasks only
        grants       grant {"," grant}          grant: pattern [":" scope]
        limit        ("calls" | "minutes" | "tokens" | pattern) "=" whole number
        tool         (DOTTED | STRING) ["(" NAME {"," NAME} ")"]
        step         "do" DOTTED "(" [args] ")" ["->" NAME]
                     | "make" NAME ":" NAME "from" NAME {"," NAME} "with" [":"], then indented "- text" lines
                     | "check" condition | "return" expression | "confirm" "before" grants
                     | "if" condition, then indented steps
                     | "for" NAME "in" expression, then indented steps
        args         NAME "=" expression {"," NAME "=" expression} [","]
        expression   STRING | NUMBER | true | false | null | path | [list] | {name: value}
        path         NAME {"." NAME | "[" digits "]"}          without blanks
        type         str | num | int | bool | file | url | json | list[type], with "?" if it may be missing
        condition    expression | "not" condition | path ["is" | "is not"] expression
                     | path "has" STRING | path "has" "citations" | path "does" "not" "include" STRING
                     | path "is" "valid" "diff" | path "touches" "only" path
        expectation  "expect" ("allow" | "ask" | "deny") TOOL "(" [args] ")" ["in" STRING] ["because" STRING]

        RULES

        * NAME is letters, digits, `_` and `-`, beginning with a letter or `_`; DOTTED is NAMEs joined by `.`.
        * `#` begins a comment at the begin of a line or after a blank, not in a string nor an instruction.
        * Strings stand in double quotes, on one line; escapes are \" \\ \n \t.
        * Inside ( [ { line ends and comments are blanks. Blocks are indented by spaces or tabs, not both.
        * A policy's steps, a task's `allow`, `map` or `strict`, an unknown word, a `deny` of a name that is
          nearly a known one (`netwrok.*`), a scope where none is taken: errors, each with its AEX code.
        * Characters that a reader does not see (control, bidirectional, zero-width) are refused.

        aex check FILE tells every error with its line; aex fmt FILE brings a file into its canonical form.

        """;
}
