using Aex.Policy.Capabilities;
using Aex.Policy.Shell;

namespace Aex.Policy.Decisions;

/// <summary>What a shell command does, as requests beside the one to run it (docs/how-decisions-are-made.md).</summary>
internal sealed class ShellRequests(ToolCall call, CallContext context)
{
    private readonly PathLookup _paths = new(context, call.Cwd);
    private readonly List<(string Capability, bool IsPossible, bool IsByNameOnly, List<Resource> Items)> _found = [];
    private string? _unseen;

    /// <summary>Reads a command and adds what it does.</summary>
    /// <param name="command">The resources of the request to run it: the command's text, or a program and its arguments.</param>
    /// <param name="requests">Takes the requests.</param>
    /// <param name="analysis">What it does, where that is known already.</param>
    public void Add(Resource[] command, List<Request> requests, ShellAnalysis? analysis)
    {
        if (ScriptOf(command) is not { } script)
        {
            requests.Add(new Request { Capability = Request.RunCode, IsImplied = true, IsEffect = true, IsUnparsable = true, Items = [Resource.Unknown("the command cannot be told")] });
            return;
        }

        analysis ??= ShellAnalyzer.Analyze(script, context.Home, call.Cwd);
        foreach (var simple in analysis.Commands)
        {
            _unseen ??= simple.Why;
            foreach (var effect in simple.Effects)
            {
                if (effect.Capability != Request.RunCode)
                {
                    Add(effect);
                }
            }
        }

        command[0].Simple = analysis;
        foreach (var (capability, isPossible, isByNameOnly, items) in _found)
        {
            requests.Add(new Request { Capability = capability, IsImplied = true, IsEffect = true, IsPossible = isPossible, IsWordsOnly = isByNameOnly, Items = [.. items] });
        }

        if (analysis.Unparsable is { } fault)
        {
            requests.Add(new Request { Capability = Request.RunCode, IsImplied = true, IsEffect = true, IsUnparsable = true, Items = [Resource.Unknown($"the command cannot be read: {fault}")] });
        }
        else if (analysis.Fetched is { } fetched)
        {
            requests.Add(new Request { Capability = Request.RunCode, IsImplied = true, IsEffect = true, IsUnparsable = true, Items = [Resource.Unknown(fetched)] });
        }
        else if (_unseen is not null)
        {
            requests.Add(new Request { Capability = Request.RunCode, IsImplied = true, IsEffect = true, Items = [Resource.Unknown(_unseen)] });
        }
    }

    private static string? ScriptOf(Resource[] command)
    {
        var words = new string[command.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (command[i].Kind != ResourceKind.Command)
            {
                return null;
            }

            words[i] = command[i].Shown;
        }

        return words.Length == 0 ? null : words.Length == 1 ? words[0] : ShellAnalyzer.Quote(words);
    }

    private void Add(Effect effect)
    {
        var items = new List<Resource>(1);
        switch (effect.Target)
        {
            case EffectTarget.None:
                break;
            case EffectTarget.Path or EffectTarget.Tree or EffectTarget.Among:
                if (effect.IsElsewhere && effect.Capability == "file.read")
                {
                    return;
                }

                if (!effect.IsElsewhere)
                {
                    AddPath(effect, items);
                }

                break;
            case EffectTarget.Host:
                items.Add(new Resource { Kind = ResourceKind.Host, Shown = effect.Port is 0 or 80 or 443 ? effect.Host : $"{effect.Host}:{effect.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}", Host = effect.Host, Port = effect.Port });
                break;
            case EffectTarget.Name:
                items.Add(effect.Word is { IsKnown: true } name ? new Resource { Kind = ResourceKind.Name, Shown = name.Text } : Resource.Unknown("a name that is computed"));
                break;
            case EffectTarget.Unknown:
                items.Add(Resource.Unknown($"`{effect.Word?.ToString() ?? "…"}` is known only when it runs"));
                break;
        }

        foreach (var (capability, isPossible, isByNameOnly, known) in _found)
        {
            if (capability == effect.Capability && isPossible == effect.IsPossible && isByNameOnly == effect.IsByNameOnly && known.Count > 0 == items.Count > 0)
            {
                foreach (var item in items)
                {
                    if (!known.Exists(old => old.Kind == item.Kind && old.Shown == item.Shown && old.IsPart == item.IsPart && old.IsUnseen == item.IsUnseen && old.IsWide == item.IsWide && old.Searches.Length == 0 && item.Searches.Length == 0))
                    {
                        known.Add(item);
                    }
                }

                return;
            }
        }

        _found.Add((effect.Capability, effect.IsPossible, effect.IsByNameOnly, items));
    }

