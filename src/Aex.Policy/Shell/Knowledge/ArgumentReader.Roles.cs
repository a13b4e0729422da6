using Aex.Policy.Shell.Knowledge.Programs;

namespace Aex.Policy.Shell.Knowledge;

// What is done with a word, by the letters of its role (docs/shell.md).
internal readonly ref partial struct ArgumentReader
{
    private void Apply(ReadOnlySpan<char> role, ShellWord word, bool isDryRun)
    {
        if (word.Text is "-" && role.IndexOfAny("cl") < 0 || (isDryRun && role is "F" or "Z" or "K" or "V"))
        {
            return;
        }

        foreach (var letter in role)
        {
            switch (letter)
            {
                case 'r': _call.Reads(word); break;
                case 'R': _call.Reads(word, tree: true); break;
                case 'L' when word.Text.Contains("://", StringComparison.Ordinal): break;
                case 'L': _call.Copies(word); break;
                case 'w' when isDryRun: _call.Reads(word); break;
                case 'w': _call.Writes(word); break;
                case 'W' when isDryRun: _call.Reads(word, tree: true); break;
                case 'W': _call.Writes(word, tree: true); break;
                case 'd' when isDryRun: _call.Reads(word); break;
                case 'd': _call.Deletes(word); break;
                case 'D' when isDryRun: _call.Reads(word, tree: true); break;
                case 'D': _call.Deletes(word, tree: true); break;
                case 'F': _call.WritesAmong(word); break;
                case 'Z': _call.WritesAmong(word, isUnseen: true); break;
                case 'K': _call.DeletesAmong(word); break;
                case 'C': _call.Copies(word); break;
                case 'v': MayReadAtRevision(word); break;
                case 'V' when word.Text.Contains("://", StringComparison.Ordinal): break;
                case 'V': _call.MayWriteAmong(word, isByNameOnly: word.IsKnown && !IsPathInTree(word)); break;
                case 'Q': _call.MayWriteAmong(word, isByNameOnly: false); break;
                case 'B': RemotePlace.ReadName(_call, word); break;
                case 'h': _call.GoesTo(word); break;
                case 't': Nested.MayRun(_call, word); break;
                case 'E': Nested.Expands(_call, word); break;
                case 'm': MakeVariables.Read(_call, word); break;
                case 'I': RemotePlace.ReadContext(_call, word); break;
                case 'N': RemotePlace.MayWriteName(_call, word); break;
                case 'A': RemotePlace.ReadSocket(_call, word); break;
                case 'H': RemotePlace.ReadItem(_call, word); break;
                case 'J': MongoText.Read(word, _call); break;
                case 'i': RemotePlace.ReadImage(_call, word, sends: false); break;
                case 'j': RemotePlace.ReadImage(_call, word, sends: true); break;
                case 'y' when ReadsEnvironment(word.Text): _call.Add("secrets.read"); break;
                case 'p': _call.WritesAmong(word.Text.LastIndexOf('/') is > 0 and var slash ? word.Slice(0, slash) : ShellWord.Known(".", word.Span)); break;
                case 'k': Mounts.Read(_call, word); break;
                case 'l' when word.Text is "-" or "/dev/stdin": Nested.RunsLines(_call); break;
                case 'l': _call.Reads(word); break;
                case 'u': _call.Contacts(word, sends: false); break;
                case 's': _call.Contacts(word, sends: true); break;
                case 'U': RemotePlace.Read(_call, word, sends: false); break;
                case 'P': RemotePlace.Read(_call, word, sends: true); break;
                // What git takes from the index or a commit, over what stands in the tree.
                case 'o' when IsPathInTree(word): _call.Add("git.discard"); break;
                case 'O': _call.Add("git.discard"); break;
                // A ref that is pushed over another, or away (git push, refspecs).
                case 'f' when word.Text is ['+' or ':', _, ..]: _call.Add("git.force"); break;
                case 'x':
                    _call.RunsUnknown($"the code of `{word}` is not read", word);
                    if (word.Text.Contains("://", StringComparison.Ordinal))
                    {
                        _call.Contacts(word, sends: false);
                    }

                    _call.MayRead(word);
                    break;
                case 'e':
                    InlineCode.Read(_call, word);
                    Nested.MayRun(_call, word);
                    break;
                case 'S': _call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [word] }); break;
                case 'q': SqlText.Read(word, _call); break;
                case '@': ReadAfterAt(word); break;
                case 'g': GitConfigKeys.ReadAssignment(word, _call); break;
                case 'b' when word.HasUnknown || word.Text.Contains("execute", StringComparison.Ordinal) || word.Text.Contains("become", StringComparison.Ordinal)
                    || word.Text.Contains("reload", StringComparison.Ordinal) || word.Text.Contains("transform", StringComparison.Ordinal):
                    _call.RunsUnknown("a key binding runs a command");
                    break;
                case 'M' when word.Text is not ("GET" or "get" or "HEAD" or "head"): _call.Add("cloud.change"); break;
                default: break;
            }
        }
    }

    // `.`, `src/`, `*.cs`, `app.ts`: a branch is called `main`, `feature/x`, `release/1.2`, `v1.x`.
    private static bool IsPathInTree(ShellWord word)
    {
        var text = word.Text.AsSpan();
        if (word.HasUnknown)
        {
            return false;
        }

        if (text is "." or ".." || text.StartsWith("./") || text.StartsWith("../") || text.StartsWith(":") || text.StartsWith("/") || text.EndsWith("/") || text.ContainsAny('*', '?', '['))
        {
            return true;
        }

        var name = Capabilities.AbsolutePath.Name(text);
        var dot = name.LastIndexOf('.');
        return dot >= 0 && name.Length - dot is > 1 and < 12 && !(dot > 0 && char.IsAsciiDigit(name[dot - 1])) && name[(dot + 1)..].IndexOfAnyExceptInRange('a', 'z') < 0;
    }

    // jq's `env` and `$ENV`.
    private static bool ReadsEnvironment(string program)
    {
        for (var at = program.IndexOf("env", StringComparison.OrdinalIgnoreCase); at >= 0; at = program.IndexOf("env", at + 3, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !(char.IsAsciiLetterOrDigit(program[at - 1]) || program[at - 1] is '_' or '.' or '"')) && (at + 3 == program.Length || !(char.IsAsciiLetterOrDigit(program[at + 3]) || program[at + 3] == '_')))
            {
                return true;
            }
        }

        return false;
    }

    // `HEAD:f`, `:f`, `:0:f`; else it is a revision or a file.
    private void MayReadAtRevision(ShellWord word)
    {
        var colon = word.Text.LastIndexOf(':');
        if (word.Text.Contains("://", StringComparison.Ordinal) || colon == word.Text.Length - 1)
        {
            return;
        }

        _call.MayRead(word.From(colon + 1));
    }

    private void ReadAfterAt(ShellWord word)
    {
        var at = word.Text.IndexOf('@');
        if (at >= 0)
        {
            _call.Reads(word.From(at + 1));
        }
    }

    private void Effects(ReadOnlySpan<char> effects, ShellWord? word)
    {
        if (effects is "!")
        {
            _call.RunsUnknown($"what `{_call.Program} {word}` does is not known");
            return;
        }

        foreach (var range in effects.Split(','))
        {
            _call.Add(effects[range].ToString());
        }
    }
}
