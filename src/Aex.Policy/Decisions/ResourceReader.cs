using Aex.Policy.Capabilities;
using Aex.Policy.Patches;

namespace Aex.Policy.Decisions;

/// <summary>Reads a call's resources from its arguments.</summary>
internal sealed class ResourceReader(ToolCall call, CallContext context)
{
    private readonly ToolCall _call = call;
    private readonly PathLookup _paths = new(context, call.Cwd);

    /// <summary>Whether the patch that was read last deletes or moves a file.</summary>
    public bool PatchDeletes { get; private set; }

    /// <summary>The resources of a tool of which is known where they stand.</summary>
    /// <param name="meaning">Where they stand.</param>
    /// <param name="isOptional">Whether it has none where the argument is not given.</param>
    public Resource[] Read(ToolMeaning meaning, bool isOptional = false)
    {
        if (meaning.Shape == ResourceShape.None)
        {
            return [];
        }

        var texts = new List<string>(1);
        var fault = new ToolArguments(_call.Arguments.Span).Collect(meaning.Argument, texts);
        if (fault is not null)
        {
            return [Resource.Unknown(fault)];
        }

        var found = new List<Resource>(1);
        if (meaning.Shape == ResourceShape.Tree)
        {
            return ReadTree(meaning, texts, found);
        }

        foreach (var text in texts)
        {
            Add(meaning.Shape, meaning.Capability, text, found);
        }

        if (found.Count == 0 && !isOptional)
        {
            found.Add(Resource.Unknown(meaning.Argument.Length == 0 ? "where it leads cannot be told" : $"no `{FirstName(meaning.Argument)}`"));
        }

        return [.. found];
    }

    /// <summary>The files that arguments name, for what a capability without resources of its own also reads or writes.</summary>
    public Resource[] OfPaths(string names, bool isWrite)
    {
        var texts = new List<string>();
        var found = new List<Resource>();
        if (new ToolArguments(_call.Arguments.Span).Collect(names, texts) is { } fault)
        {
            found.Add(Resource.Unknown(fault));
        }

        foreach (var text in texts)
        {
            _paths.Add(text, isWrite, isTree: !isWrite, found);
        }

        return [.. found];
    }

    /// <summary>What the command of <c>tests.run</c> also does.</summary>
    public List<Request> OfTestCommand()
    {
        var texts = new List<string>();
        return new ToolArguments(_call.Arguments.Span).Collect("cmd|command", texts) is null && texts is [var command]
            ? TestCommand.Requests(command, _call, context)
            : [new Request { Capability = "shell.exec", Items = [Resource.Unknown("no `cmd`")], IsImplied = true, IsWordsOnly = true }];
    }

    /// <summary>The files of the diff in the argument <c>diff</c>.</summary>
    public Resource[] OfDiff() => OfCapability("file.write", onlyDiff: true);

    /// <summary>A host by its name.</summary>
    public static Resource OfHost(string host) => HostOf("https://" + host);

    /// <summary>The host of a server's URL.</summary>
    public static Resource OfOrigin(string url) => HostOf(url);

    /// <summary>The resources of a capability that is called by its own name, under the arguments that tools commonly use.</summary>
    public Resource[] OfCapability(string capability) => OfCapability(capability, onlyDiff: false);

    private Resource[] OfCapability(string capability, bool onlyDiff)
    {
        var (shape, names) = ShapeOf(capability);
        if (shape == ResourceShape.None)
        {
            return [];
        }

        var texts = new List<string>(1);
        var arguments = new ToolArguments(_call.Arguments.Span);
        names = onlyDiff ? "diff" : names;
        var fault = onlyDiff ? null : arguments.Collect(names, texts);
        if (shape == ResourceShape.Paths)
        {
            var written = new List<string>();
            fault = arguments.Collect("writes", written) is null || arguments.CollectKeys("writes", written) ? fault : "`writes` names no files";
            texts.AddRange(written);
            var patches = new List<string>();
            fault ??= arguments.Collect("diff", patches);
            foreach (var patch in patches)
            {
                if (UnifiedDiff.Read(patch, out var unread) is { } diff)
                {
                    texts.AddRange(diff.Names);
                    PatchDeletes |= diff.Deletes;
                }
                else
                {
                    fault ??= "a diff that cannot be read: " + unread;
                }
            }
        }

        var found = new List<Resource>(1);
        foreach (var text in texts)
        {
            Add(shape, capability, text, found);
        }

        if (fault is not null || found.Count == 0)
        {
            found.Add(Resource.Unknown(fault ?? $"no `{FirstName(names)}`"));
        }

        return [.. found];
    }

