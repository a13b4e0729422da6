using System.Text.Json;
using Aex.Policy.Review;
using Aex.Sessions;

namespace Aex.Mcp.MetaTools;

/// <summary><c>aex.review_task</c>.</summary>
internal sealed class ReviewTaskTool : MetaTool
{
    public override string Name => "aex.review_task";

    protected override string Description => "Shows what a task contract asks for, what it gets under the policies in force, and whether it would run.";

    protected override IReadOnlyList<MetaArgument> Arguments { get; } = [new("task", "the task's name, or its path in this project", IsRequired: true)];

    protected override bool IsReadOnly => true;

    internal override void Answer(MetaCall call, Utf8JsonWriter json)
    {
        var task = call.Text("task")!;
        if (task.Length == 0)
        {
            throw new SessionException("`task` is empty");
        }

        var found = Discovery.OfSession(call.Session.Host, call.Session.Options, call.Session.Request);
        var file = TaskFiles.Find(found.Root, task);
        if (file.Error is not null)
        {
            throw new SessionException($"the task `{file.Shown}` cannot be read: {file.Error}");
        }

        ReviewJson.Write(json, ContractReview.Of(file.Bytes, file.Shown, file.Path, found.Layers, found.Context), file.Shown, found.Layers);
    }
}
