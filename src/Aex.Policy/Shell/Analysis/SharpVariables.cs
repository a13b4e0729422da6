namespace Aex.Policy.Shell.Analysis;

/// <summary>Environment variables by which programs run code, find other programs, or read other settings.</summary>
internal static class SharpVariables
{
    /// <summary>Whether its value is a command that a shell or a program runs.</summary>
    public static bool HoldsCommand(string name) =>
        name.EndsWith("PAGER", StringComparison.Ordinal) || name.EndsWith("EDITOR", StringComparison.Ordinal)
        || name is "VISUAL" or "BROWSER" or "GIT_SSH" or "GIT_SSH_COMMAND" or "GIT_ASKPASS" or "SSH_ASKPASS" or "SUDO_ASKPASS" or "GIT_EXTERNAL_DIFF" or "GIT_PROXY_COMMAND" or "PS0" or "FZF_DEFAULT_COMMAND" or "FZF_DEFAULT_OPTS" or "LESSOPEN" or "LESSCLOSE"
            or "PROMPT_COMMAND" or "RSYNC_RSH" or "CVS_RSH" or "FZF_DEFAULT_COMMAND" or "SHELL";

    /// <summary>Whether a coding agent takes its settings from it.</summary>
    public static bool ConfiguresAgents(string name) =>
        name.StartsWith("CLAUDE", StringComparison.Ordinal) || name.StartsWith("CODEX_", StringComparison.Ordinal) || name.StartsWith("GEMINI_", StringComparison.Ordinal) || name.StartsWith("AEX_", StringComparison.Ordinal)
        || name.StartsWith("OPENCODE_", StringComparison.Ordinal) || name.StartsWith("CURSOR_", StringComparison.Ordinal) || name.StartsWith("COPILOT_", StringComparison.Ordinal) || name.StartsWith("AIDER_", StringComparison.Ordinal)
        || name is "ANTHROPIC_BASE_URL" or "OPENAI_BASE_URL" or "HOME" or "XDG_CONFIG_HOME" or "XDG_STATE_HOME";

    /// <summary>Whether a program may do something else when it is set to a value.</summary>
    public static bool Runs(string name, ShellWord value)
    {
        if (name.Contains(ShellWord.Unknown))
        {
            return true;
        }

        // Turning a pager or an editor off is what agents do all day.
        if (name.EndsWith("PAGER", StringComparison.Ordinal) || name.EndsWith("EDITOR", StringComparison.Ordinal) || name is "VISUAL" or "GIT_SEQUENCE_EDITOR" or "BROWSER")
        {
            return !value.IsKnown || value.Text is not ("" or "cat" or "less" or "true" or ":" or "/bin/true" or "/usr/bin/true" or "/bin/cat" or "none");
        }

        if (name.StartsWith("GIT_", StringComparison.Ordinal))
        {
            return !(name is "GIT_TERMINAL_PROMPT" or "GIT_OPTIONAL_LOCKS" or "GIT_MERGE_AUTOEDIT" or "GIT_LITERAL_PATHSPECS"
                || name.StartsWith("GIT_AUTHOR_", StringComparison.Ordinal) || name.StartsWith("GIT_COMMITTER_", StringComparison.Ordinal) || name.StartsWith("GIT_TRACE", StringComparison.Ordinal) && value is { IsKnown: true, Text: "0" or "1" or "true" or "false" });
        }

        return name is "PATH" or "BASH_ENV" or "ENV" or "SHELLOPTS" or "BASHOPTS" or "PS4" or "PROMPT_COMMAND" or "IFS" or "CDPATH" or "HOME" or "SHELL" or "ZDOTDIR" or "GLOBIGNORE"
            or "XDG_CONFIG_HOME" or "XDG_STATE_HOME" or "LESSOPEN" or "LESSCLOSE" or "LESS" or "MORE" or "NODE_OPTIONS" or "NODE_PATH" or "PYTHONPATH" or "PYTHONSTARTUP" or "PYTHONHOME" or "PYTHONINSPECT"
            or "PERL5LIB" or "PERL5OPT" or "PERL5DB" or "PERLLIB" or "RUBYOPT" or "RUBYLIB" or "JAVA_TOOL_OPTIONS" or "_JAVA_OPTIONS" or "JDK_JAVA_OPTIONS" or "CLASSPATH" or "MAVEN_OPTS" or "GRADLE_OPTS"
            or "DOTNET_STARTUP_HOOKS" or "MAKEFLAGS" or "GNUMAKEFLAGS" or "MAKEFILES" or "RUSTC" or "RUSTC_WRAPPER" or "RUSTC_WORKSPACE_WRAPPER" or "CARGO_HOME" or "GOFLAGS" or "CC" or "CXX" or "LD"
            or "SSH_ASKPASS" or "SUDO_ASKPASS" or "RSYNC_RSH" or "CVS_RSH" or "TAR_OPTIONS" or "GZIP" or "GREP_OPTIONS" or "GCONV_PATH" or "OPENSSL_CONF" or "OPENSSL_ENGINES" or "DOCKER_HOST" or "DOCKER_CONFIG"
            or "KUBECONFIG" or "CLAUDE_CONFIG_DIR" or "CODEX_HOME" or "BASH_FUNC" or "PIP_INDEX_URL" or "PIP_EXTRA_INDEX_URL" or "PIP_CONFIG_FILE" or "UV_INDEX_URL" or "ANTHROPIC_BASE_URL" or "OPENAI_BASE_URL" or "http_proxy" or "https_proxy" or "HTTPS_PROXY" or "HTTP_PROXY" or "ALL_PROXY"
            || name.StartsWith("LD_", StringComparison.Ordinal) || name.StartsWith("DYLD_", StringComparison.Ordinal) || name.StartsWith("AEX_", StringComparison.Ordinal)
            || name.StartsWith("BASH_FUNC_", StringComparison.Ordinal) || name.StartsWith("npm_config_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("YARN_", StringComparison.Ordinal);
    }
}
