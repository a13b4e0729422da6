using System.Collections;
using Aex.Policy.Masking;

namespace Aex.Sessions;

/// <summary>What a process on this machine knows of its user and surroundings. Every path is absolute.</summary>
public sealed record HostEnvironment
{
    /// <summary>The user's home folder.</summary>
    public required string Home { get; init; }

    /// <summary>Where aex keeps state: <c>AEX_STATE_DIR</c>, else <c>$XDG_STATE_HOME/aex</c>, else <c>~/.local/state/aex</c>.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Where the user's own policy is: <c>$XDG_CONFIG_HOME/aex</c>, else <c>~/.config/aex</c>.</summary>
    public required string ConfigFolder { get; init; }

    /// <summary>Where Claude Code keeps the user's settings: <c>CLAUDE_CONFIG_DIR</c>, else <c>~/.claude</c>.</summary>
    public required string ClaudeFolder { get; init; }

    /// <summary>Where Codex keeps the user's settings: <c>CODEX_HOME</c>, else <c>~/.codex</c>; null for the latter.</summary>
    public string? CodexFolder { get; init; }

    /// <summary>The entries of <c>PATH</c>. An empty or relative one means whatever folder a program is started in.</summary>
    public IReadOnlyList<string> PathFolders { get; init; } = [];

    /// <summary>The values of environment variables with a secret's name, at least 8 characters long; they are masked wherever they occur.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The clock. Time that goes backwards wins nothing: a session counts on from the latest time it has seen.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The machine's own policy. No environment variable moves it; tests do.</summary>
    internal string ManagedPolicy { get; init; } = "/etc/aex/policy.aex";

    /// <summary>How long a call waits for the session's lock before it is denied.</summary>
    internal TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The surroundings of this process, or null and a sentence that says what is missing and how to mend it.</summary>
    public static HostEnvironment? FromProcess(out string fault)
    {
        string? home = Environment.GetEnvironmentVariable("HOME");
        if (!IsAbsolute(home))
        {
            fault = "HOME is not set to an absolute path, so there is no place for the session's state; set HOME";
            return null;
        }

        string? stateOverride = Environment.GetEnvironmentVariable("AEX_STATE_DIR");
        if (!string.IsNullOrEmpty(stateOverride) && !IsAbsolute(stateOverride))
        {
            fault = "AEX_STATE_DIR is no absolute path; give one, or unset it";
            return null;
        }

        fault = "";
        return new HostEnvironment
        {
            Home = Trim(home),
            StateFolder = IsAbsolute(stateOverride) ? Trim(stateOverride) : Folder("XDG_STATE_HOME", home, ".local/state") + "/aex",
            ConfigFolder = Folder("XDG_CONFIG_HOME", home, ".config") + "/aex",
            ClaudeFolder = Folder("CLAUDE_CONFIG_DIR", home, ".claude"),
            CodexFolder = Environment.GetEnvironmentVariable("CODEX_HOME") is { Length: > 0 } codex && IsAbsolute(codex) ? Trim(codex) : null,
            PathFolders = SearchPath(Environment.GetEnvironmentVariable("PATH") ?? ""),
            Secrets = SecretValues(),
        };
    }

    private static List<string> SecretValues()
    {
        var values = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && variable.Value is string { Length: >= 8 } value && SecretName.Matches(name))
            {
                values.Add(value);
            }
        }

        // A value that holds another goes first, so that nothing of it stays.
        values.Sort(static (a, b) => b.Length - a.Length);
        return values;
    }

    private static List<string> SearchPath(string path)
    {
        var folders = new List<string>();
        foreach (Range part in path.AsSpan().Split(':'))
        {
            folders.Add(path[part]);
        }

        return folders;
    }

    private static string Folder(string variable, string home, string otherwise)
    {
        string? value = Environment.GetEnvironmentVariable(variable);
        return IsAbsolute(value) ? Trim(value) : Trim(home) + "/" + otherwise;
    }

    private static bool IsAbsolute([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? path) => path is { Length: > 0 } && path[0] == '/';

    private static string Trim(string path) => path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;
}
