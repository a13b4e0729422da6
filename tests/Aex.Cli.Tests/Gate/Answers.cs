using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>What the gate's answers to Claude Code must look like, whatever else a test looks at.</summary>
internal static class Answers
{
    /// <summary>Exit 0, the one allowing line, silence on standard error.</summary>
    public static void AssertAllowed(this Ended ended)
    {
        Assert.True(ended.Exit == 0 && ended.Error.Length == 0, ended.ToString());
        var answer = OneLine(ended);
        Assert.Equal("allow", answer.GetProperty("permissionDecision").GetString());
        if (answer.TryGetProperty("hookSpecificOutput", out var nested))
            Assert.False(nested.TryGetProperty("permissionDecision", out _), $"an untrusted policy grants nothing: {ended}");
    }

    /// <summary>Exit 2, both forms of the denial in one line, the reason on standard error; returns it.</summary>
    public static string AssertDenied(this Ended ended, params string[] parts)
    {
        Assert.True(ended.Exit == 2, ended.ToString());
        var answer = OneLine(ended);
        string reason = answer.GetProperty("reason").GetString()!;
        Assert.Equal("deny", answer.GetProperty("permissionDecision").GetString());
        Assert.Equal("deny", answer.GetProperty("hookSpecificOutput").GetProperty("permissionDecision").GetString());
        Assert.Equal(reason, answer.GetProperty("hookSpecificOutput").GetProperty("permissionDecisionReason").GetString());
        Assert.Equal(reason + "\n", ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
        foreach (string part in parts)
            Assert.Contains(part, reason, StringComparison.Ordinal);
        return reason;
    }

    private static JsonElement OneLine(Ended ended)
    {
        Assert.True(ended.Output.EndsWith('\n') && ended.Output.IndexOf('\n', StringComparison.Ordinal) == ended.Output.Length - 1, ended.ToString());
        return JsonDocument.Parse(ended.Output).RootElement;
    }
}
