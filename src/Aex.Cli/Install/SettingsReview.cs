using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Aex.Cli.Install;

/// <summary>What one settings file of Claude Code does to the gate.</summary>
/// <param name="Checks">What was looked at.</param>
/// <param name="GateCommand">The command line that PreToolUse runs for every tool; null when the file has none.</param>
/// <param name="Fixable">Whether <c>aex doctor --fix</c> can mend what is wrong.</param>
internal sealed record SettingsReview(IReadOnlyList<Check> Checks, string? GateCommand, bool Fixable)
{
    private const string Fix = "run `aex doctor --fix`";

    private static readonly string[] EveryTool = [".*", "*", "", "^.*$", ".+", "^.+$"];

    /// <summary>Reviews a file's bytes.</summary>
    /// <param name="area">The file's name, as shown.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="readScript">Reads a file that a hook's command line names; null when it cannot be read.</param>
    public static SettingsReview Of(string area, byte[] text, Func<string, string?> readScript)
    {
        JsoncNode root;
        try
        {
            root = ClaudeSettings.Root(text);
        }
        catch (JsonException fault)
        {
            return new SettingsReview([Check.Fault(area, "settings", $"the client drops the whole file: {PlaceOf(fault)}{fault.Message.Split(" LineNumber:")[0].TrimEnd('.')}", "mend the file by hand")], null, false);
        }

        if (JsoncNode.FirstLax(text) is { } lax)
        {
            // Measured with Claude Code 2.1.330: it drops the file and says so at its end only.
            return new SettingsReview([Check.Fault(area, "settings", $"the client drops the whole file, permissions and all hooks with it: {PlaceOf(lax)}it takes no comments and no trailing commas", "take them out by hand")], null, false);
        }

        var checks = new List<Check>();
        var fixable = false;
        var flat = Entries(root, null).Where(ClaudeSettings.IsFlat).ToList();
        if (flat.Count > 0)
        {
            fixable = true;
            var shown = Encoding.UTF8.GetString(text, flat[0].Start, flat[0].End - flat[0].Start);
            checks.Add(Check.Fault(area, "settings", $"the client drops the whole file, permissions and all other hooks with it: {shown} is in a form that it does not load", Fix));
        }
        else if (Entries(root, null).FirstOrDefault(entry => entry["hooks"] is not { IsArray: true }) is { } odd)
        {
            checks.Add(Check.Fault(area, "settings", $"the client drops the whole file: {Encoding.UTF8.GetString(text, odd.Start, Math.Min(odd.End - odd.Start, 200))} has no list `hooks`", "mend the file by hand"));
        }
        else
        {
            checks.Add(Check.Ok(area, "settings", "the file loads"));
        }

        if (root["disableAllHooks"]?.Kind == JsonTokenType.True)
        {
            checks.Add(Check.Fault(area, "hooks-on", "`disableAllHooks` switches the gate off", "take `disableAllHooks` out"));
        }

        var gate = Gate(area, root, checks, ref fixable);
        Others(area, root, checks, readScript);
        return new SettingsReview(checks, flat.Count > 0 ? null : gate, fixable);
    }

    private static string? Gate(string area, JsoncNode root, List<Check> checks, ref bool fixable)
    {
        string? found = null;
        foreach (var entry in Entries(root, "PreToolUse"))
        {
            foreach (var hook in entry["hooks"]?.Items ?? [])
            {
                if (hook["command"]?.Text is not { } command || !HookCommand.RunsGate(command))
                {
                    continue;
                }

                if (entry["matcher"] is { } matcher && Array.IndexOf(EveryTool, matcher.Text) < 0)
                {
                    fixable = true;
                    checks.Add(Check.Fault(area, "every-tool", $"the gate is asked only about tools that match `{matcher.Text}`", Fix));
                    continue;
                }

                if (found is not null)
                {
                    fixable = true;
                    checks.Add(Check.Fault(area, "once", "the gate is asked twice about each call, so budgets run out twice as fast", Fix));
                    continue;
                }

                found = command;
                var asks = command.Contains("--observe", StringComparison.Ordinal);
                checks.Add(asks
                    ? Check.Note(area, "enforced", "the gate only observes (`--observe`): every call passes", "take `--observe` out of the hook's command to enforce the policy")
                    : Check.Ok(area, "hook", "the gate is asked before every tool call"));
                if (!HookCommand.IsOurs(command))
                {
                    fixable = true;
                    checks.Add(Check.Fault(area, "fail-closed", "the call runs when the gate is not found, killed or out of time: the command line lets such ends through", Fix));
                }
                else if (hook["onFailure"]?.Text != "block")
                {
                    fixable = true;
                    checks.Add(Check.Fault(area, "fail-closed", "the call runs when the gate is out of time: `\"onFailure\": \"block\"` is missing", Fix));
                }
                else
                {
                    checks.Add(Check.Ok(area, "fail-closed", "a gate that fails denies the call"));
                }
            }
        }

        return found;
    }

    private static void Others(string area, JsoncNode root, List<Check> checks, Func<string, string?> readScript)
    {
        foreach (var hook in Entries(root, "PreToolUse").SelectMany(entry => entry["hooks"]?.Items ?? []))
        {
            var command = string.Join(' ', (hook["args"]?.Items.Select(item => item.Text) ?? []).Prepend(hook["command"]?.Text));
            if (command.Length == 0 || HookCommand.RunsGate(command))
            {
                continue;
            }

            var rewrites = command.Contains("updatedInput", StringComparison.Ordinal)
                || command.Split([' ', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Take(8).Any(word => readScript(word)?.Contains("updatedInput", StringComparison.Ordinal) == true);
            if (rewrites)
            {
                checks.Add(Check.Fault(area, "no-rewriting", $"another hook rewrites the input after it was judged (`updatedInput`): {command}", "take that hook out, or have it leave the input alone"));
            }
        }
    }

    private static string PlaceOf(JsonException fault) =>
        fault.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {fault.BytePositionInLine + 1}: ") : "";

    private static IEnumerable<JsoncNode> Entries(JsoncNode root, string? name) =>
        root["hooks"]?.Members.Where(member => name is null || member.Name == name).SelectMany(member => member.Value.Items) ?? [];
}
