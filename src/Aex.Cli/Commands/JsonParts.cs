using System.Text.Json;
using Aex.Cli.Rendering;
using Aex.Policy.Decisions;

namespace Aex.Cli.Commands;

/// <summary>Parts that several commands print as data in the same form.</summary>
internal static class JsonParts
{
    /// <summary>A rule's place and text.</summary>
    public static void Source(Utf8JsonWriter json, RuleSource source)
    {
        json.WriteStartObject();
        json.WriteString("file", Shown.Whole(source.File));
        json.WriteNumber("line", source.Line);
        json.WriteString("text", Shown.Whole(source.Text));
        json.WriteEndObject();
    }

    /// <summary>A number as text.</summary>
    public static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The name of a decision.</summary>
    public static string NameOf(Decision decision) => decision switch
    {
        Decision.Allow => "allow",
        Decision.Ask => "ask",
        Decision.Deny => "deny",
    };

    /// <summary>The name of a layer's kind.</summary>
    public static string NameOf(LayerKind kind) => kind switch
    {
        LayerKind.Managed => "managed",
        LayerKind.User => "user",
        LayerKind.Project => "project",
        LayerKind.Option => "option",
        LayerKind.Contract => "contract",
    };
}
