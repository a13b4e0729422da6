using System.Text.Json;
using Aex.Cli.Commands;
using Aex.Hooks;
using Aex.Sessions;

namespace Aex.Cli.Install;

/// <summary>Looks at one client's settings: whether the client loads them, and whether the gate is then really asked.</summary>
/// <param name="host">The surroundings.</param>
/// <param name="client">The client.</param>
/// <param name="root">The project's folder.</param>
internal sealed class ClientExamination(HostEnvironment host, HookClient client, string root)
{
    private readonly HookForm _form = HookForm.Of(client);
    private readonly List<Check> _checks = [];
    private readonly List<string> _asked = [];

    /// <summary>The clients that have settings of their own; VS Code loads those of Copilot CLI.</summary>
    public static IReadOnlyList<HookClient> Clients { get; } = [HookClient.ClaudeCode, HookClient.Codex, HookClient.Gemini, HookClient.Cursor, HookClient.Copilot];

    /// <summary>The files that ask the gate before a call.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>What was looked at.</summary>
    public IReadOnlyList<Check> Checks => _checks;

    /// <summary>Looks.</summary>
    public void Look()
    {
        foreach (var files in Scopes(InstalledProgram.PathOf(host)))
        {
            Look(files.HooksPath, files);
        }

        if (client == HookClient.ClaudeCode)
        {
            Look(LocalSettings, null);
        }

        if (client == HookClient.Codex)
        {
            LookAtTables();
        }

        foreach (var stray in StrayFiles())
        {
            _checks.Add(Check.Fault(
                Host.Relative(stray),
                "settings",
                $"{_form.Title} does not load a file of this name, so the gate in it is never asked",
                $"run `aex install {HookClientNames.Name(client)}`, and delete the file"));
        }

        if (_asked.Count > 1)
        {
            var name = HookClientNames.Name(client);
            _checks.Add(Check.Fault(_form.Title, "once", $"the gate is asked twice about each call, by {string.Join(" and ", _asked)}, so budgets run out twice as fast", $"run `aex uninstall {name}`, or the same with --user"));
        }
    }

    /// <summary>The changes that mend what can be mended.</summary>
    public IEnumerable<PlannedChange> Mends()
    {
        var program = InstalledProgram.PathOf(host);
        foreach (var files in Scopes(program))
        {
            var hooks = files.Hooks;
            var before = hooks.Read();
            if (before is not null && SettingsReview.Of(_form, hooks.FullPath, before, ReadScript).Fixable)
            {
                yield return new PlannedChange(hooks, before, hooks.Mended(before, files.HookEdit));
            }

            // The trust is for what stands there once the hooks are mended.
            if (files.Trust(hooks.Read()) is { } trust && trust.Read() is var config && ((CodexTrust)trust.Edit).Missing(config ?? []) is not null)
            {
                yield return new PlannedChange(trust, config, trust.Installed(config));
            }
        }

        if (client == HookClient.ClaudeCode)
        {
            var edit = new HookSettings(_form, program);
            var local = new SettingsFile(LocalSettings, edit, host.StateFolder) { Form = _form };
            if (local.Read() is { } before && SettingsReview.Of(_form, LocalSettings, before, ReadScript).Fixable)
            {
                yield return new PlannedChange(local, before, local.Mended(before, edit));
            }
        }
    }

    private string LocalSettings => Path.Combine(root, ".claude", "settings.local.json");

    private IEnumerable<ClientFiles> Scopes(string program)
    {
        yield return new ClientFiles(host, client, null, program);
        if (root != host.Home)
        {
            yield return new ClientFiles(host, client, root, program);
        }
    }

    private void Look(string path, ClientFiles? files)
    {
        if (SettingsFile.Read(path) is not { } text)
        {
            return;
        }

        var area = Host.Relative(path);
        var review = SettingsReview.Of(_form, area, text, ReadScript);
        // A client's settings that have nothing to do with hooks are no business of aex.
        if (client != HookClient.ClaudeCode && review.GateCommand is null && !review.Checks.Any(check => check.State == CheckState.Fault))
        {
            return;
        }

        _checks.AddRange(review.Checks);
        if (review.GateCommand is not { } command)
        {
            return;
        }

        _asked.Add(area);
        _checks.Add(Canary.Run(client, area, command));
        if (HookCommand.ProgramOf(command) is { } program && Canary.VersionOf(program) is { } version && version != GlobalOptions.ProgramVersion)
        {
            _checks.Add(Check.Note(area, "version", $"the hook runs aex {version} at {program}; this is aex {GlobalOptions.ProgramVersion}", $"run `aex install {HookClientNames.Name(client)}` to have it run this one"));
        }

        if (files is not null && client == HookClient.Codex)
        {
            LookAtTrust(area, text, files);
        }

        if (client == HookClient.Gemini)
        {
            LookAtSwitches(area, text);
        }
    }

