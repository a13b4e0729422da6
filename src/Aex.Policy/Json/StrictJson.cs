using System.Text;
using System.Text.Unicode;

namespace Aex.Policy.Json;

/// <summary>
/// Accepts a text only if every JSON reader understands it alike: one RFC 8259 value in valid UTF-8, without a byte order mark, without
/// a key that stands twice in one object (compared after unescaping, at any depth), without lone surrogates, at most
/// <see cref="MaxDepth"/> arrays and objects deep. What a client's reader and ours could read differently is thus never decided.
/// </summary>
public static class StrictJson
{
    /// <summary>The deepest nesting of arrays and objects accepted.</summary>
    public const int MaxDepth = 256;

    /// <summary>Checks one text in one pass; time grows as n log n at worst, whatever the text.</summary>
    /// <returns><see langword="null"/> if the text is sound, else its first fault met.</returns>
    public static JsonFault? Check(ReadOnlySpan<byte> utf8) => Check(utf8, out _);

    /// <summary>As <see cref="Check(ReadOnlySpan{byte})"/>, noting the long values of a sound text.</summary>
    public static JsonFault? Check(ReadOnlySpan<byte> utf8, out LongValues? longValues) => Check(utf8, out longValues, out _);

    /// <summary>As <see cref="Check(ReadOnlySpan{byte}, out LongValues)"/>, and whether a carriage return stands in a sound text, which it can only between the tokens.</summary>
    public static JsonFault? Check(ReadOnlySpan<byte> utf8, out LongValues? longValues, out bool hasReturn)
    {
        longValues = null;
        hasReturn = false;
        if (utf8.StartsWith("\uFEFF"u8))
            return new JsonFault(0, "it starts with a byte order mark");
        if (!Utf8.IsValid(utf8))
            return new JsonFault(FirstInvalid(utf8), "it is not valid UTF-8");
        Span<KeyName> firstKeys = stackalloc KeyName[64];
        var scan = new Scan(utf8, firstKeys);
        scan.Document();
        longValues = scan.Fault is null ? scan.Long : null;
        hasReturn = scan.HasReturn;
        return scan.Fault;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out int length) == System.Buffers.OperationStatus.Done)
            offset += length;
        return offset;
    }

    /// <summary>The walk over one text. It stops at the first fault: <see cref="Fault"/> is set and every step returns false.</summary>
    private ref struct Scan
    {
        private readonly ReadOnlySpan<byte> _text;
        private int _at;
        private int _depth;
        private KeyNames _keys;

        public JsonFault? Fault;

        public LongValues? Long;

        public bool HasReturn;

        public Scan(ReadOnlySpan<byte> text, Span<KeyName> firstKeys)
        {
            _text = text;
            _keys = new KeyNames(text, firstKeys);
        }

        public void Document()
        {
            SkipSpace();
            if (_at == _text.Length)
            {
                Fail(_at, "it is empty");
                return;
            }
            if (!Value())
                return;
            SkipSpace();
            if (_at < _text.Length)
                Fail(_at, "something follows the JSON value");
        }

        private bool Value()
        {
            if (_at == _text.Length)
                return Fail(_at, "it ends where a value is expected");
            byte first = _text[_at];
            return first switch
            {
                (byte)'{' => Object(),
                (byte)'[' => Array(),
                (byte)'"' => String(out _),
                (byte)'t' => Word("true"u8),
                (byte)'f' => Word("false"u8),
                (byte)'n' => Word("null"u8),
                (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(),
                _ => Fail(_at, "a value is expected here (an object, array, string, number, true, false or null)"),
            };
        }

        private bool Object()
        {
            if (!Enter())
                return false;
            int frame = _keys.Open();
            if (!TakeIf((byte)'}'))
            {
                do
                {
                    SkipSpace();
                    int start = _at;
                    if (_at == _text.Length || _text[_at] != '"')
                        return Fail(_at, "a key in double quotes is expected here");
                    if (!String(out bool escaped))
                        return false;
                    if (!_keys.Add(frame, start + 1, _at - start - 2, escaped))
                        return FailTwice(start);
                    SkipSpace();
                    if (!TakeIf((byte)':'))
                        return Fail(_at, "a colon is expected after the key");
                    SkipSpace();
                    int value = _at;
                    if (!Value())
                        return false;
                    if (_at - value >= LongValues.Least && _depth <= LongValues.Deepest)
                        (Long ??= new LongValues()).Add(value, _at);
                    SkipSpace();
                }
                while (TakeIf((byte)','));
                if (!TakeIf((byte)'}'))
                    return Fail(_at, "a comma or `}` is expected here");
            }
            if (_keys.Close(frame) is int twice)
                return FailTwice(twice - 1);
            _depth--;
            return true;
        }

        private bool Array()
        {
            if (!Enter())
                return false;
            if (!TakeIf((byte)']'))
            {
                do
                {
                    SkipSpace();
                    if (!Value())
                        return false;
                    SkipSpace();
                }
                while (TakeIf((byte)','));
                if (!TakeIf((byte)']'))
                    return Fail(_at, "a comma or `]` is expected here");
            }
            _depth--;
            return true;
        }

        private bool Enter()
        {
            if (++_depth > MaxDepth)
                return Fail(_at, "it is nested more than 256 deep");
            _at++;
            SkipSpace();
            return true;
        }

        private bool String(out bool escaped)
        {
            escaped = false;
            int start = _at++;
            while (true)
            {
                _at = JsonStrings.Next(_text, _at);
                if (_at == _text.Length)
                    break;
                byte found = _text[_at];
                if (found == '"')
                {
                    _at++;
                    return true;
                }
                if (found != '\\')
                    return Fail(_at, "a control character stands unescaped in a string");
                escaped = true;
                int passed = JsonStrings.Pass(_text, _at);
                if (passed == _at)
                {
                    if (!Escape())
                        return false;
                    passed = _at + 1;
                }
                _at = passed;
            }
            return Fail(start, "a string is not closed");
        }

        /// <summary>From the backslash to the last byte of the escape, or of the pair of escapes.</summary>
        private bool Escape()
        {
            int start = _at++;
            if (_at == _text.Length)
                return Fail(start, "a string is not closed");
            if (_text[_at] != 'u')
                return _text[_at] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' || Fail(start, "an unknown escape stands in a string");
            if (!EscapedUnit.TryRead(_text, _at + 1, out char unit))
                return Fail(start, "`\\u` needs four hexadecimal digits");
            _at += 4;
            if (char.IsLowSurrogate(unit))
                return Fail(start, "half of a surrogate pair stands alone");
            if (!char.IsHighSurrogate(unit))
                return true;
            if (!_text[(_at + 1)..].StartsWith("\\u"u8) || !EscapedUnit.TryRead(_text, _at + 3, out char low) || !char.IsLowSurrogate(low))
                return Fail(start, "half of a surrogate pair stands alone");
            _at += 6;
            return true;
        }

        private bool Number()
        {
            int start = _at;
            TakeIf((byte)'-');
            int digits = Digits();
            if (digits == 0 || (digits > 1 && _text[_at - digits] == '0'))
                return Fail(start, "a number is malformed");
            if (TakeIf((byte)'.') && Digits() == 0)
                return Fail(start, "a number is malformed");
            if (TakeIf((byte)'e') || TakeIf((byte)'E'))
            {
                if (!TakeIf((byte)'+'))
                    TakeIf((byte)'-');
                if (Digits() == 0)
                    return Fail(start, "a number is malformed");
            }
            return true;
        }

        private int Digits()
        {
            int start = _at;
            while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
                _at++;
            return _at - start;
        }

        private bool Word(ReadOnlySpan<byte> word)
        {
            if (!_text[_at..].StartsWith(word))
                return Fail(_at, "a value is expected here (an object, array, string, number, true, false or null)");
            _at += word.Length;
            return true;
        }

        private bool TakeIf(byte wanted)
        {
            if (_at == _text.Length || _text[_at] != wanted)
                return false;
            _at++;
            return true;
        }

        private void SkipSpace()
        {
            while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                HasReturn |= _text[_at] == '\r';
                _at++;
            }
        }

        private bool FailTwice(int at)
        {
            // Only a plain beginning of the key is shown: it comes from whoever made the text.
            int length = 0;
            while (length < 40 && _text[at + 1 + length] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or (byte)'-' or (byte)'.')
                length++;
            string shown = length > 0 ? $"the key `{Encoding.ASCII.GetString(_text.Slice(at + 1, length))}` stands" : "a key stands";
            return Fail(at, $"{shown} twice in one object");
        }

        private bool Fail(int at, string message)
        {
            Fault = new JsonFault(at, message);
            return false;
        }
    }
}
