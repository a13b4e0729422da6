namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Programs that only run others: busybox and its like, parallel.</summary>
internal static class Nested
{
    public static void ReadMultiCall(Invocation call)
    {
        if (call.Arguments.Count == 0 || call.Arguments[0].Text.StartsWith("--", StringComparison.Ordinal))
        {
            return;
        }

        call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = call.ArgumentsFrom(0) });
    }

    public static void ReadParallel(Invocation call)
    {
        var words = new List<ShellWord>();
        foreach (var word in call.Arguments)
        {
            if (word.Text.StartsWith(":::", StringComparison.Ordinal))
            {
                break;
            }

            words.Add(word);
        }

        // Its options are many and some run programs; the command is a shell's script with words put in.
        var start = 0;
        while (start < words.Count && words[start].Text.StartsWith('-'))
        {
            start += words[start].Text is "-j" or "-n" or "-P" or "-N" or "-L" or "-I" or "--jobs" ? 2 : 1;
        }

        if (start < words.Count)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = words[Math.Min(start, words.Count)..], Placeholder = "{}", TakesMoreWords = true });
        }

        call.RunsUnknown("parallel puts words into a shell's script");
    }
}
