using System.Globalization;
using System.Text;

namespace Aex.Policy.Shell.Syntax;

// `$'…'`.
internal sealed partial class ScriptParser
{
    // `$'…'`: the escapes of ANSI C (Bash manual, 3.1.2.4).
    private void ReadAnsi(List<WordPart> parts, int start)
    {
        _at++;
        var text = new StringBuilder();
        var isCut = false;
        while (!AtEnd && Current != '\'')
        {
            var c = _text[_at++];
            if (c != '\\' || AtEnd)
            {
                Append(c);
                continue;
            }

            c = _text[_at++];
            switch (c)
            {
                case 'n': Append('\n'); break;
                case 't': Append('\t'); break;
                case 'r': Append('\r'); break;
                case 'a': Append('\a'); break;
                case 'b': Append('\b'); break;
                case 'f': Append('\f'); break;
                case 'v': Append('\v'); break;
                case 'e' or 'E': Append('\u001b'); break;
                case '\\' or '\'' or '"' or '?': Append(c); break;
                case >= '0' and <= '7':
                    _at--;
                    Code(Digits(3, 8) & 0xFF, isByte: true);
                    break;
                case 'x':
                    Code(char.IsAsciiHexDigit(Current) ? Digits(2, 16) : 'x', isByte: true);
                    break;
                case 'u': Code(Digits(4, 16), isByte: false); break;
                case 'U': Code(Digits(8, 16), isByte: false); break;
                case 'c' when !AtEnd: Code(_text[_at++] & 0x1F, isByte: true); break;
                default:
                    Append('\\');
                    Append(c);
                    break;
            }
        }

        if (AtEnd)
        {
            Fail(start, "`$'` is not closed");
            return;
        }

        _at++;
        Work(_at - start);
        parts.Add(new LiteralPart(From(start), true, text.ToString()));

        void Append(char c)
        {
            if (!isCut)
            {
                text.Append(c);
            }
        }

        // The text ends at U+0000; what single bytes above 127 spell is not looked into.
        void Code(long code, bool isByte)
        {
            if (code == 0)
            {
                isCut = true;
            }
            else if (isByte && code > 127 || code is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
            {
                Append(ShellWord.Unknown);
            }
            else if (!isCut)
            {
                text.Append(char.ConvertFromUtf32((int)code));
            }
        }

        long Digits(int most, int radix)
        {
            var from = _at;
            while (!AtEnd && _at - from < most && (radix == 8 ? Current is >= '0' and <= '7' : char.IsAsciiHexDigit(Current)))
            {
                _at++;
            }

            var digits = _text.AsSpan(from, _at - from);
            var value = 0L;
            foreach (var digit in digits)
            {
                value = (value * radix) + int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            }

            return digits.IsEmpty ? 1 : value;
        }
    }
}
