namespace Aex.Cli.Commands;

/// <summary>The files that <c>aex init</c> writes.</summary>
internal static class Scaffold
{
    /// <summary>Keeps what aex records out of the repository.</summary>
    public const string GitIgnore = "audit/\ncheckpoints/\nruns/*.audit.jsonl\n";

    /// <summary>Inputs for <see cref="Task"/>.</summary>
    public const string TaskInputs = """
        {
          "test_cmd": "npm test",
          "target_files": ["src/example.js"]
        }

        """;

    /// <summary>A policy in the JSON form for <see cref="Task"/>.</summary>
    public const string TaskPolicy = """
        {
          "allow": ["file.read", "file.write", "tests.run", "git.*"],
          "deny": ["network.*", "secrets.read"],
          "require_confirmation": ["file.write"],
          "budget": {"calls": 20}
        }

        """;

    /// <summary>A first task.</summary>
    public static string Task(string name) => $$"""
        # A contract for one job: what it may use, what it needs, and the steps.
        task {{name}} v0

        goal "Fix the failing test."

        # What the steps may call, and what must not happen.
        use file.read, file.write, tests.run
        deny network.*, secrets.read

        # Inputs, given when the task is run (see {{name}}.inputs.json).
        need test_cmd: str
        need target_files: list[file]

        # `do` calls a tool and binds its result.
        do tests.run(cmd=test_cmd) -> failure
        do file.read(paths=target_files) -> sources

        # `make` has the model write something from what is bound.
        make patch: diff from failure, sources with:
          - Fix the failing test with the smallest change.
          - Touch only the target files.

        # `check` must hold, else the run is blocked.
        check patch is valid diff
        check patch touches only target_files

        # A person is asked before this tool is called, anywhere in the run.
        confirm before file.write

        do file.write(diff=patch) -> written
        do tests.run(cmd=test_cmd) -> final
        check final.passed

        return {status: "fixed", patch: patch, test: final}

        """;
}
