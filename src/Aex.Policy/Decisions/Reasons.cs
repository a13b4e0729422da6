using System.Globalization;
using System.Text;
using Aex.Language.Text;
using Aex.Policy.Capabilities;
using Aex.Policy.Masking;

namespace Aex.Policy.Decisions;

/// <summary>Says in one sentence why a call was decided as it was: what was asked, the line that decided, and the smallest line that would permit it.</summary>
public static class Reasons
{
    private const int LongestShown = 160;

    /// <summary>The sentence. It holds no secret and no character that a terminal or a reader could be led astray by.</summary>
    public static string Describe(Verdict verdict, PreparedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var request = verdict.Request ?? call.Primary;
        var layer = verdict.Layer;
        var sentence = verdict.Cause switch
        {
            Cause.Allowed => Asked(request) + " is allowed",
            Cause.InsideConversation when request.Capability == Request.MakeText => "model.make is allowed: nothing denies it",
            Cause.InsideConversation => Asked(request) + " is allowed: it reaches nothing outside the conversation",
            Cause.Proxied => Asked(request) + " goes to aex proxy, which decides it",
            Cause.Denied => $"{Asked(request, verdict.Rule)} is denied by {Named(layer!, verdict.Rule!)}",
            Cause.Confirm => $"{Asked(request, verdict.Rule)} needs a person's confirmation by {Named(layer!, verdict.Rule!)}",
            Cause.UnseenCode => Unseen(request, layer),
            Cause.NotAllowed => NotAllowed(request, layer!),
            Cause.StrictShell => StrictShell(request, layer!),
            Cause.Guarded => Guarded(request, layer),
            Cause.BudgetExhausted => Exhausted(verdict.Limit!, layer!),
            Cause.InvalidLayer => Invalid(layer!),
            Cause.NoPolicy => Asked(request) + " is denied: no policy says what is allowed; to write one: aex init --policy",
        };
        return verdict.Decision != Decision.Allow && layer is { IsPinned: true }
            ? sentence + ". These are the rules with which the session began; what has changed since widens nothing until a person runs `aex trust` or a new session begins"
            : sentence;
    }

    /// <summary>The smallest line that would let a request pass a layer; null where a person had better not write one.</summary>
    public static string? PermittingLine(Request request, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(layer);
        var verb = layer.Kind == LayerKind.Contract ? "use " : "allow ";
        if (request.McpNames.Length > 1)
        {
            return null;
        }

        if (request.IsGuarded || request.IsUnseenCode)
        {
            return verb + request.Capability;
        }

        var name = IsPlainName(request.Capability) ? request.Capability
            : request.IsForeign && request.ToolName is not null ? "\"" + Safe(request.ToolName).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
            : null;
        if (name is null)
        {
            return null;
        }

        return verb + name + (request.Items is [var only] ? ScopeFor(request, only) : "");
    }

    /// <summary>A text as people may see it: control, bidirectional, zero-width and other unseen characters as <c>\u{…}</c>, secrets masked, cut where it is long.</summary>
    public static string Safe(string text) => Escape(Shorten(SecretMask.Mask(text)));

