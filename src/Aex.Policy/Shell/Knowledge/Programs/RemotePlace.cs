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

    /// <summary>The file that a download makes: the end of its URL names it. Null where that is not known.</summary>
    public static ShellWord? FileOf(ShellWord url)
    {
        var text = url.Text;
        var end = text.AsSpan().IndexOfAny('?', '#');
        end = end < 0 ? text.Length : end;
        var start = text.AsSpan(0, end).LastIndexOf('/') + 1;
        return start == end || url.HasUnknown || url.IsGlob || (start > 1 && text[start - 2] == '/' && text.Contains("://", StringComparison.Ordinal)) ? null : url.Slice(start, end);
    }

    public static void MayWriteName(Invocation call, ShellWord url)
    {
        if (FileOf(url) is { } file)
        {
            call.MayWrite(file);
        }
        else if (!url.IsKnown)
        {
            call.WritesAmong(ShellWord.Known("."), isUnseen: true);
        }
    }

    /// <summary>An address of socat: <c>TCP:host:80</c>, <c>EXEC:sh</c>, <c>OPEN:file</c>.</summary>
    public static void ReadSocket(Invocation call, ShellWord word)
    {
        foreach (var range in word.Text.AsSpan().Split("!!"))
        {
            var text = word.Text.AsSpan()[range];
            var colon = text.IndexOf(':');
            var kind = (colon < 0 ? text : text[..colon]).ToString().ToUpperInvariant();
            var at = range.Start.Value + colon + 1;
            var comma = text[(colon + 1)..].IndexOf(',');
            var rest = word.Slice(at, comma < 0 ? range.End.Value : at + comma);
            if (colon < 0 && kind is "-" or "STDIO" or "STDIN" or "STDOUT" or "STDERR")
            {
            }
            else if (kind is "EXEC" or "SYSTEM" or "SHELL")
            {
                call.RunsUnknown("a command is run for a connection");
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [rest], IsTentative = true });
            }
            else if (kind.EndsWith("LISTEN", StringComparison.Ordinal) || kind.EndsWith("-L", StringComparison.Ordinal) || kind.Contains("RECV", StringComparison.Ordinal))
            {
                call.RunsUnknown("what is received is not known");
            }
            else if (kind.StartsWith("TCP", StringComparison.Ordinal) || kind.StartsWith("UDP", StringComparison.Ordinal) || kind.StartsWith("OPENSSL", StringComparison.Ordinal) || kind.StartsWith("SSL", StringComparison.Ordinal)
                || kind.StartsWith("SCTP", StringComparison.Ordinal) || kind.StartsWith("DTLS", StringComparison.Ordinal) || kind.StartsWith("SOCKS", StringComparison.Ordinal) || kind.StartsWith("PROXY", StringComparison.Ordinal))
            {
                // Behind the host stands a port, or the service's name; behind a proxy the host it goes to.
                var port = rest.Text.LastIndexOf(':');
                call.Contacts(port > 0 && !kind.StartsWith("SOCKS", StringComparison.Ordinal) && !kind.StartsWith("PROXY", StringComparison.Ordinal) ? rest.Slice(0, port) : rest, sends: true);
            }
            else
            {
                call.RunsUnknown($"the address `{word}` is not understood");
                if (colon >= 0)
                {
                    call.Reads(rest);
                    call.MayWrite(rest);
                }
            }
        }
    }

    /// <summary>An argument of httpie: the method, the URL, or what is sent (<c>a=b</c>, <c>f@file</c>, <c>a=@file</c>).</summary>
    public static void ReadItem(Invocation call, ShellWord word)
    {
        var text = word.Text;
        if (text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange('A', 'Z') < 0)
        {
            return;
        }

        var isUrl = text.Contains("://", StringComparison.Ordinal);
        var at = text.IndexOf('@');
        if (!isUrl && at >= 0)
        {
            call.Reads(word.From(at + 1));
            return;
        }

        if (!isUrl && text.IndexOf('=') is > 0 and var equals && text.AsSpan(0, equals).IndexOf('/') < 0)
        {
            return;
        }

        var colon = text.IndexOf(':');
        if (!isUrl && colon > 0 && (colon + 1 == text.Length || !char.IsAsciiDigit(text[colon + 1])))
        {
            // A header.
            return;
        }

        var sends = call.HasInput;
        foreach (var argument in call.Arguments)
        {
            sends |= argument.HasUnknown || (!ReferenceEquals(argument, word) && !argument.Text.StartsWith('-') && (argument.Text.Contains('=') || argument.Text.Contains('@')));
        }

        call.Contacts(colon == 0 ? new ShellWord { Text = "localhost" + text, Span = word.Span } : word, sends);
    }

    /// <summary>A name that is asked for (<c>dig +short example.com MX @server</c>): what is put into it leaves the machine.</summary>
    public static void ReadName(Invocation call, ShellWord word)
    {
        var text = word.Text;
        if (!text.StartsWith('+') && text.AsSpan().IndexOfAnyExcept(s_types) >= 0)
        {
            call.Contacts(text.StartsWith('@') ? word.From(1) : word, sends: false);
        }
    }

    private static readonly System.Buffers.SearchValues<char> s_types = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>What a container's build is given, also as <c>name=place</c>: a folder, all of which goes into it, a URL or an image.</summary>
    public static void ReadContext(Invocation call, ShellWord word)
    {
        var place = word.From(word.Text.IndexOf('=') + 1);
        if (place.Text.Contains("://", StringComparison.Ordinal))
        {
            call.Contacts(place, sends: false);
        }
        else
        {
            call.Copies(place);
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

        if (colon > 0 && (slash < 0 || colon < slash) && (call.Program == "git" || text.StartsWith("git@", StringComparison.Ordinal)))
        {
            call.Contacts(word.Slice(text.LastIndexOf('@', colon) + 1, colon), sends);
        }
    }
}
