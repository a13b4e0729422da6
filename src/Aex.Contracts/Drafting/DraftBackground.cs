using Aex.Language;
using Aex.Policy.Decisions;

namespace Aex.Contracts.Drafting;

/// <summary>What a model is to know before it drafts: the language, how contracts are written, and two that run.</summary>
public static class DraftBackground
{
    /// <summary>How a contract is to be written.</summary>
    public const string Rules = """
        HOW TO WRITE A CONTRACT

        - The text is one task file: it begins with `task NAME v0`, then `goal`, `use`, `deny`, `budget`, `need` lines, then steps, and ends with `return`.
        - Use the least: only tools that a step calls, with a scope where the files are known (`file.write:src/**`). Never ask for what the policy does not allow.
        - The tools are `file.read(paths=[…])` -> {path: text}; `file.write(diff=…)` -> {applied}, or `file.write(path=…, contents=…)`; `tests.run(cmd="…")` ->
          {passed, stdout, stderr, exitCode}; `git.status()`, `git.diff()`, `git.apply(diff=…)` -> {applied}. There are no others unless the policy names them.
        - What changes from run to run is an input: `need NAME: TYPE`. What is known now is written out.
        - Read before you make, check before you write, run the tests after it. A diff is checked by `is valid diff` and `touches only` before it is applied, and
          `check NAME.applied` stands behind the step that applies it.
        - `confirm before file.write` where a person should see the change first.
        - `make` names every value that it needs in its `from`; its instructions say what is wanted, a line each.
        - A test command is one program with its arguments: no `|`, `&&`, `;`, `>`, `$`, `*`.
        - Give a budget: `budget calls=N`, about twice the calls that are expected.

        """;

    /// <summary>Two contracts.</summary>
    public const string Examples = """
        A CONTRACT THAT FIXES A FAILING TEST

        task fix_failing_test v0

        goal "Make the failing test pass with the smallest change."

        use file.read, file.write:src/**, tests.run
        deny network.*, secrets.read
        confirm before file.write
        budget calls=10

        need sources: list[file]

        do tests.run(cmd="npm test") -> before
        check not before.passed
        do file.read(paths=sources) -> files
        make patch: diff from before, files with:
          - Fix what makes the test fail, with the smallest change.
          - Do not change the test.
        check patch is valid diff
        check patch touches only sources
        do file.write(diff=patch) -> change
        check change.applied
        do tests.run(cmd="npm test") -> after
        check after.passed
        return {patch: patch, tests: after.stdout}

        A CONTRACT THAT ONLY READS

        task review_module v0

        goal "Write a review of a module."

        use file.read, file.write:docs/reviews/**
        deny network.*, secrets.read
        budget calls=6

        need files: list[file]
        need out: str

        do file.read(paths=files) -> sources
        make review: markdown from sources with:
          - Name each fault with its file and line, the worst first.
          - Say what is good in one sentence.
        check review
        do file.write(path=out, contents=review)
        return {review: out}

        """;

    /// <summary>All of it.</summary>
    public static string Text { get; } = $"You draft a contract in the aex language.\n\n{LanguageGuide.Text}\n{Rules}\n{Examples}";

    /// <summary>The policies in force as lines of the language; empty where there are none.</summary>
    public static string PolicyLines(EffectivePermissions effective)
    {
        ArgumentNullException.ThrowIfNull(effective);
        IEnumerable<string> lines =
        [
            .. effective.Allow.Select(static grant => "allow " + Line(grant)),
            .. effective.Deny.Select(static grant => "deny " + Line(grant)),
            .. effective.Confirm.Select(static grant => "confirm before " + Line(grant)),
            .. effective.Budget.Select(static limit => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"budget {limit.Key}={limit.Value}")),
        ];
        return string.Concat(lines.Select(static line => line + "\n"));
    }

    // Where two layers narrow one pattern, both scopes hold.
    private static string Line(EffectiveGrant grant) =>
        grant.Scopes.Count == 0 ? grant.Pattern.ToString() : $"{grant.Pattern}:{string.Join(" and ", grant.Scopes.Select(static scope => scope.AsSpan().IndexOfAny(" ,\"#") < 0 ? scope : $"\"{scope.Replace("\"", "\\\"", StringComparison.Ordinal)}\""))}";
}
