namespace Aex.Policy.Shell.Knowledge;

/// <summary>What a row says of one option, read from <c>-o|--output=w!effect>roles~</c> (docs/shell.md, How to add a program).</summary>
internal readonly ref struct Option
{
    private readonly ReadOnlySpan<char> _names;

    public Option(ReadOnlySpan<char> token, bool isGlobal = false)
    {
        IsGlobal = isGlobal;
        var end = token.IndexOfAny("=?!>~");
        _names = end < 0 ? token : token[..end];
        var rest = end < 0 ? default : token[end..];
        if (rest is ['=', ..])
        {
            TakesValue = true;
            Role = Cut(ref rest);
        }
        else if (rest is ['?', ..])
        {
            MayTakeValue = true;
            Role = Cut(ref rest);
        }

        while (!rest.IsEmpty)
        {
            switch (rest[0])
            {
                case '!':
                    Effects = rest is ['!', '!', ..] ? rest[1..2] : Rest(rest[1..]);
                    rest = rest[(1 + Effects.Length)..];
                    break;
                case '>':
                    IsForAll = TakesValue || rest is ['>', '>', ..];
                    rest = rest is ['>', '>', ..] ? rest[1..] : rest;
                    ArgumentRole = Cut(ref rest);
                    break;
                default:
                    IsDryRun = true;
                    rest = rest[1..];
                    break;
            }
        }
    }

    /// <summary>Whether the program's own row has it, not the subcommand's: <c>docker -v</c> shows the version, <c>docker rm -v</c> does not.</summary>
    public bool IsGlobal { get; }

    public bool TakesValue { get; }

    /// <summary>Whether it takes a value only where one is joined to it: <c>--color=auto</c>, <c>-i.bak</c>.</summary>
    public bool MayTakeValue { get; }

    /// <summary>What is done with its value.</summary>
    public ReadOnlySpan<char> Role { get; }

    /// <summary>The capabilities that it brings, by commas; <c>!</c> for more than can be told.</summary>
    public ReadOnlySpan<char> Effects { get; }

    /// <summary>What is done with the arguments where it is given.</summary>
    public ReadOnlySpan<char> ArgumentRole { get; }

    /// <summary>
    /// Whether that goes for arguments too that are otherwise no files: <c>grep -e p f</c> has no pattern as its first. Written <c>&gt;&gt;</c>; options that take a value do.
    /// </summary>
    public bool IsForAll { get; }

    /// <summary>Whether nothing is changed where it is given.</summary>
    public bool IsDryRun { get; }

    /// <summary>Whether a word takes a long option back: <c>--no-dry-run</c>, <c>--dry-run=false</c>, <c>--dry-run false</c>, and with a beginning of its name, as git and npm accept it.</summary>
    public bool IsTakenBackBy(scoped ReadOnlySpan<char> word, scoped ReadOnlySpan<char> next)
    {
        if (!word.StartsWith("--") || word.Length < 3)
        {
            return false;
        }

        var equals = word.IndexOf('=');
        return equals > 2 ? HasLongStart(word[..equals])
            : (next is "false" && HasLongStart(word)) || (word.StartsWith("--no-") && word.Length > 5 && HasLongStart($"--{word[5..]}"));
    }

    /// <summary>Whether it could do harm: then a word that may turn out to be it is not understood.</summary>
    public bool IsSharp => !Effects.IsEmpty || IsSharpRole(Role) || IsSharpRole(ArgumentRole);

    public bool Has(scoped ReadOnlySpan<char> name)
    {
        foreach (var range in _names.Split('|'))
        {
            if (_names[range].SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a long name of it starts so, as GNU programs accept it.</summary>
    public bool HasLongStart(scoped ReadOnlySpan<char> start)
    {
        foreach (var range in _names.Split('|'))
        {
            if (_names[range].StartsWith("--") && _names[range].StartsWith(start))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSharpRole(ReadOnlySpan<char> role) => role.IndexOfAnyExcept("rRn") >= 0;

    private static ReadOnlySpan<char> Cut(scoped ref ReadOnlySpan<char> rest)
    {
        var text = rest[1..];
        var end = text.IndexOfAny("!>~");
        rest = end < 0 ? default : text[end..];
        return end < 0 ? text : text[..end];
    }

    private static ReadOnlySpan<char> Rest(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('>', '~');
        return end < 0 ? text : text[..end];
    }
}
