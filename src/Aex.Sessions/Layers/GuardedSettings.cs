using System.Text;
using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Sessions.Layers;

/// <summary>
/// The members of a settings file that decide what runs beside or instead of the gate: hooks, environment, helper commands, plugins,
/// MCP servers. Two files that agree in these may differ in the rest, permissions among it.
/// </summary>
internal static class GuardedSettings
{
    /// <summary>The guarded member whose value differs between the two texts; null when none does. Both are whole JSON objects; an empty text has no members.</summary>
    public static string? Difference(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        Dictionary<string, string> old = Members(before);
        Dictionary<string, string> now = Members(after);
        foreach ((string name, string value) in now)
        {
            if (!old.Remove(name, out string? was) || was != value)
            {
                return name;
            }
        }

        foreach (string name in old.Keys)
        {
            return name;
        }

        return null;
    }

    /// <summary>True for a member that is guarded.</summary>
    public static bool IsGuarded(string name) =>
        name is "env" or "statusLine" or "fileSuggestion" or "awsAuthRefresh" or "awsCredentialExport" or "gcpAuthRefresh" or "sandbox"
        || name.Contains("hook", StringComparison.OrdinalIgnoreCase)
        || name.Contains("mcp", StringComparison.OrdinalIgnoreCase)
        || name.Contains("plugin", StringComparison.OrdinalIgnoreCase)
        || name.Contains("marketplace", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Helper", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Command", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Members(ReadOnlySpan<byte> text)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (text.Length == 0)
        {
            return members;
        }

        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 320 });
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            _ = reader.Read();
            if (IsGuarded(name))
            {
                var value = new JsonText(256);
                PlainJson.Copy(ref reader, value);
                members[name] = Encoding.UTF8.GetString(value.Written);
            }
            else
            {
                reader.Skip();
            }
        }

        return members;
    }
}

/// <summary>JSON without the spellings that mean the same: white space and escapes.</summary>
internal static class PlainJson
{
    /// <summary>Copies the value that the reader stands at.</summary>
    public static void Copy(ref Utf8JsonReader reader, JsonText into)
    {
        int depth = reader.CurrentDepth;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: into.BeginObject(); break;
                case JsonTokenType.StartArray: into.BeginArray(); break;
                case JsonTokenType.EndObject: into.EndObject(); break;
                case JsonTokenType.EndArray: into.EndArray(); break;
                case JsonTokenType.PropertyName: into.Name(reader.GetString()!); break;
                case JsonTokenType.String: into.Text(reader.GetString()!); break;
                default: into.Raw(reader.ValueSpan); break;
            }
        }
        while ((reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.Read());
    }
}
