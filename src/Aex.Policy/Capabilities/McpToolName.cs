namespace Aex.Policy.Capabilities;

/// <summary>An MCP tool as a client names it, taken apart: <c>mcp__server__tool</c>.</summary>
/// <param name="Server">The server, odd characters as <c>_</c>.</param>
/// <param name="Tool">The tool, likewise (or its own name, where the server's names are known).</param>
public sealed record McpToolName(string Server, string Tool)
{
    private const string Prefix = "mcp__";

    /// <summary>Whether the client does not tell the server: then any may be meant by a <c>deny</c>, and none by an <c>allow</c>.</summary>
    public bool IsOfAnyServer { get; init; }

    /// <summary>The capability: <c>mcp.server.tool</c>.</summary>
    public string Capability { get; } = "mcp." + Server + "." + Tool;

    /// <summary>
    /// Every way to take a name apart: <c>mcp__a__b__c</c> is tool <c>b__c</c> of <c>a</c> or <c>c</c> of <c>a__b</c>. Where the client tells the
    /// server, and the name begins with it, there is one way. Empty for a name that is no MCP tool's.
    /// </summary>
    public static McpToolName[] Split(string name, string? server)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return [];
        }

        if (!string.IsNullOrEmpty(server))
        {
            var end = Prefix.Length + server.Length;
            if (name.Length > end + 2 && name.AsSpan(end, 2) is "__" && CapabilityPattern.EqualsLoosely(name.AsSpan(Prefix.Length, server.Length), server))
            {
                return [new McpToolName(name[Prefix.Length..end], name[(end + 2)..])];
            }
        }

        var ways = new List<McpToolName>(1);
        for (var i = Prefix.Length + 1; i < name.Length - 2; i++)
        {
            if (name[i] == '_' && name[i + 1] == '_')
            {
                ways.Add(new McpToolName(name[Prefix.Length..i], name[(i + 2)..]));
            }
        }

        return [.. ways];
    }

    /// <summary>
    /// Every way to take <c>mcp_server_tool</c> apart, as clients name it that have one <c>_</c> between the parts and may cut the server's name: so
    /// the server is not told. Empty for a name that is no MCP tool's.
    /// </summary>
    public static McpToolName[] SplitShort(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        const string prefix = "mcp_";
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return [];
        }

        var ways = new List<McpToolName>(2);
        for (var i = prefix.Length + 1; i < name.Length - 1; i++)
        {
            if (name[i] == '_')
            {
                ways.Add(new McpToolName(name[prefix.Length..i], name[(i + 1)..]) { IsOfAnyServer = true });
            }
        }

        return ways.Count > 0 || name.Length == prefix.Length ? [.. ways] : [new McpToolName("unknown", name[prefix.Length..]) { IsOfAnyServer = true }];
    }

    /// <summary>An MCP tool as a contract calls it, <c>mcp.server.tool</c>, whose server's name has no dot; null for other names.</summary>
    public static McpToolName? OfDotted(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dot = name.StartsWith("mcp.", StringComparison.Ordinal) ? name.IndexOf('.', 4) : -1;
        return dot > 4 && dot < name.Length - 1 ? new McpToolName(name[4..dot], name[(dot + 1)..]) : null;
    }

    /// <summary>Whether an <c>allow</c> names it: by the full name, with this very server; or by the bare name alone, if that is in no family of aex.</summary>
    public bool IsAllowedBy(CapabilityPattern pattern)
    {
        if (pattern.Kind == PatternKind.All)
        {
            return true;
        }

        var text = pattern.Text.AsSpan();
        if (text is "mcp" || text.StartsWith("mcp."))
        {
            return AllowsFullName(text, pattern.Kind);
        }

        var dot = text.IndexOf('.');
        return pattern.Kind != PatternKind.Family && !KnownCapabilities.IsFamily(dot < 0 ? text : text[..dot]) && CapabilityPattern.EqualsLoosely(Tool, text);
    }

    /// <summary>Whether a <c>deny</c>, <c>confirm</c> or budget names it, by the full or the bare name.</summary>
    public bool IsStoppedBy(CapabilityPattern pattern) => pattern.MatchesLoosely(Tool) || (IsOfAnyServer && MayBe(pattern)) || (pattern.Kind == PatternKind.Family
        ? StartsWith(pattern.Text)
        : pattern.MatchesLoosely(Capability));

    // `mcp.pg.*` is the server pg, and not pg_prod: only within the tool's own name an odd character may be the end of a part.
    private bool StartsWith(string start) => CapabilityPattern.StartsWithPartLoosely(Capability, start)
        && (start.Length > Capability.Length - Tool.Length || start.Length == Capability.Length || Capability[start.Length] == '.');

    // `mcp.pg.*` and `mcp.pg.query` for the tool `query` of a server that is not told.
    private bool MayBe(CapabilityPattern pattern)
    {
        var text = pattern.Text.AsSpan();
        return text.StartsWith("mcp.")
            && (pattern.Kind == PatternKind.Family || (text.Length > Tool.Length + 5 && text[^(Tool.Length + 1)] == '.' && CapabilityPattern.EqualsLoosely(Tool, text[^Tool.Length..])));
    }

    private bool AllowsFullName(ReadOnlySpan<char> text, PatternKind kind)
    {
        if (IsOfAnyServer && text.Length > 4)
        {
            return false;
        }

        if (text.Length <= 4)
        {
            return kind == PatternKind.Family;
        }

        var rest = text[4..];
        if (!rest.StartsWith(Server))
        {
            return false;
        }

        rest = rest[Server.Length..];
        if (rest.IsEmpty)
        {
            return kind == PatternKind.Family;
        }

        return rest[0] == '.' && (kind != PatternKind.Family
            ? CapabilityPattern.EqualsLoosely(Tool, rest[1..])
            : CapabilityPattern.StartsWithPartLoosely(Tool, rest[1..]));
    }
}
