using System.Diagnostics;
using System.Text;
using System.Text.Json;

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
    public static Check Run(string area, string command)
    {
        var folder = Directory.CreateTempSubdirectory("aex-canary-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, ".aex"));
            File.WriteAllText(Path.Combine(folder, ".aex", "policy.aex"), Policy + "\n");
            var denied = Call(command, folder, "canary.denied");
            if (denied.Exit != 2)
            {
                return Check.Fault(
                    area, "reached", $"the installed command line let a call run that the policy denies (exit {denied.Exit}{Said(denied.Error)})", "run `aex install claude-code`");
            }

            if (!denied.Error.Contains("canary", StringComparison.Ordinal))
            {
                return Check.Fault(
                    area, "reached", $"the installed command line denies every call without asking the policy{Said(denied.Error)}", "run `aex install claude-code`");
            }

            var allowed = Call(command, folder, "canary.allowed");
            return allowed.Exit == 0
                ? Check.Ok(area, "reached", "the installed command line denied a canary call and let another pass")
                : Check.Fault(area, "reached", $"the installed command line denies calls that the policy allows{Said(allowed.Error)}", "see the reason; options of the gate in that line may be the cause");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Said(string error) => error.Trim() is { Length: > 0 } text ? $"; it said: {text.Split('\n')[0]}" : "";

    private static (int Exit, string Error) Call(string command, string folder, string tool)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AEX_STATE_DIR"] = Path.Combine(folder, "state");
        start.Environment["CLAUDE_PROJECT_DIR"] = folder;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(
                "{\"session_id\":\"canary\",\"hook_event_name\":\"PreToolUse\",\"cwd\":\"" + JsonEncodedText.Encode(folder) + "\",\"tool_name\":\"" + tool + "\",\"tool_input\":{}}"));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; how it ended says the rest.
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "no answer within ten seconds");
        }

        output.GetAwaiter().GetResult();
        return (process.ExitCode, error.GetAwaiter().GetResult());
    }
}
