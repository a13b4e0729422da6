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

    /// <summary>The program that a package brings: <c>@biomejs/biome@2</c> is biome.</summary>
    public static ShellWord ProgramOf(ShellWord package)
    {
        var text = package.Text;
        if (!package.IsKnown || text.Length == 0 || text[0] is '.' or '/')
        {
            return package;
        }

        var start = text[0] == '@' ? text.IndexOf('/') + 1 : 0;
        var version = text.IndexOf('@', start);
        var name = text[start..(version < 0 ? text.Length : version)];
        return new ShellWord { Text = name switch { "claude-code" => "claude", "gemini-cli" => "gemini", _ => name }, Span = package.Span };
    }

    /// <summary>An argument of a program that runs others in ways of its own: a script, or the command that begins here.</summary>
    public static void MayRun(Invocation call, ShellWord word)
    {
        var text = word.Text.AsSpan().TrimStart(" \t:!+");
        if (text.Length > 1 && text[0] == 'w' && text.IndexOf(' ') is > 0 and < 8 and var space)
        {
            // An editor's `w file`.
            call.MayWrite(new ShellWord { Text = text[(space + 1)..].Trim().ToString(), Span = word.Span });
        }

        var blank = text.IndexOfAny(" \t\n");
        if (blank > 0)
        {
            Runs(text);
            // `shell cat f`, `spawn cat f`: the words behind the program's own.
            if (!ShellKnowledge.Knows(text[..blank]))
            {
                Runs(text[(blank + 1)..]);
            }

            // `do shell script "cat f"`.
            var open = text.IndexOf('"');
            if (open > 0 && text[(open + 1)..].IndexOf('"') is > 0 and var close)
            {
                Runs(text.Slice(open + 1, close));
            }

            return;
        }

        void Runs(ReadOnlySpan<char> script) =>
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [new ShellWord { Text = script.ToString(), Span = word.Span }], IsTentative = true });

        if (call.Report.Runs.Count > 0 || !word.IsKnown || word.Text is "." or ".." || !ShellKnowledge.Knows(Capabilities.AbsolutePath.Name(word.Text)))
        {
            return;
        }

        for (var i = 0; i < call.Arguments.Count; i++)
        {
            if (ReferenceEquals(call.Arguments[i], word))
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = call.ArgumentsFrom(i), IsTentative = true });
                return;
            }
        }
    }

    /// <summary>A script of the project may be the program of its name: <c>php artisan</c>, <c>python manage.py</c>, <c>sh gradlew</c>.</summary>
    public static void ActsAs(Invocation call, int at)
    {
        var script = call.Arguments[at];
        if (script.IsKnown && Capabilities.AbsolutePath.Name(script.Text) is var name && ShellKnowledge.Knows(name))
        {
            foreach (var effect in ShellKnowledge.Ask(name.ToString(), call.ArgumentsFrom(at + 1)).Effects)
            {
                if (effect.Capability != "code.run")
                {
                    call.Report.Add(effect with { IsPossible = true });
                }
            }
        }
    }

    /// <summary>Rules that come from standard input: what stands behind a tab or a `;` is run.</summary>
    public static void RunsLines(Invocation call)
    {
        call.RunsUnknown("the rules come from standard input");
        if (call.Input.Word is not { IsKnown: true } text)
        {
            return;
        }

        foreach (var range in text.Text.AsSpan().Split('\n'))
        {
            var line = text.Text.AsSpan()[range].Trim();
            if (line.Length > 0 && call.Report.Runs.Count < 64)
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [new ShellWord { Text = line[(line.LastIndexOf(';') + 1)..].Trim().ToString(), Span = text.Span }], IsTentative = true });
            }
        }
    }

    /// <summary>A text in which the program makes the shell's expansions itself.</summary>
    public static void Expands(Invocation call, ShellWord word)
    {
        if (word.Text.AsSpan().IndexOfAny('$', '`') >= 0)
        {
            call.RunsUnknown("a text in an argument is expanded, which may run commands");
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [ShellWord.Known(":", word.Span), word], IsTentative = true });
        }
    }

    public static void ReadParallel(Invocation call)
    {
        // Its options are many and some run programs; the command is a shell's script with words put in.
        call.RunsUnknown("parallel puts words into a shell's script");
        var start = 0;
        while (start < call.Arguments.Count && call.Arguments[start].Text is ['-', _, ..])
        {
            start += call.Arguments[start].Text is "-j" or "-n" or "-P" or "-N" or "-L" or "-I" or "-a" or "-S" or "-d" or "--jobs" or "--results" or "--joblog" or "--arg-file" or "--colsep" ? 2 : 1;
        }

        var words = new List<ShellWord>();
        var given = new List<ShellWord>();
        var isGiven = false;
        for (var i = start; i < call.Arguments.Count; i++)
        {
            if (call.Arguments[i].Text.StartsWith(":::", StringComparison.Ordinal))
            {
                isGiven = true;
            }
            else
            {
                (isGiven ? given : words).Add(call.Arguments[i]);
            }
        }

        if (call.Input.Word is { IsKnown: true } input)
        {
            foreach (var line in input.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(16))
            {
                given.Add(new ShellWord { Text = line, Span = input.Span });
            }
        }

        var script = string.Join(' ', words.Select(static word => word.Text));
        if (script.Contains(ShellWord.Unknown))
        {
            return;
        }

        if (given.Count == 0)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [ShellWord.Known(script)], IsTentative = true });
            if (words.Count > 0)
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = words, TakesMoreWords = true, IsTentative = true });
            }
        }

        foreach (var one in given.Take(16))
        {
            var text = script.Contains("{}", StringComparison.Ordinal) ? script.Replace("{}", one.Text, StringComparison.Ordinal) : $"{script} {one.Text}";
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [new ShellWord { Text = text, Span = one.Span }], IsTentative = true });
        }
    }
}