    private void AddPath(Effect effect, List<Resource> items)
    {
        var word = effect.Word!;
        var writes = effect.Capability != "file.read";
        if (!writes && FoundIn(word) is { } found)
        {
            _paths.AddTree(found.Folder, [found.Name], anyDepth: true, items);
            foreach (var item in items)
            {
                item.IsComputed = true;
            }

            return;
        }

        if (word.HasUnknown)
        {
            var unknown = Resource.Unknown($"the path `{word}` is known only when it runs");
            items.Add(unknown);
            if (writes)
            {
                _unseen ??= $"the path `{word}`, which is written, is known only when it runs";
                unknown.Probes = Probes(word);
            }

            return;
        }

        if (!word.IsGlob)
        {
            var isTree = effect.Target is EffectTarget.Tree or EffectTarget.Among;
            _paths.Add(word.Text, writes, isTree, items);
            foreach (var item in items)
            {
                item.IsWide = isTree && (writes || effect.IsCopied);
                item.IsPart = effect.Target == EffectTarget.Among && item.Kind == ResourceKind.Tree;
                item.IsUnseen = effect.IsUnseen;
            }

            return;
        }

        var slash = word.Text.LastIndexOf('/', word.Globs[0]);
        var folder = slash < 0 ? "." : slash == 0 ? "/" : word.Text[..slash];
        var rest = word.From(slash + 1);
        List<string> globs = effect.Target == EffectTarget.Path ? [rest.Pattern!] : [rest.Pattern!, rest.Pattern!.TrimEnd('/') + "/**"];
        _paths.AddTree(folder, globs, anyDepth: false, items);
        Resource[] probes = [];
        if (writes)
        {
            probes = Probes(folder, rest.Text);
            if (MayNameGuarded(rest.Text))
            {
                _unseen ??= $"what `{word}` stands for, and changes, is known only when it runs";
            }
        }

        foreach (var item in items)
        {
            item.IsComputed = true;
            item.Probes = probes;
        }
    }

    // `src/…/*.py`, as find puts it in: any file of that name below.
    private static (string Folder, string Name)? FoundIn(ShellWord word)
    {
        var text = word.Text;
        var unknown = text.IndexOf(ShellWord.Unknown);
        return word.IsFound ? (unknown == 1 ? "/" : text[..(unknown - 1)], text[(unknown + 2)..]) : null;
    }

    // What is known before an unknown stretch, and what is known behind it: `.aex/$x`, `$x/.aex/policy.aex`.
    private Resource[] Probes(ShellWord word)
    {
        var found = new List<Resource>(2);
        var text = word.Text;
        var slash = text.LastIndexOf('/', text.IndexOf(ShellWord.Unknown));
        if (slash > 0)
        {
            _paths.Add(text[..slash] + "/any", isWrite: true, isTree: false, found);
        }

        var end = text[(text.LastIndexOf(ShellWord.Unknown) + 1)..];
        if (end.StartsWith('/') && end.Trim('/').Length > 0)
        {
            _paths.Add("/any" + end, isWrite: true, isTree: false, found);
        }

        return [.. found];
    }

    // `.a*/x` can be `.aex/x`; a glob that does not begin with a dot stands for no name that does.
    private Resource[] Probes(string folder, string glob)
    {
        var found = new List<Resource>(1);
        var start = folder.TrimEnd('/') + "/";
        _paths.Add(start + string.Join('/', glob.Split('/').Select(static part => SegmentGlob.IsLiteral(part) ? part : "any")), isWrite: true, isTree: false, found);
        foreach (var name in (ReadOnlySpan<string>)[".aex", ".claude", ".git", ".codex", ".gemini", ".cursor", ".github", ".vscode", ".copilot", ".mcp.json", ".claude.json", ".envrc", ".bashrc", ".profile", ".zshrc", ".gitconfig", ".config", GuardedPrograms.Aex, GuardedPrograms.Commands, "aex.policy.aex"])
        {
            var names = glob.Split('/');
            var any = false;
            for (var i = 0; i < names.Length; i++)
            {
                var isIt = !SegmentGlob.IsLiteral(names[i]) && MayBeMeant(names[i], name) && SegmentGlob.Matches(names[i], name, ignoreCase: true);
                any |= isIt;
                names[i] = isIt ? name : SegmentGlob.IsLiteral(names[i]) ? names[i] : "any";
            }

            if (any)
            {
                _paths.Add(start + string.Join('/', names), isWrite: true, isTree: false, found);
            }
        }

        return [.. found];
    }

    // A policy's old name can stand in any folder: `rm build/*` does not mean it, `rm build/aex*` and `rm build/*.aex` do.
    private static bool MayBeMeant(string glob, string name) => name switch
    {
        "aex.policy.aex" => glob.StartsWith("aex", StringComparison.OrdinalIgnoreCase) || glob.EndsWith("aex", StringComparison.OrdinalIgnoreCase),
        _ => glob.StartsWith('.') == name.StartsWith('.'),
    };

    // Every guarded name but these begins with a dot, which no glob stands for unless it begins with one too.
    private static bool MayNameGuarded(ReadOnlySpan<char> glob)
    {
        foreach (var range in glob.Split('/'))
        {
            var part = glob[range];
            if (part.StartsWith('.') || SegmentGlob.Matches(part, "aex.policy.aex", ignoreCase: true) || SegmentGlob.Matches(part, GuardedPrograms.Aex, ignoreCase: true)
                || SegmentGlob.Matches(part, GuardedPrograms.Commands, ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }
}
