namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>ssh, scp and rsync: a host, and what is run or copied there.</summary>
internal static class Remote
{
    public static void Read(Invocation call)
    {
        if (call.Program is "scp" or "rsync")
        {
            ReadCopy(call);
            return;
        }

        var arguments = call.Arguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag)
            {
                call.RunsUnknown("an argument of ssh may turn out to be an option");
            }

            if (text is "-V")
            {
                return;
            }

            if (text.Length > 1 && text[0] == '-')
            {
                var at = IndexOfOption(text, "BbcDEeFIiJLlmOoPpQRSWw");
                if (at < 0)
                {
                    continue;
                }

                var value = at + 2 < text.Length ? word.From(at + 2) : i + 1 < arguments.Count ? arguments[++i] : null;
                Option(call, text[at + 1], value);
                continue;
            }

            var sends = call.HasInput;
            var user = text.StartsWith("ssh://", StringComparison.Ordinal) ? -1 : text.LastIndexOf('@');
            call.Contacts(user < 0 ? word : word.From(user + 1), sends);
            if (i + 1 < arguments.Count)
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = call.ArgumentsFrom(i + 1), IsElsewhere = true });
                call.RunsUnknown("what runs on another machine is not this machine's", null);
            }
            else
            {
                call.RunsUnknown("a shell on another machine runs what it is given later");
            }

            return;
        }
    }

    private static void Option(Invocation call, char letter, ShellWord? value)
    {
        if (value is null)
        {
            return;
        }

        if (letter == 'o' && !IsHarmlessSetting(value.Text))
        {
            call.RunsUnknown("a setting of ssh may run a program");
            var start = value.Text.AsSpan().IndexOfAny("= ") + 1;
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [value.From(start)], IsTentative = true });
        }
        else if (letter == 'F')
        {
            call.Reads(value);
            call.RunsUnknown("a configuration of ssh is not read", value);
        }
        else if (letter == 'i')
        {
            call.Reads(value);
        }
        else if (letter == 'E')
        {
            call.Writes(value);
        }
    }

    private static int IndexOfOption(string text, string letters)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (letters.Contains(text[i]))
            {
                return i - 1;
            }
        }

        return -1;
    }

    private static bool IsHarmlessSetting(string text)
    {
        var end = text.AsSpan().IndexOfAny("= ");
        var name = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        foreach (var known in (ReadOnlySpan<string>)["StrictHostKeyChecking", "ConnectTimeout", "BatchMode", "ServerAliveInterval", "ServerAliveCountMax", "UserKnownHostsFile", "LogLevel", "User", "Port", "IdentitiesOnly", "PasswordAuthentication", "Compression", "ConnectionAttempts", "PreferredAuthentications", "RequestTTY"])
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void ReadCopy(Invocation call)
    {
        var arguments = call.Arguments;
        var isRsync = call.Program == "rsync";
        var places = new List<ShellWord>();
        var deletes = false;
        var isDryRun = false;
        var removes = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag)
            {
                call.RunsUnknown($"an argument of {call.Program} may turn out to be an option");
            }

            if (text is "--version" or "--help")
            {
                return;
            }

            if (text.Length < 2 || text[0] != '-')
            {
                places.Add(word);
                continue;
            }

            if (isRsync)
            {
                deletes |= text.StartsWith("--del", StringComparison.Ordinal);
                removes |= text == "--remove-source-files";
                isDryRun |= text is "--dry-run" or "--list-only" || (text[1] != '-' && text.Contains('n'));
                if (text is "-e" or "--rsh" or "--rsync-path" || text.StartsWith("--rsh=", StringComparison.Ordinal) || text.StartsWith("--rsync-path=", StringComparison.Ordinal) || (text[1] != '-' && text.Contains('e')))
                {
                    var value = text.Contains('=') ? word.From(text.IndexOf('=') + 1) : i + 1 < arguments.Count ? arguments[++i] : null;
                    if (value is null || (value.Text is not "ssh" && !IsPlainSsh(value)))
                    {
                        call.RunsUnknown("rsync runs a program of its own");
                        if (value is not null)
                        {
                            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [value], IsTentative = true });
                        }
                    }
                }
                else if (text is "--exclude-from" or "--include-from" or "--files-from" or "--password-file" && i + 1 < arguments.Count)
                {
                    call.Reads(arguments[++i]);
                }
                else if (text.IndexOf('=') is > 0 and var equals && text[..equals] is "--exclude-from" or "--include-from" or "--files-from" or "--password-file")
                {
                    call.Reads(word.From(text.IndexOf('=') + 1));
                }
                else if (text is "--exclude" or "--include" or "--filter" or "-f" or "--bwlimit" or "--max-size" or "--min-size" or "--chmod" or "--chown" or "--timeout" or "--port" or "--link-dest" or "--compare-dest" or "--copy-dest" or "--out-format" or "--suffix" or "--info")
                {
                    i++;
                }
                else if (text is "--backup-dir" or "--log-file" or "--partial-dir" or "--write-batch" or "--temp-dir" or "-T" && i + 1 < arguments.Count)
                {
                    call.Writes(arguments[++i], tree: true);
                }
                else if (text.IndexOf('=') is > 0 and var end && text[..end] is "--log-file" or "--backup-dir" or "--write-batch" or "--partial-dir" or "--temp-dir")
                {
                    call.Writes(word.From(text.IndexOf('=') + 1), tree: true);
                }
                else if (text is "--daemon" || text.StartsWith("--config", StringComparison.Ordinal))
                {
                    call.RunsUnknown("rsync as a service");
                }

                continue;
            }

            var at = IndexOfOption(text, "cDFiJloPSX");
            if (at >= 0)
            {
                var value = at + 2 < text.Length ? word.From(at + 2) : i + 1 < arguments.Count ? arguments[++i] : null;
                if (text[at + 1] is 'S' or 'D' or 'X')
                {
                    call.RunsUnknown("scp runs a program of its own");
                }
                else if (text[at + 1] is 'o' or 'F' or 'i')
                {
                    Option(call, text[at + 1], value);
                }
            }
        }

        var reads = false;
        for (var i = 0; i < places.Count; i++)
        {
            var isLast = i == places.Count - 1 && i > 0;
            var host = HostEnd(places[i].Text);
            if (host < 0)
            {
                reads |= !isLast;
                if (!isLast)
                {
                    call.Copies(places[i]);
                    if (removes && !isDryRun)
                    {
                        call.Deletes(places[i], tree: true);
                    }
                }
                else if (isDryRun)
                {
                    call.Reads(places[i], tree: true);
                }
                else if (deletes)
                {
                    call.Deletes(places[i], tree: true);
                }
                else
                {
                    WritesInto(call, places, i);
                }

                continue;
            }

            var text = places[i].Text;
            var start = text.Contains("://", StringComparison.Ordinal) ? 0 : text.AsSpan(0, host).LastIndexOf('@') + 1;
            call.Contacts(start == 0 && text.Contains("://", StringComparison.Ordinal) ? places[i] : places[i].Slice(start, host), sends: isLast);
        }
    }

    // `a/` and `host:a/` bring what is in them, `a` itself under its name.
    private static void WritesInto(Invocation call, List<ShellWord> places, int last)
    {
        var target = places[last];
        for (var i = 0; i < last; i++)
        {
            var host = HostEnd(places[i].Text);
            var source = host < 0 || host >= places[i].Text.Length ? places[i] : places[i].From(host + 1);
            if (places[i].Text.EndsWith('/') || Copy.NameOf(source) is not { } name)
            {
                call.WritesAmong(target, isUnseen: true);
            }
            else
            {
                call.Writes(name.Below(target), tree: true);
                if (target.Text is not ("." or "..") && !target.Text.EndsWith('/'))
                {
                    call.Writes(target);
                }
            }
        }
    }

    // `host:path`, `user@host:path`, `rsync://host/path`; a slash before the colon makes it a path.
    private static int HostEnd(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return text.Length;
        }

        var colon = text.IndexOf(':');
        var slash = text.IndexOf('/');
        return colon > 0 && (slash < 0 || colon < slash) ? colon : -1;
    }

    private static bool IsPlainSsh(ShellWord value) => value.IsKnown && value.Text.StartsWith("ssh ", StringComparison.Ordinal) && !value.Text.Contains("ProxyCommand", StringComparison.OrdinalIgnoreCase)
        && !value.Text.Contains("LocalCommand", StringComparison.OrdinalIgnoreCase) && !value.Text.Contains("-F", StringComparison.Ordinal);
}
