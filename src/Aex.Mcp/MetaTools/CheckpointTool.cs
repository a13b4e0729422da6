using System.Text.Json;
using Aex.Sessions.Checkpoints;

namespace Aex.Mcp.MetaTools;

/// <summary><c>aex.checkpoint</c>.</summary>
internal sealed class CheckpointTool : MetaTool
{
    public override string Name => "aex.checkpoint";

    protected override string Description =>
        "Keeps what this session has done and used of its budget under a name, so that another session can take it up with aex.resume. A checkpoint of that name is replaced.";

    protected override IReadOnlyList<MetaArgument> Arguments { get; } =
    [
        new("name", "the checkpoint's name: letters, digits, - and _", IsRequired: true),
        new("description", "what was reached and what comes next, for whoever resumes it", IsRequired: false),
    ];

    protected override bool IsReadOnly => false;

    internal override void Answer(MetaCall call, Utf8JsonWriter json)
    {
        var made = CheckpointStore.Make(call.Session.Host, call.Session.Options, call.Session.Request, call.Text("name")!, call.Text("description") ?? "");
        json.WriteStartObject();
        json.WriteString("path", made.Path);
        json.WriteString("message", made.Message);
        json.WriteEndObject();
    }
}
