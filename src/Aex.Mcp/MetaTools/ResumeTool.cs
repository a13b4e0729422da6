using System.Text.Json;
using Aex.Sessions.Checkpoints;

namespace Aex.Mcp.MetaTools;

/// <summary><c>aex.resume</c>.</summary>
internal sealed class ResumeTool : MetaTool
{
    public override string Name => "aex.resume";

    protected override string Description =>
        "Takes up a checkpoint: tells what was done and what is left of the budget. What it had used counts in this session too; a budget is never won back.";

    protected override IReadOnlyList<MetaArgument> Arguments { get; } = [new("name", "the checkpoint's name, as aex.list_tasks shows it", IsRequired: true)];

    protected override bool IsReadOnly => false;

    internal override bool RecordsItself => true;

    internal override void Answer(MetaCall call, Utf8JsonWriter json)
    {
        var resumed = CheckpointStore.Resume(call.Session.Host, call.Session.Options, call.Session.Request, call.Recorded, call.Text("name")!);
        json.WriteStartObject();
        json.WriteString("name", resumed.Name);
        json.WriteString("description", resumed.Description);
        json.WriteStartArray("toolsCalled");
        foreach (var tool in resumed.ToolsCalled)
        {
            json.WriteStringValue(tool);
        }

        json.WriteEndArray();
        json.WriteNumber("callsUsed", resumed.CallsUsed);
        if (resumed.BudgetRemaining is { } left)
        {
            json.WriteNumber("budgetRemaining", left);
        }
        else
        {
            json.WriteNull("budgetRemaining");
        }

        json.WriteString("auditSummary", resumed.AuditSummary);
        json.WriteEndObject();
    }
}
