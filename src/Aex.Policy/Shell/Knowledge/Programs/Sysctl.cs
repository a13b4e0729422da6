namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary><c>sysctl</c>: a name is read, <c>name=value</c> sets it, and some options load a file of settings.</summary>
internal static class Sysctl
{
    /// <summary>Reads the invocation.</summary>
    public static void Read(Invocation call)
    {
        var changes = false;
        foreach (var word in call.Arguments)
        {
            if (word.MayBeFlag || word.HasUnknown)
            {
                call.RunsUnknown("an argument of sysctl is computed");
                return;
            }

            // -w, -p, -f and --system, alone or among others; -f only names a file to load on BSD.
            changes |= word.Text.Contains('=') || word.Text is "--write" or "--system"
                || word.Text.StartsWith("--load", StringComparison.Ordinal)
                || (word.Text is ['-', not '-', ..] && word.Text.AsSpan().IndexOfAny("wpf") > 0);
        }

        call.Add(changes ? "system.change" : "system.read");
    }
}
