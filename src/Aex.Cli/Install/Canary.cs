using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Aex.Hooks;

namespace Aex.Cli.Install;

/// <summary>
/// Runs an installed hook's command line as the client would, in a project of its own that is removed afterwards: one call that must be
/// denied and one that must pass. Nothing of it reaches the user's state or audit.
/// </summary>
internal static class Canary
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string Policy =
        """
        policy canary v0
        goal "Shows that the gate is reached."
        allow *
        deny canary.denied
        """;

    /// <summary>What running the line showed.</summary>
    public static Check Run(HookClient client, string area, string command)
    {
        var install = $"run `aex install {HookClientNames.Name(client)}`";
        var folder = Directory.CreateTempSubdirectory("aex-canary-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, ".aex"));
            File.WriteAllText(Path.Combine(folder, ".aex", "policy.aex"), Policy + "\n");
            var denied = Call(client, command, folder, "canary.denied");
            if (denied.Exit != 2)
            {
                return Check.Fault(area, "reached", $"the installed command line let a call run that the policy denies (exit {denied.Exit}{Said(denied.Error)})", install);
            }

            if (!denied.Error.Contains("canary", StringComparison.Ordinal))
            {
                return Check.Fault(area, "reached", $"the installed command line denies every call without asking the policy{Said(denied.Error)}", install);
            }

            var allowed = Call(client, command, folder, "canary.allowed");
            return allowed.Exit == 0
                ? Check.Ok(area, "reached", "the installed command line denied a canary call and let another pass")
                : Check.Fault(area, "reached", $"the installed command line denies calls that the policy allows{Said(allowed.Error)}", "see the reason; options of the gate in that line may be the cause");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a program says to <c>--version</c>; null when it does not answer.</summary>
    public static string? VersionOf(string program)
    {
        try
        {
            var (exit, output, _) = Run(new ProcessStartInfo(program, ["--version"]), "");
            return exit == 0 && output.StartsWith("aex ", StringComparison.Ordinal) ? output[4..].Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Said(string error) => error.Trim() is { Length: > 0 } text ? $"; it said: {text.Split('\n')[0]}" : "";

    private static (int Exit, string Error) Call(HookClient client, string command, string folder, string tool)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = folder };
        start.Environment["AEX_STATE_DIR"] = Path.Combine(folder, "state");
        start.Environment["CLAUDE_PROJECT_DIR"] = folder;
        start.Environment["GEMINI_PROJECT_DIR"] = folder;
        var (exit, _, error) = Run(start, Input(client, JsonEncodedText.Encode(folder).ToString(), tool));
        return (exit, error);
    }

    /// <summary>The call as the client sends it.</summary>
    private static string Input(HookClient client, string folder, string tool) => client switch
    {
        HookClient.ClaudeCode => $$"""{"session_id":"canary","hook_event_name":"PreToolUse","cwd":"{{folder}}","tool_name":"{{tool}}","tool_input":{} }""",
        HookClient.Codex => $$"""{"session_id":"canary","turn_id":"1","hook_event_name":"PreToolUse","cwd":"{{folder}}","tool_name":"{{tool}}","tool_input":{},"tool_use_id":"c1"}""",
        HookClient.Gemini => $$"""{"session_id":"canary","hook_event_name":"BeforeTool","cwd":"{{folder}}","timestamp":"2026-01-01T00:00:00Z","tool_name":"{{tool}}","tool_input":{} }""",
        HookClient.Cursor => $$"""{"conversation_id":"canary","hook_event_name":"preToolUse","workspace_roots":["{{folder}}"],"tool_name":"{{tool}}","tool_input":{} }""",
        HookClient.VsCode or HookClient.Copilot => $$"""{"sessionId":"canary","timestamp":1,"cwd":"{{folder}}","toolName":"{{tool}}","toolArgs":"{}"}""",
    };

    private static (int Exit, string Output, string Error) Run(ProcessStartInfo start, string input)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(input));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; how it ended says the rest.
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "", string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds:0} seconds"));
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
