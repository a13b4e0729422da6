using System.Text.Json;

namespace Aex.Policy.Decisions;

/// <summary>Takes single members out of a call's arguments without building a tree of them.</summary>
internal readonly ref struct ToolArguments(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Collects every text under the names (separated by <c>|</c>): a string, a list of strings, or a list of objects that hold a path.</summary>
    /// <param name="names">The names; empty for none.</param>
    /// <param name="texts">Takes the texts.</param>
    /// <returns>Why the argument cannot be taken; null if it can, or is missing (then no text is added).</returns>
    public string? Collect(ReadOnlySpan<char> names, List<string> texts)
    {
        if (names.IsEmpty)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = Json.StrictJson.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "the arguments are no object";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Find(ref reader, names);
                reader.Read();
                if (name is not null && !CollectValue(ref reader, texts, inObject: false))
                {
                    return $"`{name}` is no text";
                }

                reader.Skip();
            }

            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Cut-off JSON, or a lone surrogate in a string.
            return "the arguments are no sound JSON";
        }
    }

    /// <summary>Takes the one text under the names; null where there is none, or it is null or empty.</summary>
    /// <param name="names">The names, separated by <c>|</c>.</param>
    /// <param name="text">Takes the text.</param>
    /// <returns>False where it is something else than a text, or stands there several times.</returns>
    public bool TryText(ReadOnlySpan<char> names, out string? text)
    {
        text = null;
        try
        {
            var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = Json.StrictJson.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = Find(ref reader, names) is not null;
                reader.Read();
                if (isIt && reader.TokenType != JsonTokenType.Null)
                {
                    if (reader.TokenType != JsonTokenType.String || text is not null)
                    {
                        return false;
                    }

                    text = reader.GetString() is { Length: > 0 } found ? found : null;
                }

                reader.Skip();
            }

            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Collects the names of an object's members, as in <c>{path: contents}</c>.</summary>
    public bool CollectKeys(ReadOnlySpan<char> argument, List<string> texts)
    {
        try
        {
            var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = Json.StrictJson.MaxDepth });
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals(argument);
                reader.Read();
                if (found && reader.TokenType == JsonTokenType.StartObject)
                {
                    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    {
                        texts.Add(reader.GetString()!);
                        reader.Read();
                        reader.Skip();
                    }

                    return true;
                }

                reader.Skip();
            }

            return false;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Find(ref Utf8JsonReader reader, ReadOnlySpan<char> names)
    {
        foreach (var range in names.Split('|'))
        {
            if (reader.ValueTextEquals(names[range]))
            {
                return names[range].ToString();
            }
        }

        return null;
    }

    private static bool CollectValue(ref Utf8JsonReader reader, List<string> texts, bool inObject)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                texts.Add(reader.GetString()!);
                return true;
            case JsonTokenType.StartArray when !inObject:
                var sound = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    sound &= reader.TokenType == JsonTokenType.StartObject ? CollectFromObject(ref reader, texts) : CollectValue(ref reader, texts, inObject: true);
                    reader.Skip();
                }

                return sound;
            default:
                return false;
        }
    }

    private static bool CollectFromObject(ref Utf8JsonReader reader, List<string> texts)
    {
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPath = Find(ref reader, "path|filePath|file_path") is not null;
            reader.Read();
            if (isPath)
            {
                if (reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                texts.Add(reader.GetString()!);
                found = true;
            }

            reader.Skip();
        }

        return found;
    }
}
