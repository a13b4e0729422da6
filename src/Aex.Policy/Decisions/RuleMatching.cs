using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>Whether a rule speaks of a request. Allocates nothing: everything was looked up before.</summary>
internal static class RuleMatching
{
    /// <summary>Whether a <c>deny</c> or <c>confirm</c> matches: by any name that the request may have, and any resource that may lie in the scope.</summary>
    public static bool Stops(Rule rule, Request request, LayerView view)
    {
        if (!IsStoppedBy(rule.Pattern, request))
        {
            return false;
        }

        if (!rule.HasScope)
        {
            return true;
        }

        var scope = rule.Scope!;

        if (request.Items.Length == 0)
        {
            // What a foreign tool reaches for is not known; a built-in one without resources reaches for none.
            return request.IsForeign;
        }

        foreach (var resource in request.Items)
        {
            if (MayLieIn(scope, resource, view))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a layer grants a request: each way to read its name, with each resource, must lie in a grant. Hands out the last one needed.</summary>
    public static bool Allows(LayerView view, Request request, out Rule? granting, Trace? trace)
    {
        granting = null;
        var ways = Math.Max(1, request.McpNames.Length);
        var resources = Math.Max(1, request.Items.Length);
        for (var way = 0; way < ways; way++)
        {
            for (var i = 0; i < resources; i++)
            {
                var resource = request.Items.Length == 0 ? null : request.Items[i];
                if (!IsGranted(view, request, way, resource, out granting, trace))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a layer grants a capability by its very name.</summary>
    public static bool AllowsByName(Layer layer, string capability, out Rule? granting)
    {
        foreach (var rule in layer.AllowSpan)
        {
            if (!rule.HasScope && rule.Pattern.IsExactly(capability))
            {
                granting = rule;
                return true;
            }
        }

        granting = null;
        return false;
    }

    /// <summary>Whether a pattern limit counts a call: any request matches, primary or implied, or what the layer's own <c>map</c> makes of it.</summary>
    public static bool Counts(Limit limit, PreparedCall call, LayerView view)
    {
        if (limit.Pattern is not { } pattern)
        {
            return limit.Key == "calls";
        }

        foreach (var request in call.Items)
        {
            if (IsStoppedBy(pattern, request))
            {
                return true;
            }
        }

        foreach (var request in view.Mapped)
        {
            if (IsStoppedBy(pattern, request))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGranted(LayerView view, Request request, int way, Resource? resource, out Rule? granting, Trace? trace)
    {
        foreach (var rule in view.Layer.AllowSpan)
        {
            var matches = IsAllowedBy(rule.Pattern, request, way) && (!rule.HasScope || (resource is not null && LiesIn(rule.Scope!, resource, view)));
            trace?.Tried(request, view.Layer, rule, matches);
            if (matches)
            {
                granting = rule;
                return true;
            }
        }

        granting = null;
        return false;
    }

    private static bool IsAllowedBy(CapabilityPattern pattern, Request request, int way)
    {
        if (request.IsForeign && pattern.Kind is PatternKind.Exact or PatternKind.Quoted && pattern.Text == request.ToolName)
        {
            return true;
        }

        // A proxy sees the server's own names: those are the capabilities there.
        var isOwnName = request.McpNames.Length == 0 || request.Capability == request.ToolName;
        return (isOwnName && pattern.Matches(request.Capability)) || (request.McpNames.Length > 0 && request.McpNames[way].IsAllowedBy(pattern));
    }

    private static bool IsStoppedBy(CapabilityPattern pattern, Request request)
    {
        if (pattern.Matches(request.Capability))
        {
            return true;
        }

        // `deny Bash` says what it means, though rules are better written for capabilities.
        if (request.ToolName is not null && (request.IsForeign ? pattern.MatchesLoosely(request.ToolName) : pattern.Matches(request.ToolName)))
        {
            return true;
        }

        foreach (var name in request.McpNames)
        {
            if (name.IsStoppedBy(pattern))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LiesIn(Scope scope, Resource resource, LayerView view)
    {
        switch (resource.Kind)
        {
            case ResourceKind.Path or ResourceKind.Tree:
                if (scope.Kind != ScopeKind.Path || resource.MayBeAnything)
                {
                    return false;
                }

                foreach (var path in resource.Paths)
                {
                    if (!PathLiesIn(scope, path, resource, view, stops: false))
                    {
                        return false;
                    }
                }

                return resource.Paths.Length > 0;
            case ResourceKind.Host:
                return scope.Kind == ScopeKind.Host && scope.MatchesHost(resource.Host, resource.Port);
            case ResourceKind.Name:
                return scope.MatchesName(resource.Shown);
            default:
                // A command: what its words do is not known, so no scope of words can speak for it. And what cannot be told lies nowhere.
                return false;
        }
    }

    private static bool MayLieIn(Scope scope, Resource resource, LayerView view)
    {
        switch (resource.Kind)
        {
            case ResourceKind.Path or ResourceKind.Tree:
                if (scope.Kind != ScopeKind.Path || resource.MayBeAnything)
                {
                    return true;
                }

                foreach (var path in resource.Paths)
                {
                    if (PathLiesIn(scope, path, resource, view, stops: true))
                    {
                        return true;
                    }
                }

                foreach (var name in resource.OtherNames)
                {
                    if (PathLiesIn(scope, name, resource, view, stops: true))
                    {
                        return true;
                    }
                }

                return IsNamedBySearch(scope, resource, view);
            case ResourceKind.Host:
                return scope.Kind != ScopeKind.Host || scope.MatchesHost(resource.Host, resource.Port);
            case ResourceKind.Name:
                return scope.Kind != ScopeKind.Name || scope.MatchesName(resource.Shown);
            default:
                return true;
        }
    }

    private static bool PathLiesIn(Scope scope, ReadOnlySpan<char> path, Resource resource, LayerView view, bool stops)
    {
        foreach (var part in scope.Paths)
        {
            if (Matches(part, path, view.Layer.Root, view.Home) || (view.Root is not null && Matches(part, path, view.Root, view.ResolvedHome)))
            {
                return true;
            }
        }

        return false;

        bool Matches(PathScope part, ReadOnlySpan<char> path, string root, string home) => resource.Kind == ResourceKind.Tree
            ? part.MatchesTree(path, root, home, resource.IgnoresCase, stops)
            : part.Matches(path, root, home, resource.IgnoresCase, stops);
    }

    // Some clients' searches take any case wherever they run.
    private static bool IsNamedBySearch(Scope scope, Resource resource, LayerView view)
    {
        foreach (var search in resource.Searches)
        {
            foreach (var part in scope.Paths)
            {
                if (part.IsNamedBy(search, view.Layer.Root, view.Home, ignoreCase: true)
                    || (view.Root is not null && part.IsNamedBy(search, view.Root, view.ResolvedHome, ignoreCase: true)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
