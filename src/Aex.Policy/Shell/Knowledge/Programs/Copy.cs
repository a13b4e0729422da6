namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>cp, mv, ln and install: sources, then a target that is a file, or a folder where each source keeps its name.</summary>
internal static class Copy
{
    private const string Flags =
        " --archive --recursive --force --interactive --no-clobber --preserve --dereference --no-dereference --link --symbolic-link --symbolic --update --verbose --one-file-system"
        + " --no-target-directory --backup --parents --reflink --attributes-only --remove-destination --strip-trailing-slashes --context --rsrc --norsrc --debug --exchange --no-copy"
        + " --logical --physical --relative --compare --strip --preserve-timestamps --directory --copy-contents --keep-directory-symlink ";

    public static void Read(Invocation call)
    {
        var isInstall = call.Program is "install" or "ginstall";
        var arguments = call.Arguments;
        var places = new List<ShellWord>();
        ShellWord? folder = null;
        var recursive = call.Program is "mv" or "gmv" or "ditto";
        var isFile = false;
        var makesFolders = false;
        var isOver = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (isOver || text.Length < 2 || text[0] != '-')
            {
                if (word.MayBeFlag && !isOver)
                {
                    call.RunsUnknown($"an argument of {call.Program} may turn out to be an option");
                }

                places.Add(word);
                continue;
            }

            if (text == "--")
            {
                isOver = true;
            }
            else if (text is "--help" or "--version")
            {
                return;
            }
            else if (text.StartsWith("--", StringComparison.Ordinal))
            {
                var equals = text.IndexOf('=');
                var name = equals < 0 ? text : text[..equals];
                if (name.StartsWith("--t", StringComparison.Ordinal))
                {
                    folder = equals >= 0 ? word.From(equals + 1) : i + 1 < arguments.Count ? arguments[++i] : null;
                }
                else if (name is "--suffix" or "--mode" or "--owner" or "--group" or "--sparse" or "--no-preserve" or "--strip-program" or "--preserve" or "--backup" or "--reflink" or "--update" or "--context")
                {
                    i += equals < 0 && name is "--suffix" or "--mode" or "--owner" or "--group" or "--strip-program" ? 1 : 0;
                    if (name == "--strip-program")
                    {
                        call.RunsUnknown("install runs a program of its own");
                    }
                }
                else if (!Flags.Contains($" {name}", StringComparison.Ordinal))
                {
                    call.RunsUnknown($"`{call.Program}` has an option that aex does not know: `{word}`");
                }

                recursive |= name.StartsWith("--r", StringComparison.Ordinal) || name.StartsWith("--a", StringComparison.Ordinal);
                isFile |= name.StartsWith("--no-t", StringComparison.Ordinal);
                makesFolders |= isInstall && name.StartsWith("--d", StringComparison.Ordinal) && name != "--debug";
            }
            else
            {
                for (var at = 1; at < text.Length; at++)
                {
                    var letter = text[at];
                    recursive |= letter is 'r' or 'R' or 'a';
                    isFile |= letter == 'T';
                    makesFolders |= isInstall && letter == 'd';
                    if (letter is 't' or 'S' || (isInstall && letter is 'm' or 'o' or 'g'))
                    {
                        var value = at + 1 < text.Length ? word.From(at + 1) : i + 1 < arguments.Count ? arguments[++i] : null;
                        folder = letter == 't' ? value : folder;
                        break;
                    }

                    if (!char.IsAsciiLetter(letter))
                    {
                        call.RunsUnknown($"`{call.Program}` has an option that aex does not know: `{word}`");
                        break;
                    }
                }
            }
        }

        if (makesFolders)
        {
            foreach (var place in places)
            {
                call.Writes(place);
            }

            return;
        }

        Report(call, places, folder, recursive, isFile);
    }

    private static void Report(Invocation call, List<ShellWord> places, ShellWord? folder, bool recursive, bool isFile)
    {
        var target = folder;
        var count = places.Count;
        if (folder is null && count > 1)
        {
            target = places[--count];
        }
        else if (folder is null)
        {
            // `ln -s a/b` makes `b` here.
            target = ShellWord.Known(".");
        }

        var isFolder = folder is not null || count > 1 || target!.Text is "." or ".." || target.Text.EndsWith('/') || target.Text.EndsWith("/.", StringComparison.Ordinal) || target.Text.EndsWith("/..", StringComparison.Ordinal);
        var isLink = call.Program is "ln" or "gln" or "link";
        for (var i = 0; i < count; i++)
        {
            if (recursive || isLink)
            {
                call.Copies(places[i]);
            }
            else
            {
                call.Reads(places[i]);
            }

            if (call.Program is "mv" or "gmv")
            {
                call.Writes(places[i], tree: true);
            }
        }

        if (!isFolder || target!.HasUnknown || target.IsGlob)
        {
            call.Writes(target!, tree: recursive);
        }

        if (isFile)
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var name = NameOf(places[i]);
            if (name is null)
            {
                // `x/.` and `x/*`: whatever is in there, under its own name.
                if (isFolder || recursive)
                {
                    call.WritesAmong(target!, isUnseen: true);
                }
            }
            else if (isFolder)
            {
                call.Writes(name.Below(target!), tree: recursive);
            }
            else
            {
                call.MayWrite(name.Below(target!));
            }
        }
    }

    /// <summary>The last part of a path; null where that is not known, or is not a name of its own.</summary>
    public static ShellWord? NameOf(ShellWord path)
    {
        var text = path.Text.TrimEnd('/');
        var start = text.LastIndexOf('/') + 1;
        var name = path.Slice(start, text.Length);
        return name.Text is "" or "." or ".." || name.HasUnknown || name.IsGlob || name.MaySplit ? null : name;
    }
}
