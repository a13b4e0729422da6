namespace Aex.Cli.Commands;

/// <summary>What a coding agent is told about contracts: <c>aex init --skill</c> writes it where Claude Code looks for skills.</summary>
internal static class SkillText
{
    /// <summary>The skill's file.</summary>
    public const string Text = """
        ---
        name: aex
        description: Draft an aex contract - a reviewed plan that `aex` carries out step by step, each call decided by policy. Use it when a person asks for a contract, or when a job is risky enough that its steps should be agreed on first (deploys, migrations, changes of many files, anything that cannot be undone).
        ---

        # Drafting an aex contract

        You draft, a person reviews, `aex` runs. You never run the contract yourself.

        1. Run `aex help language`: the grammar and the rules, on two pages.
        2. Run `aex effective`: what the policy allows here. A contract can only narrow that. If the job needs more, say so to the person; do not try to change the policy.
        3. Read what you need to know: the files in question, and how the tests are run.
        4. Write the contract to `.aex/runs/NAME.aex`, NAME in snake_case.
           - `use` only what a step calls, with the narrowest scope: `file.write:src/parser/**`, not `file.write`.
           - What changes from run to run is a `need`; what you know now is written out.
           - Before a change: `check patch is valid diff`, `check patch touches only FILES`. After it: `check change.applied`, run the tests, `check tests.passed`.
           - `confirm before file.write` where a person should see the change first.
           - Give a budget.
        5. Run `aex check .aex/runs/NAME.aex`, then `aex review .aex/runs/NAME.aex`. Mend what they name until the review says that it runs under the policy.
        6. Tell the person in two sentences what the contract does and what it may touch, and give them this line to run in their own terminal:

               aex review .aex/runs/NAME.aex --run --input NAME=VALUE

        What a contract may contain:

            task fix_parser v0

            goal "Make the failing parser test pass."

            use file.read, file.write:src/**, tests.run
            deny network.*
            confirm before file.write
            budget calls=10

            need sources: list[file]

            do tests.run(cmd="npm test") -> before
            do file.read(paths=sources) -> files
            make patch: diff from before, files with:
              - Fix what makes the test fail, with the smallest change.
            check patch is valid diff
            check patch touches only sources
            do file.write(diff=patch) -> change
            check change.applied
            do tests.run(cmd="npm test") -> after
            check after.passed
            return {patch: patch}

        """;
}
