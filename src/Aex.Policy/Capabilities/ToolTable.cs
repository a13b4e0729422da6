namespace Aex.Policy.Capabilities;

/// <summary>Each client's built-in tools and what they are (docs/capabilities.md, Tools). Names are taken as they are written: case matters.</summary>
public static class ToolTable
{
    /// <summary>The clients, as <c>--client</c> names them.</summary>
    public static ReadOnlySpan<string> Clients => new[] { "claude-code", "codex", "gemini", "cursor", "vscode", "copilot" };

    /// <summary>What a client's tool is; null for a tool that is not in its table.</summary>
    public static ToolMeaning? Find(string client, string tool)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(tool);
        return client switch
        {
            "codex" => Codex(tool) ?? ClaudeCode(tool),
            "gemini" => Gemini(tool),
            "cursor" => Cursor(tool) ?? ClaudeCode(tool),
            "vscode" => VsCode(tool) ?? ClaudeCode(tool),
            "copilot" => Copilot(tool),
            "claude-code" => ClaudeCode(tool),
            _ => null,
        };
    }

    /// <summary>A client's tools by name, in the order to show them; empty for a client that is not known.</summary>
    public static IReadOnlyList<string> ToolsOf(string client) => client switch
    {
        "claude-code" =>
        [
            "Read", "NotebookRead", "Glob", "Grep", "LS", "Write", "Edit", "MultiEdit", "NotebookEdit", "Bash", "Monitor", "WebFetch", "WebSearch",
            "Agent", "Task", "CronCreate", "ScheduleWakeup", "Workflow", "EnterWorktree", "ExitWorktree", "Skill", "SlashCommand",
            "TodoRead", "TodoWrite", "TaskCreate", "TaskGet", "TaskList", "TaskUpdate", "AskUserQuestion", "EnterPlanMode", "ExitPlanMode",
            "ToolSearch", "DeferredToolPlaceholder", "ListAgents", "ReportFindings", "SendMessage", "TaskOutput", "BashOutput", "TaskStop",
            "KillShell", "CronList", "CronDelete",
        ],
        "codex" =>
        [
            "Bash", "shell", "shell_command", "exec_command", "local_shell", "write_stdin", "apply_patch", "view_image", "read_file", "list_dir", "grep_files",
            "web_search", "update_plan", "request_user_input", "spawn_agent", "send_input", "wait_agent", "close_agent",
        ],
        "gemini" =>
        [
            "run_shell_command", "read_file", "read_many_files", "list_directory", "glob", "search_file_content", "grep_search", "write_file", "replace",
            "web_fetch", "google_web_search", "write_todos", "ask_user", "enter_plan_mode", "exit_plan_mode", "activate_skill", "delegate_to_agent",
        ],
        "cursor" => ["Shell", "Read", "Write", "Edit", "Delete", "Grep", "Glob", "LS", "TabRead", "TabWrite", "Task", "WebFetch", "WebSearch"],
        "vscode" =>
        [
            "run_in_terminal", "read_file", "list_dir", "file_search", "grep_search", "semantic_search", "get_errors", "create_file", "create_directory",
            "replace_string_in_file", "multi_replace_string_in_file", "insert_edit_into_file", "edit_notebook_file", "apply_patch", "fetch_webpage",
            "open_simple_browser", "manage_todo_list", "get_terminal_output", "runSubagent", "runTests",
        ],
        "copilot" =>
        [
            "bash", "powershell", "write_bash", "read_bash", "stop_bash", "view", "create", "edit", "str_replace_editor", "apply_patch", "grep", "glob",
            "web_fetch", "web_search", "task", "skill", "update_todo", "report_intent", "ask_user",
        ],
        _ => [],
    };

    /// <summary>Claude Code's tool whose name differs in case only from this one, which is another client's tool; null where there is none.</summary>
    internal static string? Namesake(string tool)
    {
        if (ClaudeCode(tool) is not null || ClientsWith(tool).Count == 0)
        {
            return null;
        }

        foreach (var name in ToolsOf("claude-code"))
        {
            if (name.Equals(tool, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The clients that have a tool of this name.</summary>
    internal static IReadOnlyList<string> ClientsWith(string tool)
    {
        var clients = new List<string>();
        foreach (var client in Clients)
        {
            foreach (var name in ToolsOf(client))
            {
                if (name == tool)
                {
                    clients.Add(client);
                    break;
                }
            }
        }

        return clients;
    }

    private static ToolMeaning? ClaudeCode(string tool) => tool switch
    {
        "Read" => new("file.read", ResourceShape.Paths, "file_path"),
        "NotebookRead" => new("file.read", ResourceShape.Paths, "notebook_path"),
        "Glob" => new("file.read", ResourceShape.Tree, "path", "pattern"),
        "Grep" => new("file.read", ResourceShape.Tree, "path", "glob"),
        "LS" => new("file.read", ResourceShape.Tree, "path"),
        "Write" or "Edit" or "MultiEdit" => new("file.write", ResourceShape.Paths, "file_path"),
        "NotebookEdit" => new("file.write", ResourceShape.Paths, "notebook_path"),
        "Bash" or "Monitor" => new("shell.exec", ResourceShape.Command, "command"),
        "WebFetch" => new("network.fetch", ResourceShape.Urls, "url"),
        "WebSearch" => new("network.search"),
        "Agent" or "Task" => new("agent.spawn", ResourceShape.Name, "subagent_type"),
        "CronCreate" or "ScheduleWakeup" or "Workflow" => new("agent.schedule"),
        "EnterWorktree" or "ExitWorktree" => new("git.worktree"),
        "Skill" => new("skill.use", ResourceShape.Name, "skill"),
        "SlashCommand" => new("skill.use", ResourceShape.Name, "command"),
        "TodoRead" or "TodoWrite" or "TaskCreate" or "TaskGet" or "TaskList" or "TaskUpdate" => new("session.todo"),
        "AskUserQuestion" => new("session.ask"),
        "EnterPlanMode" or "ExitPlanMode" => new("session.plan"),
        "ToolSearch" or "DeferredToolPlaceholder" => new("session.tools"),
        "ListAgents" => new("session.agents"),
        "ReportFindings" => new("session.report"),
        "SendMessage" => new("session.message"),
        "TaskOutput" or "BashOutput" => new("session.output"),
        "TaskStop" or "KillShell" => new("session.stop"),
        "CronList" or "CronDelete" => new("session.schedule"),
        _ => null,
    };

    private static ToolMeaning? Codex(string tool) => tool switch
    {
        "shell" or "shell_command" or "local_shell" => new("shell.exec", ResourceShape.Command, "command"),
        "exec_command" => new("shell.exec", ResourceShape.Command, "cmd|command"),
        "write_stdin" => new("shell.exec", ResourceShape.Command, "chars"),
        "apply_patch" => new("file.write", ResourceShape.Patch, "input|patch|command"),
        "view_image" => new("file.read", ResourceShape.Paths, "path"),
        "read_file" => new("file.read", ResourceShape.Paths, "file_path|path"),
        "list_dir" => new("file.read", ResourceShape.Tree, "dir_path|path"),
        "grep_files" => new("file.read", ResourceShape.Tree, "path", "include"),
        "web_search" => new("network.search"),
        "update_plan" => new("session.plan"),
        "request_user_input" => new("session.ask"),
        "spawn_agent" => new("agent.spawn", ResourceShape.Name, "agent_type"),
        "send_input" => new("session.message"),
        "wait_agent" => new("session.output"),
        "close_agent" => new("session.stop"),
        _ => null,
    };

    private static ToolMeaning? Gemini(string tool) => tool switch
    {
        "run_shell_command" => new("shell.exec", ResourceShape.Command, "command"),
        "read_file" => new("file.read", ResourceShape.Paths, "file_path|absolute_path|path"),
        "read_many_files" => new("file.read", ResourceShape.Tree, "dir_path", "paths|include"),
        "list_directory" => new("file.read", ResourceShape.Tree, "dir_path|path"),
        "glob" => new("file.read", ResourceShape.Tree, "dir_path|path", "pattern"),
        "search_file_content" or "grep_search" => new("file.read", ResourceShape.Tree, "dir_path|path", "include|include_pattern"),
        "write_file" or "replace" => new("file.write", ResourceShape.Paths, "file_path|path"),
        "web_fetch" => new("network.fetch", ResourceShape.UrlsInText, "prompt|url"),
        "google_web_search" => new("network.search"),
        "write_todos" => new("session.todo"),
        "ask_user" => new("session.ask"),
        "enter_plan_mode" or "exit_plan_mode" => new("session.plan"),
        "activate_skill" => new("skill.use", ResourceShape.Name, "name"),
        "delegate_to_agent" => new("agent.spawn", ResourceShape.Name, "agent_name"),
        _ => null,
    };

    private static ToolMeaning? Cursor(string tool) => tool switch
    {
        "Shell" => new("shell.exec", ResourceShape.Command, "command"),
        "Read" or "TabRead" => new("file.read", ResourceShape.Paths, "file_path|path|target_file"),
        "Write" or "TabWrite" or "Edit" => new("file.write", ResourceShape.Paths, "file_path|path|target_file"),
        "Delete" => new("file.write", ResourceShape.Paths, "file_path|path|target_file") { Deletes = true },
        "Glob" => new("file.read", ResourceShape.Tree, "path|target_directory", "pattern|glob_pattern"),
        "LS" => new("file.read", ResourceShape.Tree, "path|target_directory"),
        _ => null,
    };

    private static ToolMeaning? VsCode(string tool) => tool switch
    {
        "run_in_terminal" => new("shell.exec", ResourceShape.Command, "command"),
        "read_file" => new("file.read", ResourceShape.Paths, "filePath|path"),
        "list_dir" => new("file.read", ResourceShape.Tree, "path"),
        "file_search" => new("file.read", ResourceShape.Tree, "", "query"),
        "grep_search" => new("file.read", ResourceShape.Tree, "", "includePattern"),
        "semantic_search" => new("file.read", ResourceShape.Tree),
        "get_errors" => new("file.read", ResourceShape.Paths, "filePaths"),
        "create_file" or "replace_string_in_file" or "insert_edit_into_file" or "edit_notebook_file" => new("file.write", ResourceShape.Paths, "filePath"),
        "create_directory" => new("file.write", ResourceShape.Paths, "dirPath"),
        "multi_replace_string_in_file" => new("file.write", ResourceShape.Paths, "replacements"),
        "apply_patch" => new("file.write", ResourceShape.Patch, "input"),
        "fetch_webpage" => new("network.fetch", ResourceShape.Urls, "urls"),
        "open_simple_browser" => new("network.fetch", ResourceShape.Urls, "url"),
        "manage_todo_list" => new("session.todo"),
        "get_terminal_output" => new("session.output"),
        "runSubagent" => new("agent.spawn", ResourceShape.Name, "agentName"),
        "runTests" => new("tests.run"),
        _ => null,
    };

    private static ToolMeaning? Copilot(string tool) => tool switch
    {
        "bash" or "powershell" => new("shell.exec", ResourceShape.Command, "command"),
        "write_bash" => new("shell.exec", ResourceShape.Command, "input"),
        "read_bash" => new("session.output"),
        "stop_bash" => new("session.stop"),
        "view" => new("file.read", ResourceShape.Tree, "path"),
        "create" or "edit" or "str_replace_editor" => new("file.write", ResourceShape.Paths, "path"),
        "apply_patch" => new("file.write", ResourceShape.Patch, "input|patch"),
        "grep" => new("file.read", ResourceShape.Tree, "path", "glob"),
        "glob" => new("file.read", ResourceShape.Tree, "path", "pattern"),
        "web_fetch" => new("network.fetch", ResourceShape.Urls, "url"),
        "web_search" => new("network.search"),
        "task" => new("agent.spawn", ResourceShape.Name, "agent_type"),
        "skill" => new("skill.use", ResourceShape.Name, "skill"),
        "update_todo" => new("session.todo"),
        "report_intent" => new("session.report"),
        "ask_user" => new("session.ask"),
        _ => null,
    };
}
