using System.Buffers.Text;
using System.Text;

namespace Aex.Policy.Json;

/// <summary>
/// Writes JSON as UTF-8 into one growing buffer, for gate answers, audit lines and state. Commas are set by the writer;
/// nesting is the caller's business. What a reader could not see or a terminal would obey (control, bidirectional,
/// zero-width and other invisible characters) always leaves as <c>\uXXXX</c>, so a recorded text shows what it holds.
/// </summary>
public sealed class JsonText
{
    private byte[] _buffer;
    private int _length;
    private bool _comma;

    /// <summary>Makes a writer with room for <paramref name="capacity"/> bytes before it has to grow.</summary>
    public JsonText(int capacity = 1024) => _buffer = new byte[capacity];

    /// <summary>What has been written, valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The number of bytes written.</summary>
    public int Length => _length;

    /// <summary>Forgets everything written; the buffer stays.</summary>
    public void Clear()
    {
        _length = 0;
        _comma = false;
    }

    /// <summary>Opens an object.</summary>
    public JsonText BeginObject() => Open((byte)'{');

    /// <summary>Closes an object.</summary>
    public JsonText EndObject() => Close((byte)'}');

    /// <summary>Opens an array.</summary>
    public JsonText BeginArray() => Open((byte)'[');

    /// <summary>Closes an array.</summary>
    public JsonText EndArray() => Close((byte)']');

    /// <summary>Writes a member's name; its value comes next.</summary>
    public JsonText Name(ReadOnlySpan<char> name)
    {
        Separate();
        Quote(name);
        Byte((byte)':');
        _comma = false;
        return this;
    }

    /// <summary>Writes a member's name from UTF-8 text that needs no escape (a literal).</summary>
    public JsonText Name(ReadOnlySpan<byte> plainUtf8)
    {
        Separate();
        Reserve(plainUtf8.Length + 3);
        _buffer[_length++] = (byte)'"';
        plainUtf8.CopyTo(_buffer.AsSpan(_length));
        _length += plainUtf8.Length;
        _buffer[_length++] = (byte)'"';
        _buffer[_length++] = (byte)':';
        _comma = false;
        return this;
    }

    /// <summary>Writes a string, escaped. A lone surrogate becomes U+FFFD.</summary>
    public JsonText Text(ReadOnlySpan<char> value)
    {
        Separate();
        Quote(value);
        _comma = true;
        return this;
    }

    /// <summary>Writes a whole number.</summary>
    public JsonText Number(long value)
    {
        Separate();
        Reserve(20);
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
        _comma = true;
        return this;
    }

    /// <summary>Writes a whole number without sign.</summary>
    public JsonText Number(ulong value)
    {
        Separate();
        Reserve(20);
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
        _comma = true;
        return this;
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public JsonText Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Writes <c>null</c>.</summary>
    public JsonText Null() => Raw("null"u8);

    /// <summary>Writes one whole JSON value that is already encoded (a number's own digits, a literal).</summary>
    public JsonText Raw(ReadOnlySpan<byte> value)
    {
        Separate();
        Append(value);
        _comma = true;
        return this;
    }

    /// <summary>Writes a member with a string value.</summary>
    public JsonText Member(ReadOnlySpan<byte> plainName, ReadOnlySpan<char> value) => Name(plainName).Text(value);

    /// <summary>Writes a member with a whole number.</summary>
    public JsonText Member(ReadOnlySpan<byte> plainName, long value) => Name(plainName).Number(value);

    /// <summary>Writes a member with <c>true</c> or <c>false</c>.</summary>
    public JsonText Member(ReadOnlySpan<byte> plainName, bool value) => Name(plainName).Bool(value);

    /// <summary>Appends bytes as they are, outside any value (a line end).</summary>
    public JsonText Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        return this;
    }

    /// <summary>What was written, as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Written);

