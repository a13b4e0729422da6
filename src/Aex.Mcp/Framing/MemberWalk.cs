using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Mcp.Framing;

/// <summary>
/// Goes over the members of one object that <c>StrictJson</c> or a whole reading has found sound, without looking into their values: a long text
/// is passed over by the vectorised search. On anything else it ends early and never leaves the text.
/// </summary>
/// <param name="json">The object.</param>
/// <param name="known">What is known of the text that it stands in; null for nothing.</param>
/// <param name="offset">Where in that text it starts.</param>
internal ref struct MemberWalk(ReadOnlySpan<byte> json, LongValues? known = null, int offset = 0)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly LongValues? _known = known;
    private readonly int _offset = offset;
    private int _at = -1;
    private Range _name;

    /// <summary>The value of the member at hand.</summary>
    public Range Value { get; private set; }

    /// <summary>The member at hand, name and value.</summary>
    public readonly Range Whole => _name.Start..Value.End;

    /// <summary>Goes to the next member; false behind the last one, or where there is no object.</summary>
    public bool Next()
    {
        bool isFirst = _at < 0;
        _at = isFirst ? 0 : _at;
        if (!Take(isFirst ? (byte)'{' : (byte)',') || !StartsString())
        {
            return false;
        }

        int name = _at;
        if (!String())
        {
            return false;
        }

        _name = name.._at;
        if (!Take((byte)':'))
        {
            return false;
        }

        SkipSpace();
        int start = _at;
        bool isWhole = Skip();
        Value = start.._at;
        return isWhole && start < _at;
    }

    /// <summary>Whether the member's name, with its escapes read, is this one.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> name)
    {
        var written = _json[_name];
        return written.Contains((byte)'\\') ? Read(written).ValueTextEquals(name) : written[1..^1].SequenceEqual(name);
    }

    /// <summary>The member's name, with its escapes read.</summary>
    public readonly string Name() => Read(_json[_name]).GetString()!;

    private static Utf8JsonReader Read(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        _ = reader.Read();
        return reader;
    }

    private bool Skip()
    {
        int end = _known is null ? -1 : _known.EndOf(_offset + _at) - _offset;
        if (end > _at && end <= _json.Length)
        {
            _at = end;
            return true;
        }

        int depth = 0;
        while (_at < _json.Length)
        {
            switch (_json[_at])
            {
                case (byte)'"':
                    if (!String())
                    {
                        return false;
                    }

                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    _at++;
                    break;
                case (byte)'}' or (byte)']':
                    if (depth == 0)
                    {
                        // Only inside a value are there brackets that close.
                        return false;
                    }

                    depth--;
                    _at++;
                    break;
                case (byte)',' or (byte)':' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    _at++;
                    continue;
                default:
                    while (_at < _json.Length && _json[_at] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                    {
                        _at++;
                    }

                    break;
            }

            if (depth == 0)
            {
                return true;
            }
        }

        return false;
    }

    // From a quote to behind the one that ends the string.
    private bool String()
    {
        _at++;
        while ((_at = JsonStrings.Next(_json, _at)) < _json.Length)
        {
            if (_json[_at] == '"')
            {
                _at++;
                return true;
            }

            int passed = JsonStrings.Pass(_json, _at);
            _at = passed > _at ? passed : Math.Min(_at + 2, _json.Length);
        }

        _at = _json.Length;
        return false;
    }

    private bool StartsString()
    {
        SkipSpace();
        return _at < _json.Length && _json[_at] == '"';
    }

    private bool Take(byte wanted)
    {
        SkipSpace();
        if (_at >= _json.Length || _json[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }
}
