namespace Aex.Policy.Shell.Analysis;

// Where the paths of effects lie.
internal sealed partial class ScriptWalker
{
    // A relative path starts in each folder that the shell may be in.
    private static void Place(Effect effect, ShellState state, List<Effect> into)
    {
        if (effect is { Target: EffectTarget.None, Capability: "file.write" or "file.delete", IsElsewhere: false })
        {
            // Files that nobody names are some of those where the command runs.
            effect = effect with { Target = EffectTarget.Among, Word = ShellWord.Known(".") };
        }

        if (effect.Target is not (EffectTarget.Path or EffectTarget.Tree or EffectTarget.Among) || effect.Word is not { } word || effect.IsElsewhere)
        {
            into.Add(effect);
            return;
        }

        if (effect.Capability == "file.read" && IsNoFile(word.Text))
        {
            return;
        }

        foreach (var folder in state.Folders)
        {
            var placed = folder.Length == 0 ? word : word.Below(ShellWord.Known(folder));
            if (placed.IsGlob && state.HasOtherGlobs)
            {
                placed = new ShellWord { Text = "\0", Span = word.Span, MaySplit = true };
            }

            placed = ThroughProcess(placed);
            var isMade = IsMade(placed.Text, state);
            into.Add(effect with { Word = isMade && effect.Capability != "code.run" ? new ShellWord { Text = "\0", Span = word.Span } : placed });
            if (word.Text.StartsWith('/'))
            {
                break;
            }
        }
    }

    private static bool IsMade(string path, ShellState state)
    {
        if (state.Made.Count == 0)
        {
            return false;
        }

        var made = state.Made.GetAlternateLookup<ReadOnlySpan<char>>();
        var rest = path.AsSpan();
        while (!rest.IsEmpty)
        {
            if (made.Contains(rest))
            {
                return true;
            }

            rest = rest[..Math.Max(0, rest.LastIndexOf('/'))];
        }

        return false;
    }

    // `/proc/self/cwd/f` and `/proc/1/root/f`: other names of any file.
    private static ShellWord ThroughProcess(ShellWord path)
    {
        if (!path.Text.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return path;
        }

        return path.Text.Contains("/cwd", StringComparison.Ordinal) || path.Text.Contains("/root", StringComparison.Ordinal) || path.Text.Contains("/fd/", StringComparison.Ordinal)
            || path.Text.Contains("/map_files", StringComparison.Ordinal)
            ? new ShellWord { Text = "\0", Span = path.Span }
            : path;
    }

    private static bool IsNoFile(string path) => path is "/dev/null" or "/dev/stdin" or "/dev/tty" or "/dev/zero" or "/dev/random" or "/dev/urandom"
        || path.StartsWith("/dev/fd/", StringComparison.Ordinal);
}
