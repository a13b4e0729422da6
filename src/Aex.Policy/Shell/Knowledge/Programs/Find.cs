namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>find: starting points, then an expression.</summary>
internal static class Find
{
    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        var i = 0;
        while (i < arguments.Count && arguments[i].Text is "-H" or "-L" or "-P" or "-E" or "-X" or "-d" or "-s" or "-x" || (i < arguments.Count && IsLevel(arguments[i].Text)))
        {
            i += arguments[i].Text == "-D" ? 2 : 1;
        }

        var starts = new List<ShellWord>();
        var deletes = false;
        for (; i < arguments.Count; i++)
        {
            var text = arguments[i].Text;
            if (text.StartsWith('-') || text is "(" or ")" or "!" or ",")
            {
                break;
            }

            if (arguments[i].MayBeFlag && !arguments[i].IsGlob && arguments[i].MaySplit)
            {
                call.RunsUnknown("a starting point of find may turn out to be an expression");
            }

            starts.Add(arguments[i]);
        }

        if (starts.Count == 0)
        {
            starts.Add(ShellWord.Known("."));
        }

        var name = NameOf(arguments);
        for (; i < arguments.Count; i++)
        {
            var text = arguments[i].Text;
            switch (text)
            {
                case "-delete":
                    deletes = true;
                    break;
                case "-exec" or "-execdir" or "-ok" or "-okdir":
                    i = Runs(call, i + 1, starts, name, text.EndsWith("dir", StringComparison.Ordinal));
                    break;
                case "-fprint" or "-fprint0" or "-fls" when i + 1 < arguments.Count:
                    call.Writes(arguments[++i]);
                    break;
                case "-fprintf" when i + 1 < arguments.Count:
                    call.Writes(arguments[++i]);
                    i++;
                    break;
                case "-newer" or "-anewer" or "-cnewer" or "-samefile" or "-files0-from" when i + 1 < arguments.Count:
                    call.Reads(arguments[++i]);
                    break;
                case "-name" or "-iname" or "-path" or "-ipath" or "-wholename" or "-iwholename" or "-regex" or "-iregex" or "-type" or "-xtype" or "-size" or "-mtime"
                    or "-atime" or "-ctime" or "-mmin" or "-amin" or "-cmin" or "-maxdepth" or "-mindepth" or "-perm" or "-user" or "-group" or "-uid" or "-gid"
                    or "-links" or "-inum" or "-printf" or "-regextype" or "-lname" or "-ilname" or "-fstype" or "-used" or "-context" or "-newermt" or "-newerat" or "-newerct"
                    or "-newerma" or "-newermm" or "-depth" or "-flags" or "-Bmin" or "-Btime" or "-Bnewer" or "-xattrname":
                    // BSD's `-depth n` takes a number, GNU's takes nothing.
                    i += text == "-depth" && (i + 1 >= arguments.Count || !IsNumber(arguments[i + 1].Text)) ? 0 : 1;
                    break;
                case "-print" or "-print0" or "-ls" or "-prune" or "-quit" or "-empty" or "-a" or "-and" or "-o" or "-or" or "-not" or "!" or "(" or ")" or "," or "-true" or "-false"
                    or "-readable" or "-writable" or "-executable" or "-follow" or "-mount" or "-xdev" or "-daystart" or "-noleaf" or "-nouser" or "-nogroup" or "-ignore_readdir_race"
                    or "-noignore_readdir_race" or "-warn" or "-nowarn" or "-help" or "--help" or "-version" or "--version" or "-d" or "-acl" or "-xattr" or "-sparse":
                    break;
                default:
                    if (text.StartsWith("-newer", StringComparison.Ordinal) && text.Length == 8)
                    {
                        i++;
                        break;
                    }

                    call.RunsUnknown($"`{arguments[i]}` in find's expression is not known");
                    break;
            }
        }

        foreach (var start in starts)
        {
            call.Reads(start, tree: true);
            if (deletes)
            {
                call.Deletes(start, tree: true);
            }
        }
    }

    private static int Runs(Invocation call, int start, List<ShellWord> starts, string? name, bool isInside)
    {
        var words = new List<ShellWord>();
        var i = start;
        for (; i < call.Arguments.Count && call.Arguments[i].Text is not ";"; i++)
        {
            if (call.Arguments[i].Text == "+" && words.Count > 0 && words[^1].Text == "{}")
            {
                break;
            }

            words.Add(call.Arguments[i]);
        }

        if (words.Count > 0)
        {
            var text = Found(starts, isInside);
            var found = name is null || isInside ? null : new ShellWord { Text = $"{text}/{name}", Globs = [text.Length + 1], Span = words[0].Span, IsFound = true };
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = words, Placeholder = "{}", PlaceholderText = text, Found = found, Directory = isInside ? new ShellWord { Text = "\0" } : null, GetsStandardInput = false });
        }

        return i;
    }

    // `-name '*.py'` where every file that is found must have such a name: one of source code or a document, so that no secret's has it. A search that
    // follows links finds files of other folders as well.
    private static string? NameOf(IReadOnlyList<ShellWord> arguments)
    {
        string? name = null;
        var runs = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var text = arguments[i].Text;
            if (!arguments[i].IsKnown || text is "-o" or "-or" or "-not" or "!" or "," or "(" or "-L" or "-follow")
            {
                return null;
            }

            runs |= text is "-exec" or "-ok" or "-execdir" or "-okdir";
            if (text is "-name" or "-iname" && !runs)
            {
                name = i + 1 < arguments.Count && name is null ? arguments[i + 1].Text : "";
            }
        }

        return name is ['*', '.', ..] && name[2..] is "py" or "js" or "ts" or "tsx" or "jsx" or "mjs" or "cjs" or "cs" or "go" or "rs" or "java" or "kt" or "rb" or "php" or "c" or "h" or "cc" or "cpp" or "hpp" or "swift"
            or "scala" or "sh" or "md" or "txt" or "html" or "css" or "scss" or "vue" or "svelte" or "sql" or "xml" or "csv" or "proto" or "ex" or "exs" or "lua" or "dart" or "r" or "jl" or "csproj" or "rst" ? name : null;
    }

    // What it puts in starts as its starting point does: it is never an option.
    private static string Found(List<ShellWord> starts, bool isInside) =>
        !isInside && starts is [{ IsKnown: true, Text: [not '-', ..] } only] ? only.Text.TrimEnd('/') + "/\0" : "./\0";

    private static bool IsLevel(ReadOnlySpan<char> text) => text.Length > 2 && text.StartsWith("-O") && char.IsAsciiDigit(text[2]);

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length > 0 && text.TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0;
}
