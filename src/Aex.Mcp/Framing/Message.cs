using System.Globalization;
using System.Text;
using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Mcp.Framing;

/// <summary>The members of one JSON-RPC message (JSON-RPC 2.0; MCP basic protocol), as ranges of its bytes.</summary>
internal readonly record struct Message(string? Method, Range? Id, Range? Params, Range? Result, bool HasError, string? Fault)
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = StrictJson.MaxDepth + 8 };

    private static readonly string[] Own = ["jsonrpc", "id", "method", "params", "result", "error"];
    private static readonly string[] Gated = ["tools/call", "tools/list", "resources/read", "prompts/get", "initialize", "server/discover", "resources/subscribe", "subscriptions/listen", "sampling/createMessage"];

    /// <summary>Where the line's long values end; null where it has none.</summary>
    private LongValues? Known { get; init; }

    // Whether a carriage return stands between its tokens.
    private bool HasReturn { get; init; }

    /// <summary>Reads a message of the client: whatever two readers could take differently is a fault.</summary>
    public static Message Strict(ReadOnlySpan<byte> text)
    {
        var fault = Check(text, out var known, out bool hasReturn);
        if (fault is not null)
        {
            return Unsound(text) with { Fault = fault };
        }

        var message = Sound(text, known) with { HasReturn = hasReturn };
        fault = message.FaultOfReaders(text);
        if (fault is null && message.Method is { } method)
        {
            fault = message.Result is not null || message.HasError ? "it is a request and a response at once" : null;
            foreach (var gated in Gated)
            {
                fault ??= method != gated && IsTakenFor(method.AsSpan().Trim(), gated) ? $"the method is spelled otherwise than `{gated}`" : null;
            }
        }

        return message with { Fault = fault };
    }

    /// <summary>Reads a message as far as it can be read.</summary>
    public static Message Loose(ReadOnlySpan<byte> text) =>
        Check(text, out var known, out bool hasReturn) is null ? Sound(text, known) with { HasReturn = hasReturn } : Unsound(text);

    /// <summary>What is wrong with a message that was read as far as it can be, where two readers could take it differently; null for nothing.</summary>
    /// <param name="line">The line that it was read from.</param>
    public string? FaultOfReaders(ReadOnlySpan<byte> line) =>
        Fault is not null ? Fault
        // A reader that takes a bare carriage return for a line's end would see other messages than this one.
        : HasReturn ? "a carriage return stands in the middle of the line"
        : Members(line, Own, Known, 0);

    // Apart from its end, which is the line's.
    private static string? Check(ReadOnlySpan<byte> text, out LongValues? known, out bool hasReturn) =>
        StrictJson.Check(text.TrimEnd("\r\n"u8), out known, out hasReturn)?.Message;

    // Long texts are passed over, not read again.
    private static Message Sound(ReadOnlySpan<byte> text, LongValues? known)
    {
        string? method = null;
        Range? id = null, arguments = null, result = null;
        bool error = false;
        if (text.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return new Message(null, null, null, null, false, "a message is one JSON object");
        }

        var members = new MemberWalk(text, known);
        while (members.Next())
        {
            byte first = text[members.Value.Start];
            if (members.IsNamed("method"u8))
            {
                if (first != '"')
                {
                    return new Message(method, id, arguments, result, error, "the method is no string");
                }

                method = String(text[members.Value]);
            }
            else if (members.IsNamed("id"u8))
            {
                if (first is not ((byte)'"' or (byte)'-' or (>= (byte)'0' and <= (byte)'9')))
                {
                    return new Message(method, null, arguments, result, error, "the id is neither a string nor a number");
                }

                id = members.Value;
            }
            else if (members.IsNamed("params"u8))
            {
                arguments = members.Value;
            }
            else if (members.IsNamed("result"u8))
            {
                result = members.Value;
            }
            else
            {
                error |= members.IsNamed("error"u8);
            }
        }

        return new Message(method, id, arguments, result, error, null) { Known = known };
    }

    private static Message Unsound(ReadOnlySpan<byte> text)
    {
        string? method = null;
        Range? id = null, arguments = null, result = null;
        bool error = false;
        try
        {
            var reader = new Utf8JsonReader(text, Deep);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new Message(null, null, null, null, false, "a message is one JSON object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isId = reader.ValueTextEquals("id"u8), isMethod = reader.ValueTextEquals("method"u8), isParams = reader.ValueTextEquals("params"u8);
                bool isResult = reader.ValueTextEquals("result"u8), isError = reader.ValueTextEquals("error"u8);
                _ = reader.Read();
                int start = (int)reader.TokenStartIndex;
                if (isMethod && reader.TokenType != JsonTokenType.String)
                {
                    return new Message(method, id, arguments, result, error, "the method is no string");
                }

                method = isMethod ? reader.GetString() : method;
                var type = reader.TokenType;
                reader.Skip();
                var range = start..(int)reader.BytesConsumed;
                if (isId && type is not (JsonTokenType.String or JsonTokenType.Number))
                {
                    return new Message(method, null, arguments, result, error, "the id is neither a string nor a number");
                }

                id = isId ? range : id;
                arguments = isParams ? range : arguments;
                result = isResult ? range : result;
                error |= isError;
            }

            // A reader of a stream of values would find another message behind this one.
            var fault = text[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8).IsEmpty ? null : "something follows the message";
            return new Message(method, id, arguments, result, error, fault);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new Message(method, id, arguments, result, error, "it is no sound JSON");
        }
    }

    /// <summary>A member of an object of this message by its exact name, as a range of the line; null when it is not there.</summary>
    /// <param name="line">The line that the message was read from.</param>
    /// <param name="at">Where the object stands in it.</param>
    /// <param name="name">The member's name.</param>
    public Range? Find(ReadOnlySpan<byte> line, Range at, ReadOnlySpan<byte> name)
    {
        int start = at.Start.Value;
        var members = new MemberWalk(line[at], Known, start);
        while (members.Next())
        {
            if (members.IsNamed(name))
            {
                return (start + members.Value.Start.Value)..(start + members.Value.End.Value);
            }
        }

        return null;
    }

    /// <summary>What is known of the long values of a part of this message; null for nothing.</summary>
    public LongValues? LongValuesFrom(int start) => Known?.From(start);

    /// <summary>A string member of an object of this message; null when it is missing or no string.</summary>
    public string? FindText(ReadOnlySpan<byte> line, Range at, ReadOnlySpan<byte> name) =>
        Find(line, at, name) is { } range && line[range] is [(byte)'"', ..] ? String(line[range]) : null;

    /// <summary>As <see cref="Members(ReadOnlySpan{byte}, IReadOnlyList{string})"/>, of an object of this message.</summary>
    public string? Misspelled(ReadOnlySpan<byte> line, Range at, IReadOnlyList<string> own) => Members(line[at], own, Known, at.Start.Value);

    /// <summary>A member of an object by its exact name; null when it is not there. The object is sound.</summary>
    public static Range? Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var members = new MemberWalk(json);
        while (members.Next())
        {
            if (members.IsNamed(name))
            {
                return members.Value;
            }
        }

        return null;
    }

    /// <summary>A string member; null when it is missing or no string.</summary>
    public static string? Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (Member(json, name) is not { } range || json[range] is not [(byte)'"', ..])
        {
            return null;
        }

        return String(json[range]);
    }

    /// <summary>A sentence when a member's name is one of <paramref name="own"/> in another case, which some readers would take for it.</summary>
    public static string? Members(ReadOnlySpan<byte> json, IReadOnlyList<string> own) => Members(json, own, null, 0);

    private static string? Members(ReadOnlySpan<byte> json, IReadOnlyList<string> own, LongValues? known, int offset)
    {
        var members = new MemberWalk(json, known, offset);
        while (members.Next())
        {
            var name = members.Name();
            for (int i = 0; i < own.Count; i++)
            {
                if (name != own[i] && IsTakenFor(name, own[i]))
                {
                    return $"a member is spelled otherwise than `{own[i]}`";
                }
            }
        }

        return null;
    }

    /// <summary>A line without some members of the object that stands at <paramref name="at"/> in it; what stays keeps its bytes and its order.</summary>
    public static byte[] Without(ReadOnlySpan<byte> line, Range at, IReadOnlyList<string> names)
    {
        var kept = new MemoryStream(line.Length);
        kept.Write(line[..at.Start]);
        kept.WriteByte((byte)'{');
        bool any = false;
        var members = new MemberWalk(line[at]);
        while (members.Next())
        {
            if (names.Contains(members.Name()))
            {
                continue;
            }

            if (any)
            {
                kept.WriteByte((byte)',');
            }

            any = true;
            kept.Write(line[at][members.Whole]);
        }

        kept.WriteByte((byte)'}');
        kept.Write(line[at.End..]);
        return kept.ToArray();
    }

    /// <summary>An id as a key: the same for every spelling that readers take for the same.</summary>
    public static string Key(ReadOnlySpan<byte> id)
    {
        var reader = new Utf8JsonReader(id);
        _ = reader.Read();
        return reader.TokenType == JsonTokenType.String ? "s" + reader.GetString()
            : id.IndexOfAny("eE."u8) < 0 ? Encoding.ASCII.GetString(id)
            : reader.TryGetDouble(out double number) ? number.ToString("R", CultureInfo.InvariantCulture) : Encoding.ASCII.GetString(id);
    }

    // Whether some reader that takes no notice of case would take one for the other: letter by letter, with those that fold to ASCII ones.
    private static bool IsTakenFor(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i] && Folded(one[i]) != Folded(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char Folded(char letter) => letter switch
    {
        '\u017F' => 's',
        '\u212A' => 'k',
        '\u0130' or '\u0131' => 'i',
        _ => char.ToLowerInvariant(letter),
    };

    private static string? String(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        _ = reader.Read();
        return reader.GetString();
    }
}