    /// <summary>
    /// True for a character that must not stand raw in recorded or shown text: C0 and C1 controls, line and paragraph
    /// separators, bidirectional controls, zero-width, filler, tag and variation characters, and surrogates.
    /// </summary>
    public static bool IsHidden(int codePoint) => codePoint switch
    {
        < 0x20 => true,
        < 0x7F => false,
        <= 0x9F or 0xAD or 0x34F or 0x61C => true,
        0x115F or 0x1160 or 0x17B4 or 0x17B5 => true,
        >= 0x180B and <= 0x180F => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x2028 and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        0x2800 or 0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0xD800 and <= 0xDFFF => true,
        >= 0xFE00 and <= 0xFE0F => true,
        >= 0xFFF9 and <= 0xFFFB => true,
        >= 0x1BCA0 and <= 0x1BCA3 => true,
        >= 0x1D173 and <= 0x1D17A => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => false,
    };

    /// <summary>
    /// The same text with every hidden character (<see cref="IsHidden"/>) written as <c>\uXXXX</c>, for showing recorded text
    /// on a terminal. Text without any is returned as it is.
    /// </summary>
    public static string Visible(string text)
    {
        int first = FirstHidden(text);
        if (first < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i) && !IsHidden(char.ConvertToUtf32(text[i], text[i + 1])))
            {
                shown.Append(text[i]).Append(text[++i]);
            }
            else if (IsHidden(text[i]))
            {
                shown.Append("\\u").Append(((int)text[i]).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                shown.Append(text[i]);
            }
        }

        return shown.ToString();
    }

    private static int FirstHidden(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is >= ' ' and < '\x7f')
            {
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                && !IsHidden(char.ConvertToUtf32(c, text[i + 1])))
            {
                i++;
                continue;
            }

            if (IsHidden(c))
            {
                return i;
            }
        }

        return -1;
    }

    private JsonText Open(byte bracket)
    {
        Separate();
        Byte(bracket);
        _comma = false;
        return this;
    }

    private JsonText Close(byte bracket)
    {
        Byte(bracket);
        _comma = true;
        return this;
    }

    private void Separate()
    {
        if (_comma)
        {
            Byte((byte)',');
        }
    }

    private void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    private void Quote(ReadOnlySpan<char> value)
    {
        // A UTF-16 unit needs at most six bytes (\uXXXX), the quotes two.
        Reserve(checked((value.Length * 6) + 2));
        byte[] buffer = _buffer;
        int at = _length;
        buffer[at++] = (byte)'"';
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is >= ' ' and < '\x7f')
            {
                if (c is '"' or '\\')
                {
                    buffer[at++] = (byte)'\\';
                }

                buffer[at++] = (byte)c;
            }
            else if (char.IsSurrogate(c))
            {
                bool pair = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
                if (!pair)
                {
                    at = Utf8('\uFFFD', buffer, at);
                }
                else
                {
                    int codePoint = char.ConvertToUtf32(c, value[++i]);
                    at = IsHidden(codePoint) ? Escape(value[i], buffer, Escape(c, buffer, at)) : Utf8(codePoint, buffer, at);
                }
            }
            else if (c is '\n' or '\r' or '\t')
            {
                buffer[at++] = (byte)'\\';
                buffer[at++] = c switch { '\n' => (byte)'n', '\r' => (byte)'r', _ => (byte)'t' };
            }
            else
            {
                at = IsHidden(c) ? Escape(c, buffer, at) : Utf8(c, buffer, at);
            }
        }

        buffer[at++] = (byte)'"';
        _length = at;
    }

    private static int Utf8(int codePoint, byte[] buffer, int at) => at + new Rune(codePoint).EncodeToUtf8(buffer.AsSpan(at));

    private static int Escape(char c, byte[] buffer, int at)
    {
        buffer[at++] = (byte)'\\';
        buffer[at++] = (byte)'u';
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            buffer[at++] = "0123456789abcdef"u8[(c >> shift) & 15];
        }

        return at;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(checked(_length + count), (int)Math.Min(_buffer.Length * 2L, Array.MaxLength)));
        }
    }
}
