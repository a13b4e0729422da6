namespace Aex.Policy.Capabilities;

/// <summary>
/// Paths that, written to, would change what enforces the policy: such a write is also <c>aex.configure</c> (docs/capabilities.md, aex.configure).
/// What is in force by an own path (<c>--policy</c>, a contract, the state) comes with the call's context.
/// </summary>
public static class GuardedPaths
{
    /// <summary>The table, one pattern a line with its exceptions behind <c>!</c>.</summary>
    public const string Table =
        """
        **/.aex
        **/.aex/** !**/.aex/runs/*.aex
        aex.policy.aex
        **/.claude/settings*.json
        **/.claude/plugins/**
        **/.claude/hooks/**
        **/.claude/agents/**
        **/.claude/commands/**
        **/.claude/skills/**
        .claude.json
        .mcp.json
        **/.codex/**
        **/.gemini/settings.json
        **/.gemini/.env
        **/.gemini/trustedFolders.json
        **/.gemini/commands/**
        **/.gemini/extensions/**
        **/.gemini/hooks/**
        **/.gemini/policies/**
        **/.cursor/hooks.json
        **/.cursor/hooks/**
        **/.cursor/mcp.json
        **/.cursor/cli.json
        **/.cursor/cli-config.json
        **/.cursor/permissions.json
        **/.cursor/sandbox.json
        **/.github/hooks/**
        **/.copilot/**
        **/.vscode/mcp.json
        **/.vscode/settings.json
        **/.vscode/tasks.json
        **/*.code-workspace
        ~/.config/Code/User/**
        ~/.config/Cursor/User/**
        ~/.vscode-server/data/**
        **/.git/config
        **/.git/config.worktree
        **/.git/hooks/**
        **/.git/modules/**/config
        **/.git/modules/**/hooks/**
        **/.git/worktrees/*/config.worktree
        .git
        ~/.gitconfig
        ~/.config/git/config
        ~/.bashrc
        ~/.bash_profile
        ~/.bash_login
        ~/.bash_logout
        ~/.bash_aliases
        ~/.profile
        ~/.zshrc
        ~/.zshenv
        ~/.zprofile
        ~/.zlogin
        ~/.zlogout
        ~/.kshrc
        ~/.cshrc
        ~/.tcshrc
        ~/.login
        ~/.inputrc
        ~/.xprofile
        ~/.config/fish/**
        ~/.config/zsh/**
        ~/.config/environment.d/**
        ~/.config/systemd/user/**
        ~/.config/autostart/**
        ~/.config/direnv/**
        ~/.pam_environment
        .envrc
        /etc/aex/**
        /etc/claude-code/**
        /etc/codex/**
        /etc/gemini-cli/**
        /etc/profile
        /etc/profile.d/**
        /etc/environment
        /etc/bash.bashrc
        /etc/bashrc
        /etc/zshrc
        /etc/zshenv
        /etc/zsh/**
        /etc/fish/**
        """;

    /// <summary>
    /// Files of the project's root and of the home folder that may be reached by another name (a hard link, or a link from them to
    /// elsewhere): they are compared by identity. One a line.
    /// </summary>
    public const string Fixed =
        """
        .aex/policy.aex
        aex.policy.aex
        .claude/settings.json
        .claude/settings.local.json
        .claude.json
        .mcp.json
        .codex/config.toml
        .codex/hooks.json
        .gemini/settings.json
        .cursor/hooks.json
        .cursor/mcp.json
        .git/config
        """;

    /// <summary>The same for the home folder alone.</summary>
    public const string FixedAtHome =
        """
        .gitconfig
        .bashrc
        .bash_profile
        .profile
        .zshrc
        .zshenv
        .zprofile
        """;

    /// <summary>Folders of the project's root and of the home folder that may be links to elsewhere: what lies there is guarded as well. One a line.</summary>
    public const string FixedFolders =
        """
        .aex
        .codex
        .git/hooks
        .github/hooks
        .claude/plugins
        .config/fish
        """;

    /// <summary>Whether a path is guarded by its name.</summary>
    /// <param name="path">Absolute and without <c>.</c> and <c>..</c>.</param>
    /// <param name="project">The project's root.</param>
    /// <param name="home">The home folder; empty if there is none.</param>
    /// <param name="ignoreCase">Whether the file system finds names in any case.</param>
    public static bool Holds(string path, string project, string home, bool ignoreCase) =>
        new PathTable(Table, project, home).Holds(path, ignoreCase, foldersToo: true);
}
