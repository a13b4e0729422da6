using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>Whether a rule speaks of a request. Allocates nothing: everything was looked up before.</summary>
internal static class RuleMatching
{
    /// <summary>
    /// The first <c>deny</c> or <c>confirm</c> that matches: by any name that the request may have, and any resource that may lie in the scope.
    /// </summary>
    public static Rule? FirstStopping(RuleList rules, Request request, LayerView view, Trace? trace)
    {
        Span<char> scope = stackalloc char[RuleList.LongestPlainPath];
        Span<byte> answers = stackalloc byte[RuleList.MostShared];
        answers.Clear();
        for (var i = 0; i < rules.Count; i++)
        {
            var shared = rules.SharedPattern(i);
            var isNamed = shared >= 0 && answers[shared] != 0 ? answers[shared] == 2 : IsStoppedBy(rules.PatternAt(i), request);
            if (shared >= 0)
            {
                answers[shared] = (byte)(isNamed ? 2 : 1);
            }

            var stops = isNamed && !(request.IsWordsOnly && rules.ScopeKindAt(i) is null) && ScopeStops(rules, i, request, view, scope);
            trace?.Tried(request, view.Layer, rules[i], stops);
            if (stops)
            {
                return rules[i];
            }
        }

        return null;
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
                if (!IsGranted(view, request, way, resource, out granting, trace)
                    && !(resource is { Kind: ResourceKind.Command } && AreWordsGranted(view, request, way, request.Items[0].Simple, out granting, trace)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>No rule.</summary>
    public static bool None(out Rule? granting)
    {
        granting = null;
        return false;
    }

    /// <summary>Whether a layer has a deny or a confirm beyond a plain <c>shell.exec</c>.</summary>
    public static bool StopsMoreThanCommands(Layer layer)
    {
        return Any(layer.Deny) || Any(layer.Confirm);

        static bool Any(RuleList rules)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                if (rules.ScopeKindAt(i) is not null || !rules.PatternAt(i).IsExactly("shell.exec"))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether a layer grants a command by its words only.</summary>
    public static bool IsGrantedByWords(LayerView view, Request primary)
    {
        if (primary.Items is not [{ Kind: ResourceKind.Command } command, ..] || command.Simple is null)
        {
            return false;
        }

        var rules = view.Layer.Allow;
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules.ScopeKindAt(i) is null && IsAllowedBy(rules.PatternAt(i), primary, 0))
            {
                return false;
            }
        }

        return view.Mapped.Length == 0;
    }

    // Every simple command must lie in a grant; one that only runs another is that other, unless it gives it other rights.
    private static bool AreWordsGranted(LayerView view, Request request, int way, Shell.ShellAnalysis? analysis, out Rule? granting, Trace? trace)
    {
        granting = null;
        if (analysis is not { IsCovered: true, Commands.Count: > 0 })
        {
            return false;
        }

        var any = false;
        var elsewhere = int.MaxValue;
        foreach (var command in analysis.Commands)
        {
            if (command.Depth > elsewhere)
            {
                // What runs there was granted with the words that run it.
                continue;
            }

            elsewhere = command.RunsElsewhere ? command.Depth : int.MaxValue;
            if ((command.IsWrapper && !command.RunsElsewhere) || command.Words.Count == 0)
            {
                continue;
            }

            any = true;
            var found = false;
            for (var i = 0; i < view.Layer.Allow.Count && !found; i++)
            {
                found = view.Layer.Allow.ScopeKindAt(i) == ScopeKind.Command && IsAllowedBy(view.Layer.Allow.PatternAt(i), request, way)
                    && view.Layer.Allow[i].Scope!.MatchesWords(command.Words, mayBe: false);
                if (found)
                {
                    granting = view.Layer.Allow[i];
                    trace?.Tried(request, view.Layer, granting, matched: true);
                }
            }

            if (!found)
            {
                return false;
            }
        }

        return any;
    }

    private static bool MayRun(Scope scope, Shell.ShellAnalysis? analysis)
    {
        if (analysis is not { Unparsable: null })
        {
            return true;
        }

        foreach (var command in analysis.Commands)
        {
            if (command.Words.Count > 0 && scope.MatchesWords(command.Words, mayBe: true))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a layer grants a capability by its very name.</summary>
    public static bool AllowsByName(Layer layer, string capability, out Rule? granting)
    {
        var rules = layer.Allow;
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules.ScopeKindAt(i) is null && rules.PatternAt(i).IsExactly(capability))
            {
                granting = rules[i];
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

    /// <summary>Whether a layer grants the request in each way to read its name, under whatever scope.</summary>
    public static bool MayAllow(Layer layer, Request request)
    {
        for (var way = 0; way < Math.Max(1, request.McpNames.Length); way++)
        {
            var granted = false;
            for (var i = 0; i < layer.Allow.Count && !granted; i++)
            {
                granted = IsAllowedBy(layer.Allow.PatternAt(i), request, way);
            }

            if (!granted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a layer denies the request whatever its resources are.</summary>
    public static bool StopsAlways(Layer layer, Request request)
    {
        for (var i = 0; i < layer.Deny.Count; i++)
        {
            if (layer.Deny.ScopeKindAt(i) is null && IsStoppedBy(layer.Deny.PatternAt(i), request))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGranted(LayerView view, Request request, int way, Resource? resource, out Rule? granting, Trace? trace)
    {
        var rules = view.Layer.Allow;
        Span<char> scope = stackalloc char[RuleList.LongestPlainPath];
        Span<byte> answers = stackalloc byte[RuleList.MostShared];
        answers.Clear();
        for (var i = 0; i < rules.Count; i++)
        {
            var shared = rules.SharedPattern(i);
            var isNamed = shared >= 0 && answers[shared] != 0 ? answers[shared] == 2 : IsAllowedBy(rules.PatternAt(i), request, way);
            if (shared >= 0)
            {
                answers[shared] = (byte)(isNamed ? 2 : 1);
            }

            var matches = isNamed && (rules.ScopeKindAt(i) is null || (resource is not null && ScopeHolds(rules, i, resource, view, scope)));
            trace?.Tried(request, view.Layer, rules[i], matches);
            if (matches)
            {
                granting = rules[i];
                return true;
            }
        }

        granting = null;
        return false;
    }

    private static bool ScopeStops(RuleList rules, int index, Request request, LayerView view, Span<char> buffer)
    {
        if (rules.ScopeKindAt(index) is null)
        {
            return true;
        }

        if (request.Items.Length == 0)
        {
            // What a foreign tool reaches for is not known; a built-in one without resources reaches for none.
            return request.IsForeign;
        }

        var isPlain = rules.TryPlainPath(index, buffer, out var plain);
        foreach (var resource in request.Items)
        {
            if (isPlain && resource.Kind is ResourceKind.Path or ResourceKind.Tree
                ? resource.MayBeAnything || MayLieIn(new RootedGlob(PathScopeBase.Root, 0, plain), resource, view)
                : MayLieIn(rules[index].Scope!, resource, view))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ScopeHolds(RuleList rules, int index, Resource resource, LayerView view, Span<char> buffer) =>
        resource.Kind is ResourceKind.Path or ResourceKind.Tree && rules.TryPlainPath(index, buffer, out var plain)
            ? LiesIn(new RootedGlob(PathScopeBase.Root, 0, plain), resource, view)
            : LiesIn(rules[index].Scope!, resource, view);

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
                if (scope.Kind != ScopeKind.Path || resource.MayBeAnything || resource.IsComputed)
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
                // A command's words are looked at one by one. What cannot be told lies nowhere.
                return false;
        }
    }

    private static bool LiesIn(RootedGlob glob, Resource resource, LayerView view)
    {
        if (resource.MayBeAnything || resource.IsComputed)
        {
            return false;
        }

        foreach (var path in resource.Paths)
        {
            if (!PathLiesIn(glob, path, resource, view, stops: false))
            {
                return false;
            }
        }

        return resource.Paths.Length > 0;
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

                foreach (var part in scope.Paths)
                {
                    if (MayLieIn(part.Rooted, resource, view))
                    {
                        return true;
                    }
                }

                return false;
            case ResourceKind.Host:
                return scope.Kind != ScopeKind.Host || scope.MatchesHost(resource.Host, resource.Port);
            case ResourceKind.Name:
                return scope.Kind != ScopeKind.Name || scope.MatchesName(resource.Shown);
            case ResourceKind.Command:
                return scope.Kind != ScopeKind.Command || MayRun(scope, resource.Simple);
            default:
                return true;
        }
    }

    private static bool MayLieIn(RootedGlob glob, Resource resource, LayerView view)
    {
        foreach (var path in resource.Paths)
        {
            if (PathLiesIn(glob, path, resource, view, stops: true))
            {
                return true;
            }
        }

        foreach (var name in resource.OtherNames)
        {
            if (PathLiesIn(glob, name, resource, view, stops: true))
            {
                return true;
            }
        }

        // Some clients' searches take any case wherever they run.
        foreach (var search in resource.Searches)
        {
            if (glob.IsNamedBy(search, view.Layer.Root, view.Home, ignoreCase: true)
                || (view.Root is not null && glob.IsNamedBy(search, view.Root, view.ResolvedHome, ignoreCase: true))
                || (resource.IsComputed && (glob.Meets(search, view.Layer.Root, view.Home, resource.IgnoresCase) || (view.Root is not null && glob.Meets(search, view.Root, view.ResolvedHome, resource.IgnoresCase)))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool PathLiesIn(Scope scope, ReadOnlySpan<char> path, Resource resource, LayerView view, bool stops)
    {
        foreach (var part in scope.Paths)
        {
            if (PathLiesIn(part.Rooted, path, resource, view, stops))
            {
                return true;
            }
        }

        return false;
    }

    private static bool PathLiesIn(RootedGlob glob, ReadOnlySpan<char> path, Resource resource, LayerView view, bool stops)
    {
        return Matches(glob, path, view.Layer.Root, view.Home)
            || (view.Root is not null && !IsSame(view) && Matches(glob, path, view.Root, view.ResolvedHome));

        bool Matches(RootedGlob glob, ReadOnlySpan<char> path, string root, string home) => resource.Kind == ResourceKind.Tree
            ? glob.MatchesTree(path, root, home, resource.IgnoresCase, stops) || (stops && resource.IsWide && glob.ReachesInto(path, root, home, resource.IgnoresCase))
            : glob.Matches(path, root, home, resource.IgnoresCase, stops);
    }

    // Where nothing is a link, both readings of the layer's root are one.
    private static bool IsSame(LayerView view) => view.Root == view.Layer.Root && view.ResolvedHome == view.Home;
}
