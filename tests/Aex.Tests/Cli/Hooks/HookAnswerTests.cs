using Aex.Hooks;
using Aex.Policy.Json;
using Xunit;

namespace Aex.Tests.Cli.Hooks;

public sealed class HookAnswerTests
{
    [Theory]
    [InlineData("claude-code", false, null, """{"permissionDecision":"allow"}""")]
    [InlineData("claude-code", true, null, """{"permissionDecision":"allow","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}""")]
    [InlineData("claude-code", false, "n", """{"permissionDecision":"allow","hookSpecificOutput":{"hookEventName":"PreToolUse","additionalContext":"n"}}""")]
    [InlineData("claude-code", true, "n", """{"permissionDecision":"allow","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow","additionalContext":"n"}}""")]
    [InlineData("codex", false, null, "{}")]
    [InlineData("codex", true, null, "{}")]
    [InlineData("codex", true, "n", """{"hookSpecificOutput":{"hookEventName":"PreToolUse","additionalContext":"n"}}""")]
    [InlineData("gemini", false, null, "{}")]
    [InlineData("gemini", true, "n", """{"decision":"allow","systemMessage":"n"}""")]
    [InlineData("vscode", false, null, "{}")]
    [InlineData("vscode", true, null, """{"permissionDecision":"allow","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}""")]
    [InlineData("copilot", false, "n", "{}")]
    [InlineData("copilot", true, null, """{"permissionDecision":"allow"}""")]
    [InlineData("cursor", false, null, "{}")]
    [InlineData("cursor", true, "n", """{"permission":"allow","agent_message":"n"}""")]
    public void Allows(string client, bool trusted, string? notice, string expected)
    {
        var json = new JsonText();
        HookAnswer.Allow(json, HookClientNames.Find(client)!.Value, trusted, notice);
        Assert.Equal(expected, json.ToString());
    }

    [Theory]
    [InlineData("claude-code", """{"permissionDecision":"deny","reason":"a \"b\"","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"a \"b\""}}""")]
    [InlineData("codex", """{"permissionDecision":"deny","reason":"a \"b\"","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"a \"b\""}}""")]
    [InlineData("vscode", """{"permissionDecision":"deny","reason":"a \"b\"","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"a \"b\""}}""")]
    [InlineData("gemini", """{"decision":"deny","reason":"a \"b\""}""")]
    [InlineData("copilot", """{"permissionDecision":"deny","permissionDecisionReason":"a \"b\""}""")]
    [InlineData("cursor", """{"permission":"deny","user_message":"a \"b\"","agent_message":"a \"b\""}""")]
    public void Denies(string client, string expected)
    {
        var json = new JsonText();
        HookAnswer.Deny(json, HookClientNames.Find(client)!.Value, "a \"b\"");
        Assert.Equal(expected, json.ToString());
    }

    [Theory]
    [InlineData("claude-code", null, """{"permissionDecision":"ask","message":"r","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"r"}}""")]
    [InlineData("vscode", "n", """{"permissionDecision":"ask","message":"r","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"r","additionalContext":"n"}}""")]
    [InlineData("cursor", null, """{"permission":"ask","user_message":"r","agent_message":"r"}""")]
    public void Asks(string client, string? notice, string expected)
    {
        var json = new JsonText();
        HookAnswer.Ask(json, HookClientNames.Find(client)!.Value, "r", notice);
        Assert.Equal(expected, json.ToString());
    }
}
