using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

// What a call does beside what it is called for.
public static partial class CallPreparation
{
    private static void AddImplied(CallContext context, List<Request> requests, LayerView[] views)
    {
        var guard = new Guard(context);
        var guarded = new List<Resource>();
        var read = new List<Resource>();
        var written = new List<Resource>();
        var possiblyRead = new List<Resource>();
        Resource? unseen = null;
        foreach (var request in requests)
        {
            Sort(request);
        }

        foreach (var view in views)
        {
            foreach (var request in view.Mapped)
            {
                Sort(request);
            }
        }

        Add("secrets.read", read);
        Add("secrets.read", possiblyRead, isPossible: true);
        Add("secrets.write", written);
        Add(Request.Configure, guarded);
        if (unseen is not null && !requests.Exists(static request => request.IsUnseenCode))
        {
            var why = Resource.Unknown($"what is written to `{unseen.Shown}` is not known, and may be what enforces the policy");
            requests.Add(new Request { Capability = Request.RunCode, IsImplied = true, IsEffect = true, Items = [why] });
        }

        void Sort(Request request)
        {
            var writes = Writes(request);
            if (!writes && request.Capability != "file.read")
            {
                return;
            }

            foreach (var resource in request.Items)
            {
                // A word that may be no file at all is none of those that cannot be told.
                if (request.IsPossible && (resource.Kind == ResourceKind.Unresolved || resource.MayBeAnything))
                {
                    continue;
                }

                if (HoldsSecrets(resource, context))
                {
                    AddOnce(writes ? written : request.IsPossible ? possiblyRead : read, resource);
                }

                // What a command changes under a name that is computed asks (ShellRequests), or no loop could be written.
                if (writes && (resource.Probes.Length > 0 ? Array.Exists(resource.Probes, guard.Holds) : !(request.IsEffect && resource.Kind == ResourceKind.Unresolved) && guard.Holds(resource)))
                {
                    AddOnce(guarded, resource);
                }
                else if (writes && resource.IsUnseen && guard.IsAbove(resource))
                {
                    unseen ??= resource;
                }
            }
        }

        void Add(string capability, List<Resource> resources, bool isPossible = false)
        {
            if (resources.Count > 0)
            {
                requests.Add(new Request { Capability = capability, Items = [.. resources], IsImplied = true, IsPossible = isPossible });
            }
        }
    }

    private static void AddOnce(List<Resource> list, Resource resource)
    {
        foreach (var other in list)
        {
            // A `map` line and the table of servers name the same file.
            if (ReferenceEquals(other, resource) || (other.Kind == resource.Kind && other.Shown == resource.Shown && other.Paths.AsSpan().SequenceEqual(resource.Paths)))
            {
                return;
            }
        }

        list.Add(resource);
    }

    private static bool Writes(Request request) => request.Capability is "file.write" or "file.delete";

    private static bool HoldsSecrets(Resource resource, CallContext context)
    {
        if (resource.Kind == ResourceKind.Unresolved || resource.MayBeAnything)
        {
            return true;
        }

        var isTree = resource.Kind == ResourceKind.Tree;
        foreach (var path in resource.Paths)
        {
            if (SecretPaths.Holds(path, context.ProjectRoot, context.Home, resource.IgnoresCase, isTree))
            {
                return true;
            }
        }

        foreach (var path in resource.OtherNames)
        {
            if (SecretPaths.Holds(path, context.ProjectRoot, context.Home, resource.IgnoresCase, isTree))
            {
                return true;
            }
        }

        foreach (var search in resource.Searches)
        {
            if (SecretPaths.IsNamedBy(search, context.ProjectRoot, context.Home))
            {
                return true;
            }
        }

        return false;
    }

    // The person's or the machine's policy may ask for strictness and leave it to the others what is allowed.
    private static bool AnyNeutralStrict(IReadOnlyList<Layer> layers)
    {
        foreach (var layer in layers)
        {
            if (layer is { IsStrictShell: true, IsNeutral: true })
            {
                return true;
            }
        }

        return false;
    }

    // The search through the project is made only where it can change the answer.
    private static bool NeedsOtherNames(IReadOnlyList<Layer> layers, List<Request> requests, LayerView[] views)
    {
        var writes = false;
        var linked = false;
        foreach (var request in requests)
        {
            Look(request, ref writes, ref linked);
        }

        foreach (var view in views)
        {
            foreach (var request in view.Mapped)
            {
                Look(request, ref writes, ref linked);
            }
        }

        if (!linked || writes)
        {
            return linked;
        }

        foreach (var layer in layers)
        {
            if (layer.IsStrictShell || SpeaksOfPaths(layer.Deny) || SpeaksOfPaths(layer.Confirm))
            {
                return true;
            }
        }

        return false;

        static void Look(Request request, ref bool writes, ref bool linked)
        {
            writes |= Writes(request);
            foreach (var resource in request.Items)
            {
                linked |= resource.Facts is { Exists: true, IsDirectory: false, Links: > 1 };
            }
        }

        static bool SpeaksOfPaths(RuleList rules)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                if (rules.ScopeKindAt(i) == ScopeKind.Path || rules.PatternAt(i).Matches("secrets.read"))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static void FindOtherNames(ResourceReader resources, List<Request> requests, LayerView[] views)
    {
        foreach (var request in requests)
        {
            resources.FindOtherNames(request.Items);
        }

        foreach (var view in views)
        {
            foreach (var request in view.Mapped)
            {
                resources.FindOtherNames(request.Items);
            }
        }
    }
}
