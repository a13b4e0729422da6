using Aex.Policy.Capabilities;
using Aex.Policy.Shell;

namespace Aex.Policy.Decisions;

/// <summary>Turns a client's call into requests: one primary, then what the call also does.</summary>
public static partial class CallPreparation
{
    private const string McpPrefix = "mcp__";

    /// <summary>The client name for calls that a proxy sees by the server's own tool names.</summary>
    public const string Proxy = "proxy";

    /// <summary>The client name for the steps of a contract.</summary>
    public const string Run = "run";

    /// <summary>Looks up all that deciding the call needs. Never fails: what cannot be told becomes an unresolved resource.</summary>
    public static PreparedCall Prepare(ToolCall call, IReadOnlyList<Layer> layers, CallContext context) => Prepare(call, layers, context, null);

    /// <summary>The same for a shell's call as if one of its simple commands were all that it runs.</summary>
    public static PreparedCall PrepareOne(ToolCall call, IReadOnlyList<Layer> layers, CallContext context, ShellCommand command) =>
        Prepare(call, layers, context, new ShellAnalysis { Commands = [command] });

    private static PreparedCall Prepare(ToolCall call, IReadOnlyList<Layer> layers, CallContext context, ShellAnalysis? analysis)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(context);
        var placed = InItsFolder(call, context);
        var resources = new ResourceReader(placed, context);
        var requests = new List<Request>(4);
        AddPrimary(placed, context, resources, requests, analysis);
        if (placed.Cwd.Length == 0 && call.Cwd.Length > 0)
        {
            var why = Resource.Unknown("the folder that the command runs in is not known: its arguments name one as this client may or may not read it; `cd` says it to all");
            requests.Add(new Request { Capability = Request.RunCode, IsImplied = true, IsEffect = true, IsUnparsable = true, Items = [why] });
        }

        var views = MakeViews(call, layers, context, resources, requests);
        if (NeedsOtherNames(layers, requests, views))
        {
            FindOtherNames(resources, requests, views);
        }

