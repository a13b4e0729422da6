namespace Aex.Policy.Capabilities;

/// <summary>
/// What the tools of well-known MCP servers reach for (docs/guide/mcp.md). It only adds to what a <c>deny</c>, a <c>confirm before</c> and the
/// guards see of a call: any server can call its tools so, therefore nothing is ever allowed by it.
/// </summary>
public static class McpServers
{
    /// <summary>A tool of a well-known server.</summary>
    /// <param name="Meaning">What it is.</param>
    /// <param name="IsOptional">Whether it does that only where the argument is given.</param>
    /// <param name="Host">The one host that it reaches; null where an argument tells.</param>
    public readonly record struct Tool(ToolMeaning Meaning, bool IsOptional = false, string? Host = null);

    /// <summary>The servers: a short name, and the packages that it is known by.</summary>
    public static ReadOnlySpan<(string Name, string Packages)> All => new (string, string)[]
    {
        ("filesystem", "@modelcontextprotocol/server-filesystem"),
        ("git", "mcp-server-git"),
        ("fetch", "mcp-server-fetch"),
        ("memory", "@modelcontextprotocol/server-memory"),
        ("github", "github-mcp-server, @modelcontextprotocol/server-github"),
        ("playwright", "@playwright/mcp"),
    };

    /// <summary>A server's tools by name, in the order to show them; those that reach for nothing outside the server are not among them.</summary>
    public static IReadOnlyList<string> ToolsOf(string server) => server switch
    {
        "filesystem" =>
        [
            "read_file", "read_text_file", "read_media_file", "read_multiple_files", "get_file_info", "list_directory", "list_directory_with_sizes",
            "directory_tree", "search_files", "write_file", "edit_file", "create_directory", "move_file",
        ],
        "git" =>
        [
            "git_status", "git_diff", "git_diff_staged", "git_diff_unstaged", "git_log", "git_show", "git_branch", "git_add", "git_reset", "git_commit",
            "git_checkout", "git_create_branch", "git_init",
        ],
        "fetch" => ["fetch"],
        "github" =>
        [
            "get_file_contents", "list_issues", "search_code", "issue_read", "create_issue", "create_or_update_file", "push_files",
            "create_pull_request", "merge_pull_request",
        ],
        "playwright" =>
        [
            "browser_navigate", "browser_tabs", "browser_evaluate", "browser_run_code", "browser_file_upload", "browser_take_screenshot", "browser_pdf_save",
        ],
        _ => [],
    };

    /// <summary>What a tool reaches for; null where that is not known.</summary>
    /// <param name="server">The server's name; empty where it is not told.</param>
    /// <param name="tool">The tool's own name, odd characters as they are or as <c>_</c>.</param>
    public static Tool? Find(string server, string tool)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(tool);
        var name = tool.AsSpan().ContainsAny('.', '-') ? tool.Replace('.', '_').Replace('-', '_') : tool;
        return Filesystem(name) ?? Git(name) ?? Web(name)
            // These names are other servers' as well.
            ?? (server.Contains("github", StringComparison.OrdinalIgnoreCase) ? GitHub(name) : null);
    }

    private static Tool? Filesystem(string tool) => tool switch
    {
        "read_file" or "read_text_file" or "read_media_file" or "get_file_info" => new(new("file.read", ResourceShape.Paths, "path")),
        "read_multiple_files" => new(new("file.read", ResourceShape.Paths, "paths")),
        "list_directory" or "list_directory_with_sizes" or "directory_tree" or "search_files" => new(new("file.read", ResourceShape.Tree, "path")),
        "write_file" or "edit_file" or "create_directory" => new(new("file.write", ResourceShape.Paths, "path")),
        "move_file" => new(new("file.write", ResourceShape.Paths, "source|destination") { Deletes = true }),
        _ => null,
    };

    private static Tool? Git(string tool) => tool switch
    {
        "git_status" => new(new("git.status")),
        "git_diff" or "git_diff_staged" or "git_diff_unstaged" => new(new("git.diff")),
        "git_log" or "git_show" or "git_branch" => new(new("git.read")),
        "git_add" or "git_reset" => new(new("git.add")),
        "git_commit" => new(new("git.commit")),
        "git_checkout" or "git_create_branch" => new(new("git.switch")),
        "git_init" => new(new("file.write", ResourceShape.Paths, "repo_path")),
        _ => null,
    };

    private static Tool? Web(string tool) => tool switch
    {
        "fetch" or "browser_navigate" => new(new("network.fetch", ResourceShape.Urls, "url")),
        "browser_tabs" => new(new("network.fetch", ResourceShape.Urls, "url"), IsOptional: true),
        // Where the page's own code goes cannot be told.
        "browser_evaluate" or "browser_run_code" or "browser_run_code_unsafe" => new(new("network.fetch", ResourceShape.Urls, "")),
        "browser_file_upload" => new(new("file.read", ResourceShape.Paths, "paths"), IsOptional: true),
        "browser_take_screenshot" or "browser_pdf_save" => new(new("file.write", ResourceShape.Paths, "filename"), IsOptional: true),
        _ => null,
    };

    // By its verb: the server gains tools with each release.
    private static Tool GitHub(string tool) =>
        new(new(tool.StartsWith("get_", StringComparison.Ordinal) || tool.StartsWith("list_", StringComparison.Ordinal) || tool.StartsWith("search_", StringComparison.Ordinal)
            || tool.EndsWith("_read", StringComparison.Ordinal) ? "network.fetch" : "network.send"), Host: "api.github.com");
}
