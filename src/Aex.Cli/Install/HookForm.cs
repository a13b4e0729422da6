using Aex.Hooks;

namespace Aex.Cli.Install;

/// <summary>One event that aex hooks.</summary>
/// <param name="Name">The client's name for it.</param>
/// <param name="IsCall">Whether it is the one before a tool call, which decides.</param>
/// <param name="HasMatcher">Whether the client matches it by the tool's name.</param>
/// <param name="Blocks">Whether a fault of the hook must stop what was about to happen.</param>
internal readonly record struct HookEventEntry(string Name, bool IsCall, bool HasMatcher, bool Blocks);

/// <summary>
/// How one client wants its hooks written, and what it makes of a file that is written otherwise (docs/decisions/0023-hooks-in-each-clients-own-form.md).
/// </summary>
internal sealed record HookForm
{
    /// <summary>Claude Code: measured with 2.1.330.</summary>
    public static HookForm ClaudeCode { get; } = new()
    {
        Client = HookClient.ClaudeCode,
        Title = "Claude Code",
        Events =
        [
            new("PreToolUse", IsCall: true, HasMatcher: true, Blocks: true),
            new("PostToolUse", IsCall: false, HasMatcher: true, Blocks: false),
            new("PostToolUseFailure", IsCall: false, HasMatcher: true, Blocks: false),
            new("SessionStart", IsCall: false, HasMatcher: false, Blocks: false),
            new("ConfigChange", IsCall: false, HasMatcher: false, Blocks: true),
        ],
        Members = "\"timeout\": 10",
        Blocking = "\"onFailure\": \"block\"",
        BlockingName = "onFailure",
        Faulty = "the client drops the whole file",
    };

    /// <summary>Codex: measured with 0.171.0. It has no setting for a hook that fails.</summary>
    public static HookForm Codex { get; } = new()
    {
        Client = HookClient.Codex,
        Title = "Codex",
        NamesClient = true,
        Events =
        [
            new("PreToolUse", IsCall: true, HasMatcher: true, Blocks: true),
            new("PostToolUse", IsCall: false, HasMatcher: true, Blocks: false),
            new("SessionStart", IsCall: false, HasMatcher: false, Blocks: false),
        ],
        Members = "\"timeout\": 10",
        Faulty = "the client loads no hook of the file",
    };

    /// <summary>Gemini CLI: measured with 0.61.0. Its time-out is in milliseconds.</summary>
    public static HookForm Gemini { get; } = new()
    {
        Client = HookClient.Gemini,
        Title = "Gemini CLI",
        NamesClient = true,
        TakesComments = true,
        Events =
        [
            new("BeforeTool", IsCall: true, HasMatcher: true, Blocks: true),
            new("AfterTool", IsCall: false, HasMatcher: true, Blocks: false),
            new("SessionStart", IsCall: false, HasMatcher: false, Blocks: false),
        ],
        Members = "\"name\": \"aex\",\n\"timeout\": 10000",
        Faulty = "the client refuses to start",
    };

    /// <summary>Cursor, by its documentation: `preToolUse` comes before every tool, so the older events for single tools would ask twice.</summary>
    public static HookForm Cursor { get; } = new()
    {
        Client = HookClient.Cursor,
        Title = "Cursor",
        NamesClient = true,
        IsFlat = true,
        HasVersion = true,
        Events =
        [
            new("preToolUse", IsCall: true, HasMatcher: false, Blocks: true),
            new("postToolUse", IsCall: false, HasMatcher: false, Blocks: false),
            new("sessionStart", IsCall: false, HasMatcher: false, Blocks: false),
        ],
        Members = "\"timeout\": 10",
        Blocking = "\"failClosed\": true",
        BlockingName = "failClosed",
        Faulty = "the client loads no hook of the file",
    };

    /// <summary>
    /// GitHub Copilot CLI, and Copilot in Visual Studio Code, which loads the same folders and takes this form; by their documentation. With the
    /// event in camel case each is told its own tools' names.
    /// </summary>
    public static HookForm Copilot { get; } = new()
    {
        Client = HookClient.Copilot,
        Title = "Copilot CLI and VS Code",
        IsFlat = true,
        HasVersion = true,
        HasType = true,
        CommandName = "bash",
        Events =
        [
            new("preToolUse", IsCall: true, HasMatcher: false, Blocks: true),
            new("postToolUse", IsCall: false, HasMatcher: false, Blocks: false),
            new("sessionStart", IsCall: false, HasMatcher: false, Blocks: false),
        ],
        Members = "\"timeoutSec\": 10",
        Faulty = "the client drops the whole file",
    };

    /// <summary>Whose form it is.</summary>
    public required HookClient Client { get; init; }

    /// <summary>The client's name for people.</summary>
    public required string Title { get; init; }

    /// <summary>The events, the call's first.</summary>
    public required HookEventEntry[] Events { get; init; }

    /// <summary>What a hook's entry holds beside its command, one member a line.</summary>
    public required string Members { get; init; }

    /// <summary>What the client does with a file that it cannot read.</summary>
    public required string Faulty { get; init; }

    /// <summary>The member by which a hook that fails stops the call; null where the client has none.</summary>
    public string? Blocking { get; init; }

    /// <summary>The name of <see cref="Blocking"/>.</summary>
    public string? BlockingName { get; init; }

    /// <summary>Whether commands stand in an event's list itself, and not in groups with a matcher.</summary>
    public bool IsFlat { get; init; }

    /// <summary>Whether the file needs <c>"version": 1</c>.</summary>
    public bool HasVersion { get; init; }

    /// <summary>Whether a flat entry says <c>"type": "command"</c>.</summary>
    public bool HasType { get; init; }

    /// <summary>Whether the client takes comments.</summary>
    public bool TakesComments { get; init; }

    /// <summary>What the client does not take in JSON, as a part of a sentence.</summary>
    public string Refused => TakesComments ? "no trailing commas" : "no comments and no trailing commas";

    /// <summary>The member that holds the command line.</summary>
    public string CommandName { get; init; } = "command";

    /// <summary>
    /// Whether the command line names the client. Not where two clients load the same file: they are told apart by what they send.
    /// </summary>
    public bool NamesClient { get; init; }

    /// <summary>The event before a tool call.</summary>
    public string CallEvent => Events[0].Name;

    /// <summary>The form of a client.</summary>
    public static HookForm Of(HookClient client) => client switch
    {
        HookClient.ClaudeCode => ClaudeCode,
        HookClient.Codex => Codex,
        HookClient.Gemini => Gemini,
        HookClient.Cursor => Cursor,
        HookClient.VsCode or HookClient.Copilot => Copilot,
    };
}