        AddImplied(context, requests, views);
        return new PreparedCall(call, context, [.. requests], views);
    }

    // A command is judged in the folder that its client runs it in. What another client or another version calls the folder may be passed over,
    // and a command that could run in either of two is one whose folder is not known.
    private static ToolCall InItsFolder(ToolCall call, CallContext context)
    {
        if (call.Client is Proxy or Run || ToolTable.Find(call.Client, call.Tool) is not { Shape: ResourceShape.Command })
        {
            return call;
        }

        var arguments = new ToolArguments(call.Arguments.Span);
        var isSound = arguments.TryText("workdir|working_directory|directory|dir_path|cwd", out var folder);
        if (isSound && (folder is null || AbsolutePath.Join(call.Cwd, folder) == call.Cwd))
        {
            return call;
        }

        var name = call.Client switch { "codex" => "workdir", "gemini" => "dir_path", "cursor" => "working_directory", _ => null };
        var isItsOwn = isSound && name is not null && arguments.TryText(name, out var own) && own is not null;
        // Gemini CLI starts a relative one at the project's folder, which need not be the call's.
        var isClear = isItsOwn && (folder!.StartsWith('/') || call.Cwd == context.ProjectRoot || call.Client != "gemini");
        return call with { Cwd = isClear ? AbsolutePath.Join(call.Cwd, folder!) : "" };
    }

    private static void AddPrimary(ToolCall call, CallContext context, ResourceReader resources, List<Request> requests, ShellAnalysis? analysis)
    {
        if (call.Client != Proxy && ToolTable.Find(call.Client, call.Tool) is { } meaning)
        {
            AddBuiltIn(call, context, meaning, resources, requests, analysis);
            return;
        }

        var names = McpNames(call);
        if (names.Length > 0 && call.Client != Proxy)
        {
            requests.Add(new Request { Capability = names[0].Capability, ToolName = call.Tool, IsForeign = true, McpNames = names });
            foreach (var name in names)
            {
                AddKnown(name.Server, name.Tool, call, context, resources, requests);
            }

            AddReach(call.Reaches, requests);
            return;
        }

        // A server's own name, or a capability called by its name: nothing it calls itself makes it pass unasked.
        var isDotted = call.Tool.Contains('.');
        requests.Add(new Request
        {
            Capability = isDotted || call.Client == Proxy ? call.Tool : "unknown." + call.Tool,
            ToolName = call.Tool,
            IsForeign = true,
            McpNames = names,
            Items = isDotted && call.Client != Proxy ? resources.OfCapability(call.Tool) : [],
            IsInsideConversation = call is { Client: Run, Tool: Request.MakeText },
        });
        if (call.Client == Run)
        {
            AddRunsEffects(call, resources, requests);
            AddReach(call.Reaches, requests);
        }

        if (call.Client == Proxy)
        {
            AddKnown(call.McpServer ?? "", call.Tool, call, context, resources, requests);
        }

        // What a server offers to read is the server's as much as its tools are.
        if (call.Client != Proxy && call.Tool is "ReadMcpResourceTool" or "ReadMcpResource" or "ListMcpResourcesTool" or "ListMcpResources")
        {
            var server = resources.McpServer();
            var name = new McpToolName(server ?? "unknown", "resources") { IsOfAnyServer = server is null };
            requests.Add(new Request { Capability = name.Capability, IsForeign = true, IsImplied = true, McpNames = [name] });
        }
    }

    // What a well-known server's tool reaches for besides being the server's.
    private static void AddKnown(string server, string tool, ToolCall call, CallContext context, ResourceReader resources, List<Request> requests)
    {
        if (McpServers.Find(server, tool) is not { } known)
        {
            return;
        }

        Resource[] items = known.Host is { } host ? [ResourceReader.OfHost(host)] : resources.Read(known.Meaning, known.IsOptional);
        if (items.Length == 0 && known.Meaning.Shape != ResourceShape.None)
        {
            return;
        }

        if (call.Client != Proxy && call.Cwd != context.ProjectRoot && known.Meaning.Shape is ResourceShape.Paths or ResourceShape.Tree)
        {
            // A relative path starts at the server's own folder, which is not the call's.
            items = [.. items, .. new ResourceReader(call with { Cwd = context.ProjectRoot }, context).Read(known.Meaning, known.IsOptional)];
        }

        requests.Add(new Request { Capability = known.Meaning.Capability, Items = items, IsImplied = true });
        AddDelete(known.Meaning.Deletes, items, requests);
    }

    // What the tools of `aex run` also do (docs/contracts.md, Tools).
    private static void AddRunsEffects(ToolCall call, ResourceReader resources, List<Request> requests)
    {
        switch (call.Tool)
        {
            case "file.write":
                AddDelete(resources.PatchDeletes, requests[0].Items, requests);
                break;
            case "git.apply":
                var written = resources.OfDiff();
                requests.Add(new Request { Capability = "file.write", Items = written, IsImplied = true });
                AddDelete(resources.PatchDeletes, written, requests);
                break;
            case "git.diff":
                requests.Add(new Request { Capability = "file.read", Items = resources.OfPaths("paths|path", isWrite: false), IsImplied = true });
                break;
            case "tests.run":
                requests.AddRange(resources.OfTestCommand());
                break;
        }
    }

    private static void AddReach(Reach? reach, List<Request> requests)
    {
        if (reach is not null)
        {
            var capability = reach.IsLoopback ? "loopback.connect" : reach.Sends ? "network.send" : "network.fetch";
            requests.Add(new Request { Capability = capability, Items = [ResourceReader.OfOrigin(reach.Origin)], IsImplied = true });
        }
    }

    private static McpToolName[] McpNames(ToolCall call)
    {
        if (call.Client == Run)
        {
            return McpToolName.OfDotted(call.Tool) is { } name ? [name] : [];
        }

        if (call.Client == Proxy)
        {
            return string.IsNullOrEmpty(call.McpServer) ? [] : [new McpToolName(call.McpServer, call.Tool)];
        }

        return call.Tool.StartsWith(McpPrefix, StringComparison.Ordinal) ? McpToolName.Split(call.Tool, call.McpServer)
            // Cursor names the tool and not the server.
            : call.Client == "cursor" && call.Tool.StartsWith("MCP:", StringComparison.Ordinal) && call.Tool.Length > 4
                ? [new McpToolName(string.IsNullOrEmpty(call.McpServer) ? "unknown" : call.McpServer, call.Tool[4..]) { IsOfAnyServer = string.IsNullOrEmpty(call.McpServer) }]
            // Gemini CLI (without its context) and VS Code: one `_` between the parts, and the server's name may be cut.
            : call.Client is "gemini" or "vscode" ? McpToolName.SplitShort(call.Tool)
            : [];
    }

    private static void AddBuiltIn(ToolCall call, CallContext context, ToolMeaning meaning, ResourceReader resources, List<Request> requests, ShellAnalysis? analysis)
    {
        var isCommand = meaning.Shape == ResourceShape.Command;
        if (isCommand && resources.TryPatch(meaning, out var isWhole, out var deletes) is { } files)
        {
            if (!isWhole)
            {
                var whole = Primary(call, meaning, resources);
                requests.Add(whole);
                new ShellRequests(call, context).Add(whole.Items, requests, analysis);
            }

            requests.Add(new Request { Capability = "file.write", ToolName = isWhole ? call.Tool : null, Items = files, IsImplied = !isWhole });
            AddDelete(deletes, files, requests);
            return;
        }

        var primary = Primary(call, meaning, resources);
        requests.Add(primary);
        if (isCommand)
        {
            new ShellRequests(call, context).Add(primary.Items, requests, analysis);
        }

        AddDelete(meaning.Deletes || (meaning.Shape == ResourceShape.Patch && resources.PatchDeletes), primary.Items, requests);
    }

    private static Request Primary(ToolCall call, ToolMeaning meaning, ResourceReader resources) => new()
    {
        ToolName = call.Tool,
        Capability = meaning.Capability,
        Items = resources.Read(meaning),
        IsInsideConversation = meaning.Capability is "skill.use" || meaning.Capability.StartsWith("session.", StringComparison.Ordinal),
    };

    private static void AddDelete(bool deletes, Resource[] files, List<Request> requests)
    {
        if (deletes)
        {
            requests.Add(new Request { Capability = "file.delete", Items = files, IsImplied = true });
        }
    }

    private static LayerView[] MakeViews(ToolCall call, IReadOnlyList<Layer> layers, CallContext context, ResourceReader resources, List<Request> requests)
    {
        var views = new LayerView[layers.Count];
        var mapped = new Request[layers.Count][];
        var reaches = requests.Exists(static request => request.Items.Length > 0);
        for (var i = 0; i < views.Length; i++)
        {
            mapped[i] = Mapped(call, layers[i], requests[0], resources);
            reaches |= Array.Exists(mapped[i], static request => request.Items.Length > 0);
        }

        // Where home and roots lead matters only to a call that reaches for something.
        var isStrict = AnyNeutralStrict(layers);
        var home = context.Home.Length == 0 || !reaches ? context.Home : context.Paths.Look(context.Home).Resolved ?? context.Home;
        for (var i = 0; i < views.Length; i++)
        {
            var layer = layers[i];
            var known = i > 0 && layers[i - 1].Root == layer.Root;
            var root = !reaches ? layer.Root : known ? views[i - 1].Root : context.Paths.Look(layer.Root).Resolved;
            views[i] = new LayerView(layer, root, mapped[i])
            {
                Home = context.Home,
                ResolvedHome = home,
                IsStrictShell = isStrict || layer.IsStrictShell,
            };
        }

        return views;
    }

    private static Request[] Mapped(ToolCall call, Layer layer, Request primary, ResourceReader resources)
    {
        List<Request>? mapped = null;
        for (var i = 0; i < layer.Mappings.Count; i++)
        {
            var mapping = layer.Mappings[i];
            if (Names(mapping.Tool, call, primary))
            {
                mapped ??= [];
                mapped.Add(new Request { Capability = mapping.Target, Items = resources.OfMapping(mapping) });
            }
        }

        return mapped is null ? [] : [.. mapped];
    }

    private static bool Names(string tool, ToolCall call, Request primary)
    {
        if (tool == call.Tool || tool == primary.Capability)
        {
            return true;
        }

        foreach (var name in primary.McpNames)
        {
            if (CapabilityPattern.EqualsLoosely(name.Tool, tool) || CapabilityPattern.EqualsLoosely(name.Capability, tool))
            {
                return true;
            }
        }

        return false;
    }
}
