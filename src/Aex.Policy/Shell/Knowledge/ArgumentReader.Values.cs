namespace Aex.Policy.Shell.Knowledge;

// What a word may be of which no row says what is done with it.
internal readonly ref partial struct ArgumentReader
{
    // What no row speaks of may name a file all the same: `a/b`, `.env`, `@a/b`, `key=a/b`, `file://a/b`.
    private void MayReadIn(ShellWord word, ReadOnlySpan<char> option = default)
    {
        // A root or a prefix is read as often as it is written.
        MayWriteIn(word, option);
        var text = word.Text.AsSpan();
        var start = text.StartsWith("file://") ? 7 : text.StartsWith("fileb://") ? 8 : 0;
        if (start == 0 && text.IndexOf('=') is > 0 and var equals)
        {
            start = equals + 1;
        }

        var isMarked = text[start..].StartsWith("@");
        start += isMarked ? 1 : 0;
        if (IsLikePath(text[start..]) && (isMarked || !ValueNames.NoFile(option)))
        {
            _call.MayRead(word.From(start));
        }
    }

    // It may be a form as well (`--output json`): only a scope that names it is to speak of it.
    private void MayWriteIn(ShellWord word, ReadOnlySpan<char> option)
    {
        if (ValueNames.Output(option) && !word.HasUnknown && word.Text is [not '-', ..])
        {
            _call.MayWriteAmong(word, isByNameOnly: true);
        }
    }

    // A row may hold options of many meanings under one token.
    private static ReadOnlySpan<char> NameUsed(scoped in Option option, string text) =>
        !text.StartsWith("--", StringComparison.Ordinal) ? text.Contains('m') && option.Has("-m") ? "-m" : text
        : text.IndexOf('=') is > 0 and var equals ? text.AsSpan(0, equals) : text;

    private static bool IsLikePath(ReadOnlySpan<char> text) =>
        text is ['.', >= 'a' and <= 'z', ..]
        || (text.Contains('/') && text[0] is not ('-' or '!') && text.IndexOf("://") < 0 && (text[0] == '.' || text.IndexOfAnyInRange('0', 'z') >= 0));
}
