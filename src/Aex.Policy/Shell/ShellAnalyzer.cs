using Aex.Policy.Shell.Analysis;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell;

/// <summary>Tells what a shell script does (docs/shell.md). Pure; never throws; bounded in work.</summary>
public static class ShellAnalyzer
{
    /// <summary>Reads a script.</summary>
    /// <param name="script">Its text.</param>
    /// <param name="home">The folder that <c>~</c> stands for; empty if it is not known.</param>
    /// <param name="folder">The folder that it runs in; empty if it is not known.</param>
    public static ShellAnalysis Analyze(string script, string home = "", string folder = "")
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(home);
        ArgumentNullException.ThrowIfNull(folder);
        var list = ScriptParser.Parse(new ScriptText(script), out var fault);
        if (fault is not null)
        {
            return new ShellAnalysis { Commands = [], Unparsable = fault.Message, FaultAt = fault.At };
        }

        var walker = new ScriptWalker(home, folder);
        walker.Walk(list, new ShellState());
        return walker.Fault is { } later
            ? new ShellAnalysis { Commands = walker.Commands, Unparsable = later.Message, FaultAt = later.At }
            : new ShellAnalysis { Commands = walker.Commands, Fetched = walker.Fetched?.Message, FaultAt = walker.Fetched?.At ?? 0 };
    }

    /// <summary>A script that runs one program with these words.</summary>
    public static string Quote(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var text = new System.Text.StringBuilder();
        foreach (var word in words)
        {
            text.Append(text.Length == 0 ? "" : " ").Append('\'').Append(word.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'');
        }

        return text.ToString();
    }
}