    private static string Asked(Request request, Rule? rule = null)
    {
        var asked = Escape(request.Capability);
        if (request.Items.Length == 0)
        {
            return asked;
        }

        // The resource that cannot be told is what a scope was matched for.
        var shown = request.Items[0];
        var unknown = Array.Find(request.Items, static resource => resource.Kind == ResourceKind.Unresolved || resource.MayBeAnything);
        if (unknown is not null && (rule is null || rule.HasScope || request.IsImplied))
        {
            var why = unknown.Kind == ResourceKind.Unresolved ? unknown.Shown : unknown.Shown + " cannot be followed, or has names that could not all be looked at";
            return $"{asked} ({Safe(why)})";
        }

        return shown.Kind == ResourceKind.Unresolved ? asked
            : request.Items.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"{asked} {Shown(shown)} and {request.Items.Length - 1} more")
            : $"{asked} {Shown(shown)}";
    }

    private static string Shown(Resource resource) => resource.Kind switch
    {
        ResourceKind.Command => "`" + Safe(resource.Shown) + "`",
        ResourceKind.Path or ResourceKind.Tree or ResourceKind.Host or ResourceKind.Name or ResourceKind.Unresolved => Safe(resource.Shown),
    };

    private static string Named(Layer layer, Rule rule)
    {
        var source = layer.SourceOf(rule);
        return $"{Escape(source.Place)} ({Safe(source.Text)})";
    }

    private static string NotAllowed(Request request, Layer layer)
    {
        var place = $"{Asked(request)} is not in the allow list of {Escape(layer.File)}";
        var line = PermittingLine(request, layer);
        return line is not null ? $"{place}; to permit it: {Escape(line)}"
            : request.McpNames.Length > 1 ? $"{place}: the tool's name can be read in several ways, and each must be allowed"
            : place;
    }

    private static string StrictShell(Request request, Layer layer) =>
        $"{Asked(request)} is not in the allow list of {Escape(layer.File)}, as `strict shell` wants; to permit it: {Escape(PermittingLine(request, layer) ?? request.Capability)}";

    private static string Unseen(Request request, Layer? layer)
    {
        var what = request.Items is [{ Kind: ResourceKind.Unresolved } unknown] ? ": " + Safe(unknown.Shown) : "";
        var start = $"the command needs a person's confirmation{what}";
        return layer is null || request.IsUnparsable ? start : $"{start}; to permit such commands: {PermittingLine(request, layer)} in {Escape(layer.File)}";
    }

    private static string Guarded(Request request, Layer? layer)
    {
        var start = Asked(request) + " is denied: it would change what enforces the policy";
        return layer is null ? start : $"{start}, and {Escape(layer.File)} does not say `{PermittingLine(request, layer)}`; a person can make the change";
    }

    private static string Exhausted(Limit limit, Layer layer)
    {
        var source = layer.SourceOf(limit);
        return $"the budget {Escape(limit.Key)}={limit.Value.ToString(CultureInfo.InvariantCulture)} of {Escape(source.Place)} is used up; a person can add to it in a terminal: aex budget --add N";
    }

    private static string Invalid(Layer layer)
    {
        var error = layer.Errors[0];
        var place = error.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Escape(layer.File)}:{error.Line}") : Escape(layer.File);
        var code = error.Code == Language.Diagnostics.Catalogue.PolicyUnusable ? error.Code : error.Code + ", " + Language.Diagnostics.Catalogue.PolicyUnusable;
        return $"{place}: {Safe(error.Message)} ({code}): nothing may run until it is mended; see: aex check {Escape(layer.File)}";
    }

    private static string ScopeFor(Request request, Resource resource) => resource.Kind switch
    {
        ResourceKind.Path when !resource.MayBeAnything => ":" + PathScopeText(resource.Shown),
        ResourceKind.Tree when !resource.MayBeAnything => ":" + PathScopeText(resource.Shown.TrimEnd('/') + "/**"),
        ResourceKind.Host => ":" + resource.Shown,
        ResourceKind.Name when KnownCapabilities.ScopeKindOf(request.Capability) == ScopeKind.Name => ":" + PathScopeText(resource.Shown),
        ResourceKind.Path or ResourceKind.Tree or ResourceKind.Command or ResourceKind.Name or ResourceKind.Unresolved => "",
    };

    // Quoted where the text would end early, with wildcards taken as they are.
    private static string PathScopeText(string path)
    {
        foreach (var c in path)
        {
            if (c is ' ' or '\t' or ',' or '"' or '#' or '{' or '}' or '\\')
            {
                return "\"" + Safe(path).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
            }
        }

        return Safe(path);
    }

    private static bool IsPlainName(string capability)
    {
        foreach (var range in capability.AsSpan().Split('.'))
        {
            var part = capability.AsSpan()[range];
            if (part.IsEmpty || char.IsAsciiDigit(part[0]) || part[0] == '-')
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

    private static string Shorten(string text)
    {
        if (text.Length <= LongestShown)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestShown - 1]) ? LongestShown - 1 : LongestShown;
        return text[..end] + "…";
    }

    private static string Escape(string text)
    {
        var isPlain = true;
        foreach (var c in text)
        {
            isPlain &= c is >= ' ' and < '\x7F';
        }

        if (isPlain)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            int scalar = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                scalar = char.ConvertToUtf32(text[i], text[++i]);
            }

            if (UnseenCharacters.IsRefusedInRules(scalar) || scalar == '\t')
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{scalar:X4}}}");
            }
            else
            {
                shown.Append(new Rune(scalar).ToString());
            }
        }

        return shown.ToString();
    }
}
