using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>A call that goes on while its session's state is still being written is recorded, counted and never one too many.</summary>
public sealed class PassedOnCallTests : IDisposable
{
    private readonly SessionSandbox _box = new("allow file.read, file.write\nconfirm before file.write\nbudget calls=4\n");
    private readonly Session _session;
    private readonly List<string> _passed = [];

    public PassedOnCallTests() => _session = Session.Open(_box.Host, _box.Options with { Asks = AskMode.Hold }, _box.Request());

    [Fact]
    public void What_goes_on_is_on_disk_and_was_allowed()
    {
        Assert.Equal(Decision.Allow, Decide("Read"));
        // The first state was not written by then, so the caller had to do it.
        Assert.Empty(_passed);
        Assert.Equal(Decision.Allow, Decide("Read"));
        string line = Assert.Single(_passed);
        Assert.Contains("\"event\":\"tool.allowed\"", line, StringComparison.Ordinal);
        Assert.Contains("\"calls\":{\"used\":2,", line, StringComparison.Ordinal);
        Assert.Equal(Decision.Deny, Decide("Bash"));
        Assert.Equal(Decision.Ask, Decide("Write"));
        Assert.Single(_passed);
        Assert.Equal(Decision.Allow, _session.Decide(_box.ToolCall("Write"), PersonAnswer.Approved, PassOn).Decision);
        Assert.Contains("\"event\":\"confirm.approved\"", _passed[1], StringComparison.Ordinal);
        Assert.Equal(3, _box.ReadState().Counters.Used("calls"));
        Assert.Equal(Decision.Allow, Decide("Read"));
        Assert.Equal(Decision.Deny, Decide("Read"));
        Assert.Equal(3, _passed.Count);
    }

    [Fact]
    public void A_state_that_could_not_be_written_behind_it_costs_no_budget_and_lets_none_through_before_the_next_is()
    {
        _ = Decide("Read");
        string folder = Path.GetDirectoryName(_box.StateFile)!;
        Assert.Equal(Decision.Allow, _session.Decide(_box.ToolCall("Read"), passOn: recorded =>
        {
            PassOn(recorded);
            Directory.Move(folder, folder + ".away");
        }).Decision);
        Assert.Single(_passed);
        // Without its state nothing is decided.
        Assert.Equal(Decision.Deny, Decide("Read"));
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(folder + ".away", folder);
        Assert.Equal(1, _box.ReadState().Counters.Used("calls"));
        Assert.Equal(Decision.Allow, Decide("Read"));
        Assert.Single(_passed);
        Assert.Equal(3, _box.ReadState().Counters.Used("calls"));
        Assert.Equal(Decision.Allow, Decide("Read"));
        Assert.Equal(2, _passed.Count);
        Assert.Equal(Decision.Deny, Decide("Read"));
        Assert.Null(AuditVerifier.Verify(_box.Host, _box.AuditPath).Fault);
    }

    [Fact]
    public void A_process_that_ended_before_its_state_was_written_has_spent_the_call()
    {
        _ = Decide("Read");
        byte[] before = File.ReadAllBytes(_box.StateFile);
        _ = Decide("Read");
        _session.Dispose();
        // What a killed one leaves: the line, and the state before it.
        File.WriteAllBytes(_box.StateFile, before);
        using var next = Session.Open(_box.Host, _box.Options with { Asks = AskMode.Hold }, _box.Request());
        Assert.Equal(Decision.Allow, next.Decide(_box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Allow, next.Decide(_box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Deny, next.Decide(_box.ToolCall("Read")).Decision);
    }

    public void Dispose()
    {
        _session.Dispose();
        _box.Dispose();
    }

    private Decision Decide(string tool) => _session.Decide(_box.ToolCall(tool), passOn: PassOn).Decision;

    private void PassOn(string recorded)
    {
        string last = File.ReadLines(_box.AuditPath).Last();
        Assert.Contains($"\"event\":\"{recorded}\"", last, StringComparison.Ordinal);
        _passed.Add(last);
    }
}
