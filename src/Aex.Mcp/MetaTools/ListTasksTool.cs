using System.Text.Json;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Sessions;
using Aex.Sessions.Checkpoints;

namespace Aex.Mcp.MetaTools;

/// <summary><c>aex.list_tasks</c>.</summary>
internal sealed class ListTasksTool : MetaTool
{
    public override string Name => "aex.list_tasks";

    protected override string Description => "Lists this project's task contracts (tasks/*.aex), drafted ones (.aex/runs/*.aex) and checkpoints, with their goals and tools.";

    protected override IReadOnlyList<MetaArgument> Arguments { get; } = [];

    protected override bool IsReadOnly => true;

    internal override void Answer(MetaCall call, Utf8JsonWriter json)
    {
        var session = call.Session;
        var root = Discovery.OfSession(session.Host, session.Options, session.Request).Root;
        json.WriteStartObject();
        json.WriteStartArray("tasks");
        foreach (var folder in TaskFiles.Folders)
        {
            foreach (var file in TaskFiles.In(root, folder))
            {
                WriteTask(json, file, folder == "tasks" ? "task" : "run");
            }
        }

        foreach (var checkpoint in CheckpointStore.List(session.Host, session.Options, session.Request))
        {
            Write(json, checkpoint.Name, checkpoint.Path, "checkpoint", checkpoint.Description, checkpoint.Tools, checkpoint.Error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTask(Utf8JsonWriter json, TaskFile file, string type)
    {
        var name = Path.GetFileNameWithoutExtension(file.Shown);
        if (file.Error is not null)
        {
            Write(json, name, file.Shown, type, "", [], file.Error);
            return;
        }

        var tree = Parser.Parse(SourceText.FromUtf8(file.Shown, file.Bytes));
        var goal = tree.Root.Statements.OfType<GoalSyntax>().FirstOrDefault()?.Text ?? "";
        var tools = tree.Root.Statements.OfType<GrantsSyntax>().Where(line => line.Verb == GrantVerb.Use).SelectMany(line => line.Grants).Select(grant => tree.Source.Slice(grant.Span)).Distinct().ToList();
        var error = tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error);
        Write(json, tree.Root.Header?.Name is { Length: > 0 } called ? called : name, file.Shown, type, goal, tools,
            error is null ? null : $"{file.Shown}:{tree.Source.LineOf(error.Span.Start)}: {error.Message} ({error.Code})");
    }

    private static void Write(Utf8JsonWriter json, string name, string path, string type, string goal, IReadOnlyList<string> tools, string? error)
    {
        json.WriteStartObject();
        json.WriteString("name", Whole(name));
        json.WriteString("path", Whole(path));
        json.WriteString("type", type);
        json.WriteString("goal", Whole(goal));
        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            json.WriteStringValue(Whole(tool));
        }

        json.WriteEndArray();
        if (error is not null)
        {
            json.WriteString("error", Whole(error));
        }

        json.WriteEndObject();
    }

    // A byte that is no UTF-8 was read as a lone surrogate, which the writer refuses.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
