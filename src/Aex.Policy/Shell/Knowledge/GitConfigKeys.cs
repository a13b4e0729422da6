namespace Aex.Policy.Shell.Knowledge;

/// <summary>Which of git's settings do no more than change how git shows or names things; all others may run a program.</summary>
internal static class GitConfigKeys
{
    private const string Harmless =
        " user.name user.email user.signingkey core.quotepath core.autocrlf core.eol core.ignorecase core.filemode core.abbrev core.longpaths core.precomposeunicode core.safecrlf core.preloadindex core.commentchar"
        + " init.defaultbranch pull.rebase pull.ff push.default push.autosetupremote push.followtags fetch.prune merge.conflictstyle merge.ff merge.renamelimit rebase.autosquash rebase.autostash rerere.enabled"
        + " commit.gpgsign tag.gpgsign commit.verbose log.date log.showsignature log.decorate log.abbrevcommit diff.algorithm diff.renames diff.renamelimit diff.context diff.noprefix diff.mnemonicprefix diff.colormoved status.showuntrackedfiles"
        + " status.short status.branch column.ui grep.linenumber help.autocorrect branch.sort tag.sort branch.autosetuprebase gc.auto protocol.version safe.directory index.threads feature.manyfiles ";

    /// <summary>Whether setting it runs nothing.</summary>
    public static bool IsHarmless(ReadOnlySpan<char> key)
    {
        Span<char> lower = stackalloc char[66];
        if (key.Length > 64)
        {
            return false;
        }

        lower[0] = ' ';
        key.ToLowerInvariant(lower[1..]);
        lower[key.Length + 1] = ' ';
        var name = lower[1..(key.Length + 1)];
        return Harmless.AsSpan().Contains(lower[..(key.Length + 2)], StringComparison.Ordinal)
            || name.StartsWith("color.") || name.StartsWith("advice.") || (name.StartsWith("branch.") && (name.EndsWith(".remote") || name.EndsWith(".merge") || name.EndsWith(".rebase") || name.EndsWith(".description")));
    }

    /// <summary>Reads <c>git -c key=value</c>.</summary>
    public static void ReadAssignment(ShellWord word, Invocation call)
    {
        var equals = word.KnownPrefix.IndexOf('=');
        var key = equals < 0 ? word.KnownPrefix : word.KnownPrefix[..equals];
        var value = equals < 0 ? default : word.Text.AsSpan(equals + 1);
        if (IsHarmless(key) || (key.Equals("core.pager", StringComparison.OrdinalIgnoreCase) && value is "cat" or "" or "less" or "less -R"))
        {
            return;
        }

        call.RunsUnknown($"the git setting `{key}` may run a program");
        if (equals >= 0)
        {
            RunsValue(call, word.From(equals + 1));
        }
    }

    // A pager, an editor, a hook, `!command` of an alias; in an alias without `!` the words of git itself.
    private static void RunsValue(Invocation call, ShellWord value)
    {
        var text = value.Text.TrimStart('!', ' ');
        if (text.Length > 0 && text[0] != ShellWord.Unknown)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [value.From(value.Text.Length - text.Length)], IsTentative = true });
            if (value.Text[0] != '!')
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [new ShellWord { Text = "git " + text, Span = value.Span }], IsTentative = true });
            }
        }
    }

    /// <summary>Reads <c>git config</c>: asking, or setting a key.</summary>
    public static void ReadCommand(Invocation call, int start)
    {
        var arguments = call.Arguments;
        var asks = false;
        var words = new List<ShellWord>();
        for (var i = start; i < arguments.Count; i++)
        {
            var text = arguments[i].Text;
            if (arguments[i].MayBeFlag && words.Count == 0)
            {
                call.RunsUnknown("what git config does is computed");
            }

            if (text is "-f" or "--file" or "--blob" or "--type" or "--default" or "--comment" or "--value")
            {
                i++;
                if (text is "-f" or "--file" && i < arguments.Count)
                {
                    call.Reads(arguments[i]);
                }
            }
            else if (text is "-e" or "--edit")
            {
                call.RunsUnknown("git config opens an editor");
            }
            else if (text.StartsWith('-'))
            {
                if (text.StartsWith("--file=", StringComparison.Ordinal))
                {
                    call.Reads(arguments[i].From(7));
                }
                else if (text is ['-', 'f', not '\0', ..])
                {
                    call.Reads(arguments[i].From(2));
                }

                asks |= text is "--get" or "--get-all" or "--get-regexp" or "-l" or "--list" or "--get-urlmatch" or "--get-color" or "--get-colorbool" or "--help" or "-h";
            }
            else
            {
                words.Add(arguments[i]);
            }
        }

        if (words.Count > 0 && words[0].Text is "get" or "list")
        {
            asks = true;
        }
        else if (words.Count > 0 && words[0].Text is "set" or "unset" or "edit" or "rename-section" or "remove-section")
        {
            if (words[0].Text == "edit")
            {
                call.RunsUnknown("git config opens an editor");
            }

            words.RemoveAt(0);
            words.Add(ShellWord.Known(""));
        }

        if (asks || words.Count < 2 && !Unsets(call, start))
        {
            call.Add("git.read");
            return;
        }

        call.Add("git.config");
        if (words.Count == 0 || !words[0].IsKnown || !IsHarmless(words[0].Text))
        {
            call.RunsUnknown($"the git setting `{(words.Count == 0 ? "" : words[0])}` may run a program");
            if (words.Count > 1)
            {
                RunsValue(call, words[1]);
            }
        }
    }

    private static bool Unsets(Invocation call, int start)
    {
        for (var i = start; i < call.Arguments.Count; i++)
        {
            if (call.Arguments[i].Text is "--unset" or "--unset-all" or "--add" or "--replace-all" or "--rename-section" or "--remove-section")
            {
                return true;
            }
        }

        return false;
    }
}
