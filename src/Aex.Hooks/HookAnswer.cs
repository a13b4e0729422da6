using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>From a decision to the one line that a client obeys (docs/gate.md, Answers).</summary>
internal static class HookAnswer
{
    /// <summary>The exit code of a denial: blocks in every client run, whatever was printed.</summary>
    public const int Denied = 2;

    /// <summary>Lets a call pass.</summary>
    /// <param name="json">Receives the object.</param>
    /// <param name="client">Who is answered.</param>
    /// <param name="trusted">The policy in force is trusted, so that the answer may silence the client's own prompt.</param>
    /// <param name="notice">What the model should know, or null.</param>
    public static void Allow(JsonText json, HookClient client, bool trusted, string? notice)
    {
        switch (client)
        {
            case HookClient.ClaudeCode:
                ClaudeCode.Allow(json, trusted, notice);
                break;
            case HookClient.Codex:
                Codex.Allow(json, notice);
                break;
            case HookClient.Gemini:
                Gemini.Allow(json, trusted, notice);
                break;
            case HookClient.VsCode:
                VsCode.Allow(json, trusted, notice);
                break;
            case HookClient.Copilot:
                Copilot.Allow(json, trusted);
                break;
            case HookClient.Cursor:
                Cursor.Allow(json, trusted, notice);
                break;
        }
    }

    /// <summary>Puts a question to the user. Only for input whose <see cref="HookInput.Asks"/> is true.</summary>
    public static void Ask(JsonText json, HookClient client, string reason, string? notice)
    {
        if (client == HookClient.Cursor)
            Cursor.Ask(json, reason);
        else
            ClaudeCode.Ask(json, reason, notice);
    }

    /// <summary>Denies a call; the caller also writes the reason to standard error and exits with <see cref="Denied"/>.</summary>
    public static void Deny(JsonText json, HookClient client, string reason)
    {
        switch (client)
        {
            case HookClient.ClaudeCode or HookClient.Codex or HookClient.VsCode:
                ClaudeCode.Deny(json, reason);
                break;
            case HookClient.Gemini:
                Gemini.Deny(json, reason);
                break;
            case HookClient.Copilot:
                Copilot.Deny(json, reason);
                break;
            case HookClient.Cursor:
                Cursor.Deny(json, reason);
                break;
        }
    }
}
