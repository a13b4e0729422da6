namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Targets and variables of make and its like: a variable's value goes into the commands that the rules run.</summary>
internal static class MakeVariables
{
    public static void Read(Invocation call, ShellWord word)
    {
        var equals = word.Text.IndexOf('=');
        if (equals <= 0)
        {
            return;
        }

        var name = word.Text.AsSpan(0, equals).TrimEnd("?:+!");
        var value = word.From(equals + 1);
        if (name is "SHELL" or ".SHELLFLAGS" or "MAKEFLAGS" or "MAKEFILES" or "MAKE" || !IsPlain(value))
        {
            call.RunsUnknown($"the variable `{name}` may change what is run");
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [value], IsTentative = true });
        }
    }

    private static bool HasSign(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is ';' or '&' or '|' or '<' or '>' or '(' or ')' or '`' or '$' or '\'' or '"' or '\\' or '\n')
            {
                return true;
            }
        }

        return false;
    }

    // One word, or options of a compiler: nothing that a shell would take for more.
    private static bool IsPlain(ShellWord value)
    {
        if (!value.IsKnown)
        {
            return false;
        }

        var isFirst = true;
        foreach (var range in value.Text.AsSpan().Split(' '))
        {
            var part = value.Text.AsSpan()[range];
            if (HasSign(part) || (!isFirst && !part.IsEmpty && part[0] != '-'))
            {
                return false;
            }

            isFirst = false;
        }

        return true;
    }
}
