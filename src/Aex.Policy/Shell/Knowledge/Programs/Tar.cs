namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>tar, in its three styles of options.</summary>
internal static class Tar
{
    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        var mode = '\0';
        ShellWord? archive = null;
        ShellWord? directory = null;
        var toOutput = false;
        var changesNames = false;
        var members = new List<ShellWord>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag)
            {
                call.RunsUnknown("an argument of tar may turn out to be an option");
            }

            if (text.StartsWith("--", StringComparison.Ordinal) && text.Length > 2)
            {
                var equals = text.IndexOf('=');
                var name = equals < 0 ? text.AsSpan(2) : text.AsSpan(2, equals - 2);
                ShellWord? Value() => equals >= 0 ? word.From(equals + 1) : i + 1 < arguments.Count ? arguments[++i] : null;
                switch (name)
                {
                    case "list": mode = 't'; break;
                    case "create": mode = 'c'; break;
                    case "extract" or "get": mode = 'x'; break;
                    case "append": mode = 'r'; break;
                    case "update": mode = 'u'; break;
                    case "delete": mode = 'r'; break;
                    case "concatenate" or "catenate": mode = 'r'; break;
                    case "diff" or "compare": mode = mode == '\0' ? 't' : mode; break;
                    case "file": archive = Value(); break;
                    case "directory" or "cd": directory = Value(); break;
                    case "to-stdout": toOutput = true; break;
                    case "files-from" or "exclude-from":
                        if (Value() is { } list)
                        {
                            call.Reads(list);
                        }

                        break;
                    case "remove-files": call.Add("file.delete"); break;
                    case "help" or "version" or "usage": return;
                    case "exclude" or "strip-components" or "transform" or "xform" or "mode" or "owner" or "group" or "mtime" or "format" or "newer" or "after-date" or "level" or "blocking-factor"
                        or "sort" or "strip" or "label" or "wildcards-match-slash":
                        changesNames |= name is "transform" or "xform" or "strip-components" or "strip";
                        _ = Value();
                        break;
                    case "gzip" or "gunzip" or "bzip2" or "xz" or "zstd" or "lzma" or "lzip" or "lzop" or "auto-compress" or "verbose" or "wildcards" or "no-wildcards" or "anchored" or "no-anchored"
                        or "preserve-permissions" or "same-permissions" or "same-owner" or "no-same-owner" or "no-same-permissions" or "keep-old-files" or "skip-old-files" or "overwrite" or "null"
                        or "numeric-owner" or "totals" or "dereference" or "one-file-system" or "ignore-case" or "recursion" or "no-recursion" or "exclude-vcs" or "exclude-vcs-ignores" or "exclude-caches" or "full-time"
                        or "absolute-names" or "sparse" or "acls" or "xattrs" or "selinux" or "keep-newer-files" or "unlink-first" or "warning" or "touch" or "one-top-level" or "ignore-failed-read" or "force-local" or "utc":
                        break;
                    default:
                        // `--to-command`, `--checkpoint-action`, `--use-compress-program`, `--rsh-command`, `--info-script` and short forms of them.
                        call.RunsUnknown($"`{word}` may run a program");
                        break;
                }

                continue;
            }

            var isOld = i == 0 && text.Length > 0 && text[0] != '-';
            if ((text.Length > 1 && text[0] == '-') || isOld)
            {
                var next = i;
                for (var at = isOld ? 0 : 1; at < text.Length; at++)
                {
                    var letter = text[at];
                    if (letter is 't' or 'c' or 'x' or 'r' or 'u' or 'A' or 'd')
                    {
                        mode = letter;
                    }
                    else if (letter == 'O')
                    {
                        toOutput = true;
                    }
                    else if (letter is 'f' or 'C' or 'T' or 'X' or 'b' or 'I' or 'F' or 'g' or 'H' or 'K' or 'L' or 'N' or 'V' or 's')
                    {
                        // In the old style the values follow in order; else the word's rest is the value.
                        var isJoined = !isOld && at + 1 < text.Length;
                        var value = isJoined ? word.From(at + 1) : next + 1 < arguments.Count ? arguments[++next] : null;
                        archive = letter == 'f' ? value : archive;
                        directory = letter == 'C' ? value : directory;
                        changesNames |= letter == 's';
                        if (letter is 'T' or 'X' && value is not null)
                        {
                            call.Reads(value);
                        }

                        if (letter is 'I' or 'F')
                        {
                            call.RunsUnknown("tar may run a program", null);
                        }

                        if (isJoined)
                        {
                            break;
                        }
                    }
                    else if (!char.IsAsciiLetterOrDigit(letter) || letter == 'G')
                    {
                        call.RunsUnknown("an option of tar is not known");
                    }
                }

                i = next;
                continue;
            }

            members.Add(word);
        }

        Report(call, mode, archive, directory, toOutput, members, changesNames);
    }

    private static void Report(Invocation call, char mode, ShellWord? archive, ShellWord? directory, bool toOutput, List<ShellWord> members, bool changesNames)
    {
        var hasFile = archive is not null && archive.Text != "-";
        if (hasFile && archive!.Text.Contains(':') && !archive.Text.Contains('/'))
        {
            call.RunsUnknown("the archive's name has a host in it");
        }

        switch (mode)
        {
            case 't' or 'd' or 'x':
                if (hasFile)
                {
                    call.Reads(archive!);
                }

                if (mode == 'x' && !toOutput)
                {
                    var folder = directory ?? ShellWord.Known(".");
                    foreach (var member in members)
                    {
                        call.Writes(member.Below(folder), tree: true);
                    }

                    // Without names, whatever the archive holds.
                    if (members.Count == 0 || changesNames)
                    {
                        call.WritesAmong(folder, isUnseen: true);
                    }
                }

                break;
            case '\0':
                call.RunsUnknown("what tar is to do is not said");
                break;
            default:
                if (hasFile)
                {
                    call.Writes(archive!);
                }

                foreach (var member in members)
                {
                    call.Copies(directory is null ? member : member.Below(directory));
                }

                break;
        }
    }
}
