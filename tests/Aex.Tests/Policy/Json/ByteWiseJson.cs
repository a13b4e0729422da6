using System.Text;
using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Tests.Policy.Json;

/// <summary>What <see cref="StrictJson"/> accepts and refuses, read byte by byte and slowly: its oracle.</summary>
internal sealed class ByteWiseJson
{
    private readonly byte[] _text;
    private int _at;
    private int _depth;

    private ByteWiseJson(byte[] text) => _text = text;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static JsonFault? Check(byte[] text)
    {
        if (text.AsSpan().StartsWith(Mark))
            return new JsonFault(0, "it starts with a byte order mark");
        for (int i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf8(text.AsSpan(i), out _, out int length) != System.Buffers.OperationStatus.Done)
                return new JsonFault(i, "it is not valid UTF-8");
            i += length;
        }
        var reader = new ByteWiseJson(text);
        try
        {
            reader.Space();
            if (reader.End)
                throw new Stop(reader._at, "it is empty");
            reader.Value();
            reader.Space();
            return reader.End ? null : new JsonFault(reader._at, "something follows the JSON value");
        }
        catch (Stop stop)
        {
            return stop.Fault;
        }
    }

    private bool End => _at == _text.Length;

    private bool Is(char c) => !End && _text[_at] == c;

    private void Space()
    {
        while (Is(' ') || Is('\n') || Is('\r') || Is('\t'))
            _at++;
    }

    private void Value()
    {
        if (End)
            throw new Stop(_at, "it ends where a value is expected");
        if (Is('{'))
            Object();
        else if (Is('['))
            Array();
        else if (Is('"'))
            String();
        else if (Is('-') || char.IsAsciiDigit((char)_text[_at]))
            Number();
        else if ((new[] { "true", "false", "null" }).FirstOrDefault(word => _text.AsSpan(_at).StartsWith(Encoding.ASCII.GetBytes(word))) is { } known)
            _at += known.Length;
        else
            throw new Stop(_at, "a value is expected here (an object, array, string, number, true, false or null)");
    }

    private void Enter()
    {
        if (++_depth > StrictJson.MaxDepth)
            throw new Stop(_at, "it is nested more than 256 deep");
        _at++;
        Space();
    }

    // A key that stands twice is met at once among the first sixteen, and of the others at the end of the object.
    private void Object()
    {
        Enter();
        var keys = new List<(string Text, int Start)>();
        while (!Is('}') || keys.Count > 0)
        {
            Space();
            int start = _at;
            if (!Is('"'))
                throw new Stop(_at, "a key in double quotes is expected here");
            string key = String();
            if (keys.Count < 16 && keys.Exists(other => other.Text == key))
                throw Twice(start);
            keys.Add((key, start));
            Space();
            if (!Is(':'))
                throw new Stop(_at, "a colon is expected after the key");
            _at++;
            Space();
            Value();
            Space();
            if (!Is(','))
                break;
            _at++;
        }
        if (!Is('}'))
            throw new Stop(_at, "a comma or `}` is expected here");
        _at++;
        var twins = keys.GroupBy(key => key.Text).SelectMany(group => group.Skip(1)).ToList();
        if (twins.Count > 0)
            throw Twice(twins.Min(twin => twin.Start));
        _depth--;
    }

    private Stop Twice(int start)
    {
        string shown = new([.. _text.Skip(start + 1).Take(40).Select(b => (char)b).TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')]);
        return new Stop(start, (shown.Length > 0 ? $"the key `{shown}` stands" : "a key stands") + " twice in one object");
    }

    private void Array()
    {
        Enter();
        if (!Is(']'))
        {
            while (true)
            {
                Space();
                Value();
                Space();
                if (!Is(','))
                    break;
                _at++;
            }
        }
        if (!Is(']'))
            throw new Stop(_at, "a comma or `]` is expected here");
        _at++;
        _depth--;
    }

    private string String()
    {
        int start = _at++;
        while (!End)
        {
            byte b = _text[_at];
            if (b < 0x20)
                throw new Stop(_at, "a control character stands unescaped in a string");
            if (b == '"')
            {
                _at++;
                var reader = new Utf8JsonReader(_text.AsSpan(start.._at));
                reader.Read();
                return reader.GetString()!;
            }
            if (b == '\\')
                Escape();
            _at++;
        }
        throw new Stop(start, "a string is not closed");
    }

    private void Escape()
    {
        int start = _at++;
        if (End)
            throw new Stop(start, "a string is not closed");
        if (!Is('u'))
        {
            if (!"\"\\/bfnrt".Contains((char)_text[_at], StringComparison.Ordinal))
                throw new Stop(start, "an unknown escape stands in a string");
            return;
        }
        int unit = Unit(_at + 1) ?? throw new Stop(start, "`\\u` needs four hexadecimal digits");
        _at += 4;
        if (!char.IsSurrogate((char)unit))
            return;
        bool isPair = char.IsHighSurrogate((char)unit) && _at + 2 < _text.Length && _text[_at + 1] == '\\' && _text[_at + 2] == 'u'
            && Unit(_at + 3) is { } low && char.IsLowSurrogate((char)low);
        if (!isPair)
            throw new Stop(start, "half of a surrogate pair stands alone");
        _at += 6;
    }

    private int? Unit(int at)
    {
        int value = 0;
        for (int i = at; i < at + 4; i++)
        {
            if (i >= _text.Length || !char.IsAsciiHexDigit((char)_text[i]))
                return null;
            value = (value * 16) + Convert.ToInt32(((char)_text[i]).ToString(), 16);
        }
        return value;
    }

    private void Number()
    {
        int start = _at;
        _at += Is('-') ? 1 : 0;
        int first = _at;
        if (Digits() == 0 || (_at - first > 1 && _text[first] == '0'))
            throw new Stop(start, "a number is malformed");
        if (Is('.'))
        {
            _at++;
            if (Digits() == 0)
                throw new Stop(start, "a number is malformed");
        }
        if (Is('e') || Is('E'))
        {
            _at++;
            _at += Is('+') || Is('-') ? 1 : 0;
            if (Digits() == 0)
                throw new Stop(start, "a number is malformed");
        }
    }

    private int Digits()
    {
        int start = _at;
        while (!End && char.IsAsciiDigit((char)_text[_at]))
            _at++;
        return _at - start;
    }

    private sealed class Stop(int at, string message) : Exception(message)
    {
        public JsonFault Fault { get; } = new(at, message);
    }
}
