using System.Text;
using Aex.Contracts.Running;
using Aex.Contracts.Values;

namespace Aex.Contracts.Tools;

/// <summary><c>git.status()</c>: the lines of <c>git status --porcelain</c>.</summary>
internal sealed class GitStatus : Tool
{
    public override string Name => "git.status";

    public override Value Invoke(ObjectValue arguments, ToolContext context)
    {
        _ = new Arguments(Name, arguments).Only();
        var text = Git.Run(Name, ["status", "--porcelain", "--no-renames"], context);
        return new ListValue([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => Value.Of(line))]);
    }
}

/// <summary><c>git.diff(paths=[…])</c>: what changed since the last commit, in the named files or in all.</summary>
internal sealed class GitDiff : Tool
{
    public override string Name => "git.diff";

    public override Value Invoke(ObjectValue arguments, ToolContext context)
    {
        var given = new Arguments(Name, arguments).Only("paths", "path");
        List<string> paths = given.Has("paths") || given.Has("path") ? given.Texts("paths", "path") : [];
        return Value.Of(Git.Run(Name, ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "--", .. paths], context));
    }
}

/// <summary><c>git.apply(diff="…")</c>: <c>{applied, message?}</c>. Needs no repository.</summary>
internal sealed class GitApply : Tool
{
    public override string Name => "git.apply";

    public override Value? Refuse(ObjectValue arguments) => DiffApplication.Refuse(arguments);

    public override Value Invoke(ObjectValue arguments, ToolContext context) =>
        DiffApplication.Apply(new Arguments(Name, arguments).Only("diff").Text("diff"), context);
}

/// <summary>Runs git so that nothing in the repository's configuration makes it run another program.</summary>
internal static class Git
{
    public static string Run(string tool, IReadOnlyList<string> arguments, ToolContext context)
    {
        var end = TestsRun.Run(
            tool,
            ["git", "--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=true", .. arguments],
            context);
        return end.ExitCode == 0 ? Encoding.UTF8.GetString(end.Output)
            : throw new RunBlockedException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tool} failed: git ended with exit code {end.ExitCode}{Sentence.Tail(end.Errors)}"));
    }
}
