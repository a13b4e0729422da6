using System.Text;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;
using Aex.Policy.Decisions;
using Aex.Policy.Masking;
using Aex.Policy.Shell;

namespace Aex.Cli.Learning;

/// <summary>What a need is for.</summary>
internal enum NeedKind
{
    /// <summary>A path, or a folder with all below it.</summary>
    Path,

    /// <summary>The words of one command.</summary>
    Command,

    /// <summary>Anything else: a host, a name, a capability as such.</summary>
    Other,
}

/// <summary>The narrowest grant that lets one thing through that a call does.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Capability">The capability.</param>
/// <param name="Text">The path, the command's words, or the whole grant.</param>
/// <param name="Words">A command's words.</param>
/// <param name="IsTame">Whether the command does nothing beside what other lines hold to a scope, and what stays on this machine.</param>
internal sealed record Need(NeedKind Kind, string Capability, string Text, IReadOnlyList<string>? Words = null, bool IsTame = false)
{
    /// <summary>What a word can't hold, since it would be a wildcard or end the word.</summary>
    private const string Wild = "*?[]\\";

    /// <summary>Capabilities without a scope that stay on this machine and harm nothing that could not be made again.</summary>
    private static readonly string[] Tame =
    [
        "git.status", "git.diff", "git.read", "git.add", "git.commit", "git.switch", "tests.run", "build.run", "packages.read", "containers.read", "system.read",
    ];

    /// <summary>The <c>allow</c> line for this need alone.</summary>
    public string Line => Kind switch
    {
        NeedKind.Path => $"allow {Capability}:{Quoted(PathScope(Text))}",
        NeedKind.Command => $"allow shell.exec:{StringLiteral.Encode(Text)}",
        NeedKind.Other => Text,
    };

    /// <summary>What a request needs; null, with the reason, where no narrow line can be written for it.</summary>
    public static IReadOnlyList<Need>? Of(Request request, PreparedCall call, Layer layer, string root, out string why)
    {
        why = "";
        if (NeverLearned.Reason(request) is { } never)
        {
            why = never;
            return null;
        }

        if (request.Resources is [{ Kind: ResourceKind.Command }, ..])
        {
            return OfCommand(call, out why);
        }

        var kind = KnownCapabilities.ScopeKindOf(request.Capability);
        if (request.Resources.Count == 0)
        {
            if (kind != ScopeKind.None && request.Capability != "network.search")
            {
                why = $"what {request.Capability} reaches for is not said, and without a scope the line would be for everything";
                return null;
            }

            return Whole(request, layer, out why);
        }

        var needs = new List<Need>();
        foreach (var resource in request.Resources)
        {
            if (resource.Kind == ResourceKind.Unresolved)
            {
                if (kind == ScopeKind.None)
                {
                    return Whole(request, layer, out why);
                }

                why = $"what {request.Capability} reaches for is known only when it runs";
                return null;
            }

            if (SecretMask.Mask(resource.Shown) != resource.Shown || resource.Shown.Contains(SecretMask.Masked, StringComparison.Ordinal))
            {
                why = "a secret stands in what it reaches for";
                return null;
            }

            needs.Add(resource.Kind switch
            {
                ResourceKind.Path => new Need(NeedKind.Path, request.Capability, resource.Shown == root ? "" : resource.Shown),
                ResourceKind.Tree => new Need(NeedKind.Path, request.Capability, resource.Shown == root ? "" : resource.Shown.TrimEnd('/') + "/"),
                ResourceKind.Host => new Need(NeedKind.Other, request.Capability, $"allow {request.Capability}:{resource.Shown}"),
                ResourceKind.Name or ResourceKind.Command or ResourceKind.Unresolved => new Need(NeedKind.Other, request.Capability, $"allow {request.Capability}:{StringLiteral.Encode(resource.Shown)}"),
            });
        }

        return needs;
    }

    /// <summary>The scope that holds a path, or a folder (it ends in <c>/</c>) with all below it; the empty text is the project's root.</summary>
    public static string PathScope(string path)
    {
        if (path.Length == 0)
        {
            return "**";
        }

        var scope = new StringBuilder(path.Length + 4);
        if (!path.Contains('/', StringComparison.Ordinal) || path[0] == '~')
        {
            // A name alone would be looked for in every folder.
            scope.Append("./");
        }

        foreach (var c in path)
        {
            if (c is '*' or '?' or '[' or ']' or '{' or '}' or '\\')
            {
                scope.Append('\\');
            }

            scope.Append(c);
        }

        return path.EndsWith('/') ? scope.Append("**").ToString() : scope.ToString();
    }

    /// <summary>A scope as it stands in a line: in quotes where it would end early.</summary>
    public static string Quoted(string scope)
    {
        foreach (var c in scope)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or '/' or '*' or '+' or '@' or '='))
            {
                return StringLiteral.Encode(scope);
            }
        }

        return scope;
    }

    private static IReadOnlyList<Need>? Whole(Request request, Layer layer, out string why)
    {
        why = "";
        if (Reasons.PermittingLine(request, layer) is { } line)
        {
            return [new Need(NeedKind.Other, request.Capability, line)];
        }

        why = "its tool's name can be read in several ways";
        return null;
    }

    private static List<Need>? OfCommand(PreparedCall call, out string why)
    {
        why = "";
        if (call.Analysis is not { Unparsable: null } analysis)
        {
            why = "the command cannot be read";
            return null;
        }

        var needs = new List<Need>();
        foreach (var command in analysis.Commands)
        {
            if (command.IsPartial)
            {
                why = NeverLearned.UnseenCode;
                return null;
            }

            if (command.IsWrapper || command.Words.Count == 0)
            {
                continue;
            }

            var words = new List<string>(command.Words.Count);
            foreach (var word in command.Words)
            {
                if (!word.IsKnown || word.Text.Length == 0)
                {
                    why = "a word of the command is known only when it runs, and no scope of words holds it";
                    return null;
                }

                words.Add(Escaped(word.Text));
            }

            var text = string.Join(' ', words);
            if (text.Length > 400)
            {
                why = "the command is too long for a line of a policy";
                return null;
            }

            if (SecretMask.Mask(text) != text || command.Words.Any(word => word.Text.Contains(SecretMask.Masked, StringComparison.Ordinal)))
            {
                why = "a secret stands in the command";
                return null;
            }

            needs.Add(new Need(NeedKind.Command, "shell.exec", text, [.. command.Words.Select(word => word.Text)], IsTameCommand(command)));
        }

        return needs;
    }

    private static bool IsTameCommand(ShellCommand command) =>
        command.Effects.All(effect => effect.Target != EffectTarget.None || Array.IndexOf(Tame, effect.Capability) >= 0);

    // Blanks end a word of a scope: there a `*` stands for them.
    private static string Escaped(string word)
    {
        var text = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            if (char.IsWhiteSpace(c))
            {
                text.Append(text.Length > 0 && text[^1] == '*' ? "" : "*");
                continue;
            }

            if (Wild.Contains(c, StringComparison.Ordinal))
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.ToString();
    }
}
