namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>cpio and pax: the names of what goes into an archive come from standard input; what comes out is not named.</summary>
internal static class Cpio
{
    public static void Read(Invocation call)
    {
        call.RunsUnknown($"what `{call.Program}` does here is not known");
        var extracts = false;
        var lists = false;
        foreach (var word in call.Arguments)
        {
            var text = word.Text;
            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                extracts |= text is "--extract" or "--pass-through";
                lists |= text == "--list";
            }
            else if (text.StartsWith('-'))
            {
                extracts |= text.AsSpan().IndexOfAny("ipr") > 0;
                lists |= text.Contains('t');
            }
            else
            {
                call.MayRead(word);
            }
        }

        if (extracts && !lists)
        {
            call.WritesAmong(ShellWord.Known("."), isUnseen: true);
        }
        else if (!lists)
        {
            ReadNames(call);
        }
    }

    private static void ReadNames(Invocation call)
    {
        if (call.Input.Word is not { IsKnown: true } names)
        {
            call.Reads(new ShellWord { Text = "\0" });
            return;
        }

        foreach (var line in names.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(256))
        {
            call.Reads(new ShellWord { Text = line, Span = names.Span }, tree: true);
        }
    }
}