    private void LookAtTrust(string area, byte[] hooks, ClientFiles files)
    {
        try
        {
            var config = SettingsFile.Read(files.CodexConfig) ?? [];
            _checks.Add(new CodexTrust(files.HooksPath, hooks).Missing(config) is { } missing
                ? Check.Fault(area, "trusted", missing, "run `aex doctor --fix`, or `/hooks` in Codex")
                : Check.Ok(area, "trusted", "Codex was told to trust the hook as it is"));
            var toml = TomlFile.Parse(config);
            foreach (var name in (string[])["hooks", "codex_hooks"])
            {
                if (toml.Find("features", name) is { } feature && CodexTrust.IsFalse(feature))
                {
                    _checks.Add(Check.Fault(Host.Relative(files.CodexConfig), "hooks-on", $"`features.{name} = false` switches all hooks of Codex off", $"take `{name}` out of `[features]`"));
                }
            }

            if (files.Project is { } project && toml.Find("projects", project, "trust_level")?.Text is var level and not "trusted")
            {
                _checks.Add(level is null
                    ? Check.Note(area, "project", "Codex loads a project's hooks only once the project is trusted", "answer its question at the first start here with yes")
                    : Check.Fault(area, "project", $"this project is `{level}` for Codex, so it loads none of its hooks", "trust the project in Codex, or run `aex install codex --user`"));
            }
        }
        catch (SettingsFault fault)
        {
            _checks.Add(Check.Fault(Host.Relative(files.CodexConfig), "settings", $"Codex does not start: {fault.Message}", "mend the file by hand"));
        }
    }

    /// <summary>Hooks that stand in Codex's own settings, as older guides have them.</summary>
    private void LookAtTables()
    {
        foreach (var path in Scopes("").Select(files => files.Project is null ? files.CodexConfig : Path.Combine(files.Project, ".codex", "config.toml")))
        {
            try
            {
                var area = Host.Relative(path);
                if (SettingsFile.Read(path) is { } text
                    && TomlFile.Parse(text).Entries.FirstOrDefault(entry => entry.Path is ["hooks", "PreToolUse", .., "command"] && HookCommand.RunsGate(entry.Text ?? "")) is { Text: { } command })
                {
                    _asked.Add(area);
                    _checks.Add(Canary.Run(client, area, command));
                    _checks.Add(HookCommand.IsOurs(command)
                        ? Check.Ok(area, "fail-closed", "a gate that fails denies the call")
                        : Check.Fault(area, "fail-closed", "the call runs when the gate is not found, killed or out of time: the command line lets such ends through", "take the hook out of this file and run `aex install codex`"));
                }
            }
            catch (SettingsFault)
            {
                // Said where the trust is looked at.
            }
        }
    }

    private void LookAtSwitches(string area, byte[] text)
    {
        var settings = JsoncNode.Parse(text);
        if (settings["hooksConfig"]?["enabled"]?.Kind == JsonTokenType.False || settings["hooks"]?["enabled"]?.Kind == JsonTokenType.False)
        {
            _checks.Add(Check.Fault(area, "hooks-on", "`hooksConfig.enabled` switches all hooks of Gemini CLI off", "take it out, or run `/hooks enable-all` there"));
        }

        if (settings["hooksConfig"]?["disabled"]?.Items.Exists(item => item.Text == "aex" || HookCommand.RunsGate(item.Text ?? "")) == true)
        {
            _checks.Add(Check.Fault(area, "hooks-on", "`hooksConfig.disabled` switches the hook `aex` off", "run `/hooks enable aex` in Gemini CLI"));
        }

        if (settings["security"]?["folderTrust"]?["enabled"]?.Kind != JsonTokenType.False && !IsTrustedFolder())
        {
            _checks.Add(Check.Note(area, "folder", "Gemini CLI runs no hook in a folder that it was not told to trust, and without a terminal does not start there", "answer its question at the first start here with trust"));
        }
    }

    private bool IsTrustedFolder()
    {
        try
        {
            var trusted = SettingsFile.Read(Path.Combine(host.Home, ".gemini", "trustedFolders.json")) is { } text ? JsoncNode.Parse(text).Members : [];
            return trusted.Exists(folder => folder.Value.Text switch
            {
                "TRUST_FOLDER" => IsBelow(root, folder.Name),
                "TRUST_PARENT" => Path.GetDirectoryName(folder.Name) is { } parent && IsBelow(root, parent),
                _ => false,
            });
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsBelow(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>Files that look like hooks of this client, lie where it does not look, and run the gate.</summary>
    private IEnumerable<string> StrayFiles()
    {
        string[] names = client switch
        {
            HookClient.ClaudeCode => [".claude/hooks.json", ".claude/hooks/hooks.json", ".claude/setting.json", ".claude.json"],
            HookClient.Codex => [".codex/settings.json", ".codex/hooks/hooks.json"],
            HookClient.Gemini => [".gemini/hooks.json", ".gemini/hooks/hooks.json"],
            HookClient.Cursor => [".cursor/settings.json", ".cursor/hooks/hooks.json"],
            HookClient.VsCode or HookClient.Copilot => [".github/hooks.json", ".vscode/hooks.json", ".copilot/hooks.json"],
        };
        foreach (var path in names.SelectMany(name => (string[])[Path.Combine(root, name), Path.Combine(host.Home, name)]).Distinct())
        {
            if (ReadScript(path) is { } text && text.Contains("\"hooks\"", StringComparison.Ordinal) && HookCommand.RunsGate(text))
            {
                yield return path;
            }
        }
    }

    private static string? ReadScript(string word)
    {
        const int largest = 1 << 20;
        try
        {
            return File.Exists(word) && new FileInfo(word).Length is > 0 and < largest ? File.ReadAllText(word) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
