namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>at and batch: a script, from standard input or a file, that is run later.</summary>
internal static class Scheduled
{
    public static void Read(Invocation call)
    {
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var text = call.Arguments[i].Text;
            if (text is "-l" or "-V" or "-c")
            {
                call.Add("system.read");
                return;
            }

            if (text is "-r" or "-d")
            {
                call.Add("process.control");
                return;
            }

            if (text.StartsWith("-f", StringComparison.Ordinal))
            {
                var file = text.Length > 2 ? call.Arguments[i].From(2) : i + 1 < call.Arguments.Count ? call.Arguments[i + 1] : null;
                call.Add("process.control");
                call.RunsUnknown("a script is run later, and is not read", file);
                return;
            }
        }

        call.Add("process.control");
        if (call.HasInput)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.StandardInput });
        }
        else
        {
            call.RunsUnknown("what is run later is not known");
        }
    }
}