    /// <summary>The resources that a <c>map</c> line names.</summary>
    public Resource[] OfMapping(Mapping mapping)
    {
        var (shape, _) = ShapeOf(mapping.Target);
        if (mapping.Arguments.Count == 0)
        {
            return shape == ResourceShape.None ? [] : [Resource.Unknown("the `map` line names no argument")];
        }

        var found = new List<Resource>(mapping.Arguments.Count);
        var arguments = new ToolArguments(_call.Arguments.Span);
        var texts = new List<string>(1);
        for (var i = 0; i < mapping.Arguments.Count; i++)
        {
            texts.Clear();
            var fault = arguments.Collect(mapping.Arguments[i], texts);
            if (fault is not null || texts.Count == 0)
            {
                found.Add(Resource.Unknown(fault ?? $"no `{mapping.Arguments[i]}`"));
            }

            foreach (var text in texts)
            {
                Add(shape, mapping.Target, text, found);
            }
        }

        return shape == ResourceShape.None ? [] : [.. found];
    }

    /// <summary>The files of a patch inside a command; null for a command without one.</summary>
    public Resource[]? TryPatch(ToolMeaning meaning, out bool isWhole, out bool deletes)
    {
        isWhole = false;
        deletes = false;
        var texts = new List<string>(1);
        if (new ToolArguments(_call.Arguments.Span).Collect(meaning.Argument, texts) is not null || texts.Count == 0)
        {
            return null;
        }

        // A program and its arguments: `["apply_patch", "*** Begin Patch…"]`.
        var isList = texts.Count > 1;
        var command = isList ? string.Join('\n', texts) : texts[0];
        if (!PatchFiles.IsIn(command))
        {
            return null;
        }

        isWhole = _call.Client == "codex" && (isList ? texts is ["apply_patch", _] : PatchFiles.IsWhole(command));
        var files = new List<string>();
        PatchFiles.Collect(command, files, out deletes);
        var found = new List<Resource>();
        foreach (var file in files)
        {
            _paths.Add(file, isWrite: true, isTree: false, found);
        }

        if (files.Count == 0 || !isWhole)
        {
            // The shell around it may change the folder, or the text.
            found.Add(Resource.Unknown("a patch inside a command"));
        }

        return [.. found];
    }

    /// <summary>The MCP server that the arguments name; null for none, or more than one.</summary>
    public string? McpServer()
    {
        var texts = new List<string>(1);
        return new ToolArguments(_call.Arguments.Span).Collect("server", texts) is null && texts is [{ Length: > 0 } server] ? server : null;
    }

    /// <summary>Looks for the other names of files with several.</summary>
    public void FindOtherNames(Resource[] resources)
    {
        foreach (var resource in resources)
        {
            _paths.FindOtherNames(resource);
        }
    }

    private Resource[] ReadTree(ToolMeaning meaning, List<string> folders, List<Resource> found)
    {
        var globs = new List<string>();
        var fault = new ToolArguments(_call.Arguments.Span).Collect(meaning.Glob, globs);
        if (fault is not null)
        {
            found.Add(Resource.Unknown(fault));
        }

        // A search in texts looks for the glob's names in every folder; several globs may stand in one text.
        var anyDepth = meaning.Glob is not "pattern";
        if (anyDepth)
        {
            globs = Separate(globs);
        }

        if (folders.Count == 0)
        {
            _paths.AddTree(null, globs, anyDepth, found);
        }

        foreach (var folder in folders)
        {
            _paths.AddTree(folder, globs, anyDepth, found);
        }

        return [.. found];
    }

