namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Where git and package managers fetch from: a host if the word names one (a URL, <c>user@host:path</c>), else what is set up already.</summary>
internal static class RemotePlace
{
    /// <summary>A container image: <c>host.example/a/b:tag</c> names the registry, <c>a/b</c> does not.</summary>
    public static void ReadImage(Invocation call, ShellWord word, bool sends)
    {
        var slash = word.Text.IndexOf('/');
        if (slash > 0 && word.Text.AsSpan(0, slash).IndexOfAny('.', ':') >= 0 && !word.Text.StartsWith("docker.io/", StringComparison.Ordinal))
        {
            call.Contacts(word.Slice(0, slash), sends);
        }
    }

    public static void Read(Invocation call, ShellWord word, bool sends)
    {
        var text = word.Text;
        if (text.Contains("::", StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal) && !text.StartsWith(':'))
        {
            // `ext::sh -c …`: git runs a program of that name.
            call.RunsUnknown($"`{word}` names a program that fetches");
            if (text.StartsWith("ext::", StringComparison.Ordinal))
            {
                // Words are parted by blanks, and `% ` is a blank in a word.
                var words = text[5..].Replace("% ", "\u0001", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = [.. words.Select(part => new ShellWord { Text = part.Replace('\u0001', ' '), Span = word.Span })], IsTentative = true });
            }

            return;
        }

        var url = text.IndexOf("://", StringComparison.Ordinal);
        if (url >= 0 || (text.Length > 0 && text[0] == ShellWord.Unknown))
        {
            call.Contacts(url > 0 && text.StartsWith("git+", StringComparison.Ordinal) ? word.From(4) : word, sends);
            return;
        }

        if (text.StartsWith('.') || text.StartsWith('/') || text.StartsWith('~'))
        {
            call.MayRead(word);
            return;
        }

        var colon = text.IndexOf(':');
        var slash = text.IndexOf('/');
        if (slash > 0 && colon < 0)
        {
            call.MayRead(word);
        }

        if (colon > 1 && (slash < 0 || colon < slash) && (call.Program == "git" || text.StartsWith("git@", StringComparison.Ordinal)))
        {
            call.Contacts(word.Slice(text.LastIndexOf('@', colon) + 1, colon), sends);
        }
    }
}
