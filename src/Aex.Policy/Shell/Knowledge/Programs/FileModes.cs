namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>chmod, chown and chgrp: a mode or an owner, which may begin with <c>-</c>, then files.</summary>
internal static class FileModes
{
    private static bool IsFlags(string text)
    {
        foreach (var letter in text.AsSpan(1))
        {
            if (!"RcfvhHLPx".Contains(letter))
            {
                return false;
            }
        }

        return true;
    }

    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        var tree = false;
        var hasMode = false;
        var places = new List<ShellWord>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (text is "--help" or "--version")
            {
                return;
            }

            if (text.StartsWith("--reference=", StringComparison.Ordinal))
            {
                call.Reads(word.From(12));
                hasMode = true;
            }
            else if (text is "--reference" && i + 1 < arguments.Count)
            {
                call.Reads(arguments[++i]);
                hasMode = true;
            }
            else if (text.StartsWith("--", StringComparison.Ordinal))
            {
                tree |= text.StartsWith("--rec", StringComparison.Ordinal);
            }
            else if (text.Length > 1 && text[0] == '-' && IsFlags(text) && (text != "-x" || call.Program is not ("chmod" or "gchmod")))
            {
                tree |= text.Contains('R');
            }
            else if (!hasMode)
            {
                hasMode = true;
                if (word.MaySplit || word.IsGlob)
                {
                    call.Writes(word);
                }
            }
            else
            {
                places.Add(word);
            }
        }

        foreach (var place in places)
        {
            call.Writes(place, tree || place.MayBeFlag);
        }
    }
}
