using System.Globalization;
using System.Text;
using System.Text.Json;
using Aex.Hooks;

namespace Aex.Cli.Install;

/// <summary>What one settings file of a client does to the gate.</summary>
/// <param name="Checks">What was looked at.</param>
/// <param name="GateCommand">The command line that runs before every tool call; null when the file has none.</param>
/// <param name="Fixable">Whether <c>aex doctor --fix</c> can mend what is wrong.</param>
internal sealed record SettingsReview(IReadOnlyList<Check> Checks, string? GateCommand, bool Fixable)
{
    private const string Fix = "run `aex doctor --fix`";

    // By which a hook changes a call's input: Claude Code, Codex, VS Code; Cursor; Copilot CLI.
    private static readonly string[] Rewriting = ["updatedInput", "updated_input", "modifiedArgs"];

    private static readonly string[] EveryTool = [".*", "*", "", "^.*$", ".+", "^.+$"];

    /// <summary>Reviews a file's bytes.</summary>
    /// <param name="form">How the client wants its hooks.</param>
    /// <param name="area">The file's name, as shown.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="readScript">Reads a file that a hook's command line names; null when it cannot be read.</param>
    public static SettingsReview Of(HookForm form, string area, byte[] text, Func<string, string?> readScript)
    {
        JsoncNode root;
        try
        {
            root = HookSettings.Root(text);
        }
        catch (JsonException fault)
        {
            return new SettingsReview([Check.Fault(area, "settings", $"{form.Faulty}: {PlaceOf(fault)}{SettingsFault.ReasonOf(fault)}", "mend the file by hand")], null, false);
        }

        if (JsoncNode.FirstLax(text, form.TakesComments) is { } lax)
        {
            // Measured with Claude Code 2.1.330: it drops the file and says so at its end only. Codex's reader takes neither; Gemini CLI takes comments.
            return new SettingsReview([Check.Fault(area, "settings", $"{form.Faulty}, {(form.Client == HookClient.ClaudeCode ? "permissions and all hooks with it" : "other hooks with it")}: {PlaceOf(lax)}it takes {form.Refused}", "take them out by hand")], null, false);
        }

        var checks = new List<Check>();
        var fixable = false;
        var loads = Loads(form, area, text, root, checks, ref fixable);
        if (HookSettings.SwitchedOff(root) is not null)
        {
            fixable = true;
            checks.Add(Check.Fault(area, "hooks-on", "`disableAllHooks` switches the gate off", Fix));
        }

        var gate = Gate(form, area, root, checks, ref fixable);
        Others(form, area, root, checks, readScript);
        return new SettingsReview(checks, loads ? gate : null, fixable);
    }

    private static bool Loads(HookForm form, string area, byte[] text, JsoncNode root, List<Check> checks, ref bool fixable)
    {
        string Shown(JsoncNode entry) => Encoding.UTF8.GetString(text, entry.Start, Math.Min(entry.End - entry.Start, 200));
        var entries = Entries(root, null).ToList();
        if (!form.IsFlat && entries.Find(HookSettings.IsFlatEntry) is { } flat)
        {
            fixable = true;
            checks.Add(Check.Fault(area, "settings", form.Client == HookClient.ClaudeCode
                ? $"the client drops the whole file, permissions and all other hooks with it: {Shown(flat)} is in a form that it does not load"
                : $"{Shown(flat)} is in a form that the client does not load", Fix));
            return false;
        }

        if (!form.IsFlat && entries.Find(entry => entry["hooks"] is not { IsArray: true }) is { } odd)
        {
            checks.Add(Check.Fault(area, "settings", $"{form.Faulty}: {Shown(odd)} has no list `hooks`", "mend the file by hand"));
            return false;
        }

        if (form.HasVersion && entries.Count > 0 && root["version"] is null)
        {
            fixable = true;
            checks.Add(Check.Fault(area, "settings", $"{form.Faulty}: `\"version\": 1` is missing", Fix));
            return false;
        }

        checks.Add(Check.Ok(area, "settings", "the file loads"));
        return true;
    }

    private static string? Gate(HookForm form, string area, JsoncNode root, List<Check> checks, ref bool fixable)
    {
        string? found = null;
        foreach (var (entry, hook) in Entries(root, form.CallEvent).SelectMany(entry => (form.IsFlat ? [entry] : entry["hooks"]?.Items ?? []).Select(hook => (entry, hook))))
        {
            if ((hook[form.CommandName] ?? hook["command"])?.Text is not { } command || !HookCommand.RunsGate(command))
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
            checks.Add(command.Contains("--observe", StringComparison.Ordinal)
                ? Check.Note(area, "enforced", "the gate only observes (`--observe`): every call passes", "take `--observe` out of the hook's command to enforce the policy")
                : Check.Ok(area, "hook", "the gate is asked before every tool call"));
            var closed = FailsClosed(form, area, hook, command);
            fixable |= closed.State == CheckState.Fault;
            checks.Add(closed);
        }

        return found;
    }

    private static Check FailsClosed(HookForm form, string area, JsoncNode hook, string command)
    {
        if (!HookCommand.IsOurs(command))
        {
            return Check.Fault(area, "fail-closed", "the call runs when the gate is not found, killed or out of time: the command line lets such ends through", Fix);
        }

        if (form.BlockingName is { } name && hook[name] is not ({ Text: "block" } or { Kind: JsonTokenType.True }))
        {
            return Check.Fault(area, "fail-closed", $"the call runs when the gate is out of time: `{form.Blocking}` is missing", Fix);
        }

        return Check.Ok(area, "fail-closed", form.Blocking is null
            ? "a gate that fails denies the call; one that is out of time does not, since the client has no setting for it"
            : "a gate that fails denies the call");
    }

    private static void Others(HookForm form, string area, JsoncNode root, List<Check> checks, Func<string, string?> readScript)
    {
        foreach (var hook in Entries(root, form.CallEvent).SelectMany(entry => form.IsFlat ? [entry] : entry["hooks"]?.Items ?? []))
        {
            var command = string.Join(' ', (hook["args"]?.Items.Select(item => item.Text) ?? []).Prepend((hook[form.CommandName] ?? hook["command"])?.Text));
            if (command.Length == 0 || HookCommand.RunsGate(command))
            {
                continue;
            }

            var word = Array.Find(Rewriting, key => command.Contains(key, StringComparison.Ordinal)
                || command.Split([' ', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Take(8).Any(file => readScript(file)?.Contains(key, StringComparison.Ordinal) == true));
            if (word is not null)
            {
                checks.Add(Check.Fault(area, "no-rewriting", $"another hook rewrites the input after it was judged (`{word}`): {command}", "take that hook out, or have it leave the input alone"));
            }
        }
    }

    private static string PlaceOf(JsonException fault) =>
        fault.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {fault.BytePositionInLine + 1}: ") : "";

    private static IEnumerable<JsoncNode> Entries(JsoncNode root, string? name) =>
        root["hooks"]?.Members.Where(member => member.Value.IsArray && (name is null || member.Name == name)).SelectMany(member => member.Value.Items) ?? [];
}
