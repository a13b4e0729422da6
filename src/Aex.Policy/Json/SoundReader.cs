using System.Text;
using System.Text.Json;

namespace Aex.Policy.Json;

/// <summary>
/// Goes over the tokens of one value that <see cref="StrictJson"/> has found sound, checking nothing again; names and depths are those of
/// <see cref="Utf8JsonReader"/>. On anything else it ends early and never leaves the text.
/// </summary>
/// <param name="json">The value.</param>
/// <param name="known">What is known of it; null for nothing.</param>
public ref struct SoundReader(ReadOnlySpan<byte> json, LongValues? known = null)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly LongValues? _known = known;
    private int _at;
    private int _depth;

    /// <summary>What the token is.</summary>
    public JsonTokenType TokenType { get; private set; }

    /// <summary>In how many arrays and objects it stands; of one that begins or ends, without itself.</summary>
    public int CurrentDepth { get; private set; }

    /// <summary>A name's or a string's text between the quotes, as it stands; a number or a literal.</summary>
    public ReadOnlySpan<byte> ValueSpan { get; private set; }

    /// <summary>Whether there are escapes in it.</summary>
    public bool ValueIsEscaped { get; private set; }

    /// <summary>Whether all has been read and every array and object was closed.</summary>
    public readonly bool IsWhole => _depth == 0 && _at >= _json.Length && TokenType != JsonTokenType.None;

    /// <summary>Goes to the next token; false at the end.</summary>
    public bool Read()
    {
        Skip(isBetweenValues: true);
        if (_at >= _json.Length)
        {
            return false;
        }

        CurrentDepth = _depth;
        switch (_json[_at])
        {
            case (byte)'{' or (byte)'[':
                TokenType = _json[_at] == '{' ? JsonTokenType.StartObject : JsonTokenType.StartArray;
                _depth++;
                _at++;
                return true;
            case (byte)'}' or (byte)']':
                TokenType = _json[_at] == '}' ? JsonTokenType.EndObject : JsonTokenType.EndArray;
                CurrentDepth = --_depth;
                _at++;
                return true;
            case (byte)'"':
                return String();
            default:
                return Plain();
        }
    }

    /// <summary>The text of a name or string.</summary>
    public readonly string GetString()
    {
        if (!ValueIsEscaped)
        {
            return Encoding.UTF8.GetString(ValueSpan);
        }

        byte[] unescaped = new byte[ValueSpan.Length];
        return Encoding.UTF8.GetString(unescaped, 0, JsonStrings.Unescape(ValueSpan, unescaped));
    }

    private bool String()
    {
        int end = _known?.EndOf(_at) ?? -1;
        int start = ++_at;
        ValueIsEscaped = false;
        if (end > start && end <= _json.Length)
        {
            _at = end - 1;
            ValueIsEscaped = _json[start.._at].Contains((byte)'\\');
        }

        while ((_at = JsonStrings.Next(_json, _at)) < _json.Length && _json[_at] != '"')
        {
            ValueIsEscaped = true;
            int passed = JsonStrings.Pass(_json, _at);
            _at = passed > _at ? passed : Math.Min(_at + 2, _json.Length);
        }

        if (_at >= _json.Length)
        {
            return false;
        }

        ValueSpan = _json[start.._at++];
        Skip(isBetweenValues: false);
        bool isName = _at < _json.Length && _json[_at] == ':';
        TokenType = isName ? JsonTokenType.PropertyName : JsonTokenType.String;
        _at += isName ? 1 : 0;
        return true;
    }

    private bool Plain()
    {
        int start = _at;
        while (_at < _json.Length && _json[_at] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            _at++;
        }

        ValueSpan = _json[start.._at];
        TokenType = _json[start] switch { (byte)'t' => JsonTokenType.True, (byte)'f' => JsonTokenType.False, (byte)'n' => JsonTokenType.Null, _ => JsonTokenType.Number };
        return true;
    }

    private void Skip(bool isBetweenValues)
    {
        while (_at < _json.Length && (_json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' || (isBetweenValues && _json[_at] == ',')))
        {
            _at++;
        }
    }
}
