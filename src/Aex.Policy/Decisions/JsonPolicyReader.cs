using System.Text.Json;
using Aex.Language.Diagnostics;
using Aex.Policy.Capabilities;
using Aex.Policy.Json;
using Aex.Policy.Validation;

namespace Aex.Policy.Decisions;

/// <summary>Reads a policy written as JSON: <c>{"allow": ["file.read:src/**"], "deny": […], "require_confirmation": […], "budget": {"calls": 20}, "extends": "base.json"}</c>.</summary>
internal static class JsonPolicyReader
{
    private const int DeepestExtends = 16;

    /// <summary>Whether a file is JSON, by its ending or its first character.</summary>
    public static bool IsJson(string path, ReadOnlySpan<byte> utf8) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || utf8.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    public static LayerContent Read(ReadOnlySpan<byte> utf8)
    {
        var content = new LayerContent();
        var fault = StrictJson.Check(utf8);
        if (fault is not null)
        {
            Add(content, "this is no sound JSON: " + fault.Value.Message);
            return content;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        reader.Read();
        ReadPolicy(ref reader, content, 0);
        return content;
    }

    private static void ReadPolicy(ref Utf8JsonReader reader, LayerContent content, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Add(content, "a JSON policy is an object");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "allow":
                    ReadGrants(ref reader, content, RuleVerb.Allow, name);
                    break;
                case "deny":
                    ReadGrants(ref reader, content, RuleVerb.Deny, name);
                    break;
                case "require_confirmation":
                    ReadGrants(ref reader, content, RuleVerb.Confirm, name);
                    break;
                case "budget":
                    ReadBudget(ref reader, content);
                    break;
                case "extends" when reader.TokenType == JsonTokenType.String:
                    content.ExtendsFile = reader.GetString();
                    if (content.ExtendsFile is "")
                    {
                        Add(content, "`extends` names no file");
                    }

                    break;
                case "extends" when reader.TokenType == JsonTokenType.StartObject && depth < DeepestExtends:
                    content.ExtendsPolicy = new LayerContent();
                    ReadPolicy(ref reader, content.ExtendsPolicy, depth + 1);
                    content.Errors.AddRange(content.ExtendsPolicy.Errors);
                    break;
                case "extends":
                    Add(content, "`extends` is a file's name or a policy, at most 16 deep");
                    reader.Skip();
                    break;
                default:
                    Add(content, $"the field `{name}` is unknown: a policy has `allow`, `deny`, `require_confirmation`, `budget` and `extends`");
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadGrants(ref Utf8JsonReader reader, LayerContent content, RuleVerb verb, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Add(content, $"`{field}` is a list of strings");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                Add(content, $"`{field}` is a list of strings");
                reader.Skip();
                continue;
            }

            ReadGrant(content, verb, reader.GetString()!);
        }
    }

    private static void ReadGrant(LayerContent content, RuleVerb verb, string text)
    {
        var colon = text.IndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var isPattern = IsPattern(name);
        if (!isPattern && colon >= 0)
        {
            Add(content, $"`{text}` cannot be read: before the `:` stands a capability");
            return;
        }

        if (name.Length == 0)
        {
            Add(content, "an empty string names nothing");
            return;
        }

        if (isPattern && verb != RuleVerb.Allow && NameRules.NearestTo(name) is { } meant)
        {
            Add(content, Catalogue.MistypedName, $"`{name}` names nothing known, so the rule would never match: did you mean `{meant}`?");
        }

        Scope? scope = null;
        if (colon >= 0)
        {
            scope = Scope.Parse(KnownCapabilities.ScopeKindOf(name), text[(colon + 1)..], out var fault);
            if (fault is not null)
            {
                Add(content, Catalogue.ScopeNotTaken, $"`{text}`: {fault}");
                return;
            }
        }

        content.ListOf(verb).Add(new Rule(verb, CapabilityPattern.Parse(name, quoted: !isPattern), scope, -1, isPattern ? text : "\"" + text + "\""));
    }

    private static void ReadBudget(ref Utf8JsonReader reader, LayerContent content)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Add(content, "`budget` is an object of whole numbers");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < 0)
            {
                Add(content, Catalogue.BadBudget, $"the budget `{key}` is no whole number from 0 on");
                reader.Skip();
            }
            else if (EditDistance.Nearest(key, ["calls", "minutes", "tokens"], 2) is { } meant && meant != key)
            {
                Add(content, Catalogue.BadBudget, $"`{key}` is no limit: did you mean `{meant}`?");
            }
            else if (!IsPattern(key))
            {
                Add(content, Catalogue.BadBudget, $"the budget `{key}` names nothing");
            }
            else
            {
                content.Limits.Add(new Limit(key, value, -1));
            }
        }
    }

    // `*`, or names joined by dots, the last of them may be `*`.
    private static bool IsPattern(string text)
    {
        if (text == "*")
        {
            return true;
        }

        var body = text.EndsWith(".*", StringComparison.Ordinal) ? text.AsSpan(0, text.Length - 2) : text;
        foreach (var range in body.Split('.'))
        {
            var part = body[range];
            if (part.IsEmpty || !(char.IsAsciiLetter(part[0]) || part[0] == '_'))
            {
                return false;
            }

            foreach (var c in part)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not '_' and not '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Add(LayerContent content, string message) => Add(content, Catalogue.PolicyUnusable, message);

    private static void Add(LayerContent content, string code, string message) => content.Errors.Add(new LayerError(code, 0, 0, message));
}
