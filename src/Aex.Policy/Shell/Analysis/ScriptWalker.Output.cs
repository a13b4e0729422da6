using System.Text;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

// What a command is known to print: `echo text`, `cat` of a heredoc, `base64 -d` of such a text.
internal sealed partial class ScriptWalker
{
    private readonly Dictionary<WordPart, ShellWord> _outputs = [];

    private ShellWord? OutputOf(CommandSyntax command, StandardInput input, ShellState state)
    {
        switch (command)
        {
            case SimpleCommand { Words.Count: > 0, Assignments.Count: 0 } simple:
                return OutputOf(simple, input, state);
            case PipelineCommand pipeline when pipeline.Redirections.Count == 0:
                foreach (var part in pipeline.Commands)
                {
                    input = new StandardInput(StandardInputSource.Pipe, OutputOf(part, input, state));
                }

                return input.Word;
            default:
                return null;
        }
    }

    /// <summary>What a list prints, where it is one command of which that is known; without the line end that an expansion cuts off.</summary>
    private ShellWord? OutputOf(CommandList list, ShellState state)
    {
        if (list.Items is not [{ IsBackground: false } only] || OutputOf(only.Command, default, state) is not { } text)
        {
            return null;
        }

        return new ShellWord { Text = text.Text.TrimEnd('\n'), Span = text.Span };
    }

    private ShellWord? OutputOf(SimpleCommand simple, StandardInput input, ShellState state)
    {
        if (simple.Words[0].Literal is not { } program || state.Functions.ContainsKey(program) || state.Shadowed.Contains(program) || state.Tainted is not null)
        {
            return null;
        }

        if (program is not ("echo" or "printf" or "cat" or "tee" or "base64" or "gbase64" or "rev" or "xxd" or "pwd"))
        {
            return null;
        }

        foreach (var redirection in simple.Redirections)
        {
            Redirect(redirection, state, [], ref input, visits: false);
            if (redirection.Kind is not (RedirectionKind.Heredoc or RedirectionKind.HereString) && redirection.Descriptor is not "2")
            {
                return null;
            }
        }

        var words = new List<ShellWord>();
        for (var i = 1; i < simple.Words.Count; i++)
        {
            _expansion.Expand(simple.Words[i], state, splits: true, words);
        }

        if (!words.TrueForAll(static word => word.IsKnown))
        {
            return null;
        }

        var given = input.Source is StandardInputSource.Text or StandardInputSource.Pipe && input.Word is { IsKnown: true } word ? word.Text : null;
        var text = program switch
        {
            "echo" => Echo(words),
            "printf" => Printf(words),
            "cat" => words.Count == 0 || words is [{ Text: "-" }] ? given : null,
            "tee" => given,
            "pwd" when words.Count == 0 || words is [{ Text: "-P" or "-L" }] => _expansion.FolderOf(state)?.Text,
            "rev" when words.Count == 0 && given is not null => string.Join('\n', given.Split('\n').Select(static line => new string([.. line.Reverse()]))),
            "base64" or "gbase64" when given is not null && words is [{ Text: "-d" or "--decode" or "-D" or "-di" or "-id" }] => Decoded(given),
            "xxd" when given is not null && words.TrueForAll(static word => word.Text is "-r" or "-p" or "-ps") && words.Exists(static word => word.Text == "-r") => FromHex(given),
            _ => null,
        };
        return text is null || text.Contains(ShellWord.Unknown) || text.Length > WordExpansion.LongestValue * 16 ? null : ShellWord.Known(text, simple.Span);
    }

    private static string? Echo(List<ShellWord> words)
    {
        var first = 0;
        var escapes = false;
        while (first < words.Count && words[first].Text is "-n" or "-e" or "-ne" or "-en" or "-E")
        {
            escapes |= words[first].Text.Contains('e');
            first++;
        }

        var text = string.Join(' ', words.Skip(first).Select(static word => word.Text));

        // Without -e some shells read escapes and some do not.
        return !text.Contains('\\') ? text : escapes ? Unescaped(text) : null;
    }

    private static string? Printf(List<ShellWord> words)
    {
        if (words.Count == 0 || words[0].Text.StartsWith('-') || Unescaped(words[0].Text) is not { } format)
        {
            return null;
        }

        var next = 1;
        var text = new StringBuilder();
        do
        {
            for (var i = 0; i < format.Length; i++)
            {
                if (format[i] != '%')
                {
                    text.Append(format[i]);
                    continue;
                }

                if (++i == format.Length || format[i] is not ('s' or '%' or 'b'))
                {
                    return null;
                }

                var argument = format[i] == '%' ? "%" : next < words.Count ? words[next++].Text : "";
                if (format[i] == 'b')
                {
                    argument = Unescaped(argument);
                    if (argument is null)
                    {
                        return null;
                    }
                }

                text.Append(argument);
            }
        }
        while (next < words.Count && next > 1 && format.Contains('%') && text.Length < WordExpansion.LongestValue * 16);
        return text.ToString();
    }

    private static string? Unescaped(string text)
    {
        if (!text.Contains('\\'))
        {
            return text;
        }

        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            var c = text[++i];
            var radix = c == 'x' ? 16 : c is >= '0' and <= '7' ? 8 : 0;
            if (radix > 0)
            {
                var start = c == 'x' ? i + 1 : i;
                var most = c == 'x' ? 2 : c == '0' ? 4 : 3;
                var end = start;
                while (end < text.Length && end - start < most && (radix == 16 ? char.IsAsciiHexDigit(text[end]) : text[end] is >= '0' and <= '7'))
                {
                    end++;
                }

                var code = end == start ? 0 : Convert.ToInt32(text[start..end], radix);
                if (code is 0 or > 126)
                {
                    return null;
                }

                plain.Append((char)code);
                i = end - 1;
                continue;
            }

            switch (c)
            {
                case 'n': plain.Append('\n'); break;
                case 't': plain.Append('\t'); break;
                case '\\' or '\'' or '"': plain.Append(c); break;
                default: return null;
            }
        }

        return plain.ToString();
    }

    private static string? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var count) ? Ascii(bytes.AsSpan(0, count)) : null;
    }

    private static string? FromHex(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Ascii(Convert.FromHexString(digits)) : null;
    }

    private static string? Ascii(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)1, (byte)126) < 0 ? Encoding.ASCII.GetString(bytes) : null;
}
