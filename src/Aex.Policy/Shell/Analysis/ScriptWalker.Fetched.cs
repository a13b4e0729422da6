using Aex.Language.Text;
using Aex.Policy.Capabilities;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

/// <summary>
/// Code that the script itself fetches from the network and then runs: <c>curl … | sh</c>, <c>wget f; sh f</c>. What was fetched is followed by its name, through
/// what copies, moves or unpacks it.
/// </summary>
internal sealed partial class ScriptWalker
{
    // The names of files that hold what was fetched, and of those that were made programs.
    private readonly HashSet<string> _fetched = [];
    private readonly HashSet<string> _programs = [];
    private bool _fetches;
    private bool _isFed;
    private bool _unpacks;
    private List<string> _unpackedIn = [];

    /// <summary>That it may run what it fetches, and where; null where it does not.</summary>
    public ScriptFault? Fetched { get; private set; }

    private void RunsFetched(TextSpan span, bool runs) => Fetched ??= runs ? new ScriptFault(span.Start, "code that is fetched from the network is run") : null;

    // What a command leaves behind that goes to the network, or that is given what was fetched.
    private void NoteFetch(List<ShellWord> words, List<Effect> effects, ShellState state)
    {
        var goesOut = false;
        foreach (var effect in effects)
        {
            goesOut |= effect.Capability == "network.fetch";
        }

        if (!goesOut && (!_fetches || !IsGivenFetched(words)))
        {
            return;
        }

        _fetches = true;
        _isFed = true;
        if (goesOut)
        {
            // It may be named by a word, or by the end of a URL.
            for (var i = 1; i < words.Count; i++)
            {
                _fetched.Add(NameOf(words[i].Text));
            }
        }
        else if (words.Count > 0 && words[0].Text is "chmod" or "install" or "mv" or "cp" or "ln")
        {
            foreach (var word in words)
            {
                _programs.Add(NameOf(word.Text));
            }
        }

        foreach (var effect in effects)
        {
            if (effect is { Capability: "file.write", Target: EffectTarget.Path or EffectTarget.Tree, Word: { } file })
            {
                _fetched.Add(NameOf(file.Text));
            }
            else if (effect is { Capability: "git.fetch" } || (!goesOut && effect is { Capability: "file.write", Target: EffectTarget.Among }))
            {
                _unpacks = true;
                _unpackedIn = [.. state.Folders];
            }
        }

        _fetched.Remove("");
    }

    private bool IsGivenFetched(List<ShellWord> words)
    {
        if (_isFed)
        {
            return true;
        }

        for (var i = 1; i < words.Count; i++)
        {
            if (IsFetched(words[i]) || words[i].HasUnknown)
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var name = AbsolutePath.Name(end < 0 ? text : text.AsSpan(0, end));
        return name[(name.LastIndexOf(':') + 1)..].ToString();
    }

    private bool IsFetched(ShellWord file) => _fetched.Contains(NameOf(file.Text)) || file.Text.StartsWith("/dev/fd/", StringComparison.Ordinal);

    // Once something was unpacked, what is named from here on may be a part of that.
    private bool IsFetchedCode(ShellWord file, ShellState state) => IsFetched(file) || (_unpacks && (!file.Text.StartsWith('/') || HasMoved(state)));

    private bool HasMoved(ShellState state) => !state.Folders.SequenceEqual(_unpackedIn);

    // A text that is known only when it runs: the output of what is fetched here, or a variable that may hold it.
    private bool HoldsFetched(ShellWord? text) => _fetches && (_isFed || text is null || text.Variables.Count > 0);

    private bool MayRunFetched(List<ShellWord> words, ProgramReport report, StandardInput input, ShellState state)
    {
        if (report.Code is { Text: "\0" } code && HoldsFetched(code))
        {
            return true;
        }

        foreach (var effect in report.Effects)
        {
            if (effect is { Capability: "code.run", Word: { } file } && ((_fetches && IsFetchedCode(file, state)) || file.Text.Contains("://", StringComparison.Ordinal)))
            {
                return true;
            }

            if (effect.Capability is "build.run" or "tests.run" && ((_unpacks && (HasMoved(state) || report.Folder is not null)) || _fetched.Contains("Makefile")))
            {
                return true;
            }
        }

        if (!_fetches)
        {
            return false;
        }

        var program = NameOf(words[0].Text);
        return (_programs.Contains(program) && _fetched.Contains(program)) || (_isFed && report.IsPartial && input.Source is StandardInputSource.Pipe or StandardInputSource.File && TakesOptionsOnly(words) && report.IsKnown);
    }

    // An interpreter without a script or a text of its own.
    private static bool TakesOptionsOnly(List<ShellWord> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (!words[i].Text.StartsWith('-'))
            {
                return false;
            }
        }

        return true;
    }
}
