using System.Text.Json;

namespace Aex.Mcp.MetaTools;

/// <summary>A tool that aex itself offers through the proxy. It is answered here and never reaches the upstream.</summary>
public abstract class MetaTool
{
    /// <summary>Its name: <c>aex.checkpoint</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its name for clients that refuse dots: <c>aex_checkpoint</c>.</summary>
    public string PlainName => Name.Replace('.', '_');

    /// <summary>What it does, for the model.</summary>
    protected abstract string Description { get; }

    /// <summary>Its arguments, in order.</summary>
    protected abstract IReadOnlyList<MetaArgument> Arguments { get; }

    /// <summary>Whether it changes nothing.</summary>
    protected abstract bool IsReadOnly { get; }

    /// <summary>Whether it records its own call, under the lock that it changes the session in.</summary>
    internal virtual bool RecordsItself => false;

    /// <summary>Answers a call whose arguments have been checked.</summary>
    /// <exception cref="Sessions.SessionException">It cannot be done; the sentence is for the model.</exception>
    internal abstract void Answer(MetaCall call, Utf8JsonWriter json);

    /// <summary>Writes the tool as <c>tools/list</c> has it (MCP schema, Tool).</summary>
    /// <param name="json">Takes one object.</param>
    /// <param name="plainName">Whether the client refuses dots.</param>
    public void WriteDeclaration(Utf8JsonWriter json, bool plainName)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("name", plainName ? PlainName : Name);
        json.WriteString("description", Description);
        json.WriteStartObject("inputSchema");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var argument in Arguments)
        {
            json.WriteStartObject(argument.Name);
            json.WriteString("type", "string");
            json.WriteString("description", argument.Description);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (var argument in Arguments.Where(argument => argument.IsRequired))
        {
            json.WriteStringValue(argument.Name);
        }

        json.WriteEndArray();
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
        json.WriteStartObject("annotations");
        json.WriteBoolean("readOnlyHint", IsReadOnly);
        json.WriteBoolean("destructiveHint", false);
        json.WriteBoolean("idempotentHint", true);
        json.WriteBoolean("openWorldHint", false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What is wrong with arguments; null for nothing.</summary>
    internal string? Fault(JsonElement arguments)
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            return $"{Name} takes its arguments as an object";
        }

        foreach (var given in arguments.EnumerateObject())
        {
            if (!Arguments.Any(argument => argument.Name == given.Name))
            {
                var takes = Arguments.Count == 0 ? "no arguments" : string.Join(" and ", Arguments.Select(argument => $"`{argument.Name}`"));
                return $"unknown argument `{Policy.Decisions.Reasons.Safe(given.Name)}`: {Name} takes {takes}";
            }

            if (given.Value.ValueKind != JsonValueKind.String)
            {
                return $"`{given.Name}` is no string";
            }
        }

        return Arguments.FirstOrDefault(argument => argument.IsRequired && !arguments.TryGetProperty(argument.Name, out _)) is { } missing
            ? $"{Name} needs `{missing.Name}`: {missing.Description}"
            : null;
    }
}

/// <summary>An argument of a meta-tool: a string.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is, for the model.</param>
/// <param name="IsRequired">Whether it must be given.</param>
public sealed record MetaArgument(string Name, string Description, bool IsRequired);
