using Aex.Policy.Capabilities;
using Aex.Policy.Shell;

namespace Aex.Policy.Decisions;

/// <summary>What a shell command does, as requests beside the one to run it (docs/how-decisions-are-made.md).</summary>
internal sealed class ShellRequests(ToolCall call, CallContext context)
{
    private readonly PathLookup _paths = new(context, call.Cwd);
    private readonly List<(string Capability, List<Resource> Items)> _found = [];
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

        analysis ??= ShellAnalyzer.Analyze(script, context.Home);
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
        foreach (var (capability, items) in _found)
        {
            requests.Add(new Request { Capability = capability, IsImplied = true, IsEffect = true, Items = [.. items] });
        }

        if (analysis.Unparsable is { } fault)
        {
            requests.Add(new Request { Capability = Request.RunCode, IsImplied = true, IsEffect = true, IsUnparsable = true, Items = [Resource.Unknown($"the command cannot be read: {fault}")] });
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
            case EffectTarget.Path or EffectTarget.Tree:
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

        foreach (var (capability, known) in _found)
        {
            if (capability == effect.Capability && known.Count > 0 == items.Count > 0)
            {
                foreach (var item in items)
                {
                    if (!known.Exists(old => old.Kind == item.Kind && old.Shown == item.Shown && old.Searches.Length == 0 && item.Searches.Length == 0))
                    {
                        known.Add(item);
                    }
                }

                return;
            }
        }

        _found.Add((effect.Capability, items));
    }

    private void AddPath(Effect effect, List<Resource> items)
    {
        var word = effect.Word!;
        var writes = effect.Capability != "file.read";
        if (word.HasUnknown)
        {
            items.Add(Resource.Unknown($"the path `{word}` is known only when it runs"));
            if (writes)
            {
                _unseen ??= $"the path `{word}`, which is written, is known only when it runs";
            }

            return;
        }

        if (!word.IsGlob)
        {
            _paths.Add(word.Text, writes, effect.Target == EffectTarget.Tree, items);
            return;
        }

        var slash = word.Text.LastIndexOf('/', word.Globs[0]);
        var folder = slash < 0 ? "." : slash == 0 ? "/" : word.Text[..slash];
        var rest = word.From(slash + 1);
        _paths.AddTree(folder, [rest.Pattern!], anyDepth: false, items);
        Resource? probe = null;
        if (writes)
        {
            var inside = new List<Resource>(1);
            _paths.Add(folder.TrimEnd('/') + "/any", isWrite: true, isTree: false, inside);
            probe = inside[0];
            if (MayNameGuarded(rest.Text))
            {
                _unseen ??= $"what `{word}` stands for, and changes, is known only when it runs";
            }
        }

        foreach (var item in items)
        {
            item.IsComputed = true;
            item.Probe = probe;
        }
    }

    // Every guarded name but these begins with a dot, which no glob stands for unless it begins with one too.
    private static bool MayNameGuarded(ReadOnlySpan<char> glob)
    {
        foreach (var range in glob.Split('/'))
        {
            var part = glob[range];
            if (part.StartsWith('.') || SegmentGlob.Matches(part, "aex.policy.aex", ignoreCase: true) || SegmentGlob.Matches(part, "aex", ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }
}
