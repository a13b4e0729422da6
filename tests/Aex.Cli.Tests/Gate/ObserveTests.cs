using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>`--observe`: everything passes, and the audit says what would have been decided.</summary>
public sealed class ObserveTests
{
    [Fact]
    public void ADeniedCallPassesAndIsRecorded()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\n");
        var ended = box.Gate(Call.Bash(box), "--observe");
        ended.AssertAllowed();
        string audit = File.ReadAllText(Directory.GetFiles(Path.Combine(box.Project, ".aex", "audit")).Single());
        Assert.Contains("shell.exec", audit, StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"deny\"", audit, StringComparison.Ordinal);
    }

    [Fact]
    public void ASpoiltAuditStillLetsCallsPass()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\n");
        box.Gate(Call.Read(box), "--observe").AssertAllowed();
        File.WriteAllText(Directory.GetFiles(Path.Combine(box.Project, ".aex", "audit")).Single(), "");
        var ended = box.Gate(Call.Read(box), "--observe");
        Assert.True(ended.Exit == 0 && ended.Output == "{\"permissionDecision\":\"allow\"}\n", ended.ToString());
    }
}