    private static List<string> Separate(List<string> globs)
    {
        var separated = new List<string>(globs.Count);
        foreach (var glob in globs)
        {
            foreach (var word in glob.Replace('\uFEFF', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Contains('{') && word.Contains('}'))
                {
                    separated.Add(word);
                }
                else
                {
                    separated.AddRange(word.Split(',', StringSplitOptions.RemoveEmptyEntries));
                }
            }
        }

        return separated;
    }

    private void Add(ResourceShape shape, string capability, string text, List<Resource> found)
    {
        switch (shape)
        {
            case ResourceShape.Paths:
                _paths.Add(text, isWrite: capability is not "file.read", isTree: false, found);
                break;
            case ResourceShape.Tree:
                _paths.Add(text, isWrite: false, isTree: true, found);
                break;
            case ResourceShape.Command:
                found.Add(new Resource { Kind = ResourceKind.Command, Shown = text });
                break;
            case ResourceShape.Urls:
                found.Add(HostOf(text));
                break;
            case ResourceShape.UrlsInText:
                AddUrls(text, found);
                break;
            case ResourceShape.Name:
                found.Add(NameOf(text, capability));
                break;
            case ResourceShape.Patch:
                AddPatch(text, found);
                break;
            case ResourceShape.None:
                break;
        }
    }

    private void AddPatch(string text, List<Resource> found)
    {
        var files = new List<string>();
        var any = PatchFiles.Collect(text, files, out var deletes);
        PatchDeletes |= deletes;
        foreach (var file in files)
        {
            _paths.Add(file, isWrite: true, isTree: false, found);
        }

        if (!any)
        {
            found.Add(Resource.Unknown("a patch that names no file"));
        }
    }

    private static void AddUrls(string text, List<Resource> found)
    {
        var at = 0;
        while (text.IndexOf("://", at, StringComparison.Ordinal) is var mark and >= 0)
        {
            var start = mark;
            while (start > at && char.IsAsciiLetterOrDigit(text[start - 1]))
            {
                start--;
            }

            var end = mark;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is > ' ' and not '\uFEFF' and not '"' and not '\'' and not '<' and not '>' and not '`')
            {
                end++;
            }

            found.Add(HostOf(text[start..end].TrimEnd('.', ',', ')', ']', ';')));
            at = end;
        }

        if (found.Count == 0)
        {
            found.Add(Resource.Unknown("a text without a URL"));
        }
    }

    private static Resource HostOf(string url) => UrlHost.TryRead(url, out var host, out var port)
        ? new Resource { Kind = ResourceKind.Host, Shown = IsUsualPort(port) ? host : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{port}"), Host = host, Port = port }
        : Resource.Unknown("a URL whose host cannot be told");

    private static bool IsUsualPort(int port) => port is 443 or 80;

    private static Resource NameOf(string text, string capability)
    {
        // `/review 12` runs the command `review`.
        var name = text.Trim();
        if (capability == "skill.use")
        {
            name = name.TrimStart('/');
            var blank = name.AsSpan().IndexOfAny(" \t\r\n");
            name = blank < 0 ? name : name[..blank];
        }

        return name.Length == 0 ? Resource.Unknown("an empty name") : new Resource { Kind = ResourceKind.Name, Shown = name };
    }

    private static (ResourceShape Shape, string Names) ShapeOf(string capability) => KnownCapabilities.ScopeKindOf(capability) switch
    {
        ScopeKind.Path => (ResourceShape.Paths, "path|paths|file_path|notebook_path"),
        ScopeKind.Command => (ResourceShape.Command, "command|cmd"),
        ScopeKind.Host => capability == "network.search" ? (ResourceShape.None, "") : (ResourceShape.Urls, "url|urls"),
        ScopeKind.Name => (ResourceShape.Name, "name|skill|subagent_type"),
        ScopeKind.None => (ResourceShape.None, ""),
    };

    private static string FirstName(string names) => names.Contains('|') ? names[..names.IndexOf('|')] : names;
}
