using System.Text;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Sessions.Files;

namespace Aex.Contracts.Tools;

/// <summary><c>file.write</c> of whole files, all or none (<c>writes</c>, or <c>path</c> and <c>contents</c>), or of a <c>diff</c>.</summary>
internal sealed class FileWrite : Tool
{
    public override string Name => "file.write";

    public override Value? Refuse(ObjectValue arguments) => DiffApplication.Refuse(arguments);

    public override Value Invoke(ObjectValue arguments, ToolContext context)
    {
        var given = new Arguments(Name, arguments).Only("writes", "path", "contents", "diff");
        var forms = (given.Has("writes") ? 1 : 0) + (given.Has("path") || given.Has("contents") ? 1 : 0) + (given.Has("diff") ? 1 : 0);
        if (forms != 1)
        {
            throw new RunBlockedException($"{Name} takes `writes`, or `path` and `contents`, or `diff`{(forms == 0 ? "" : ", and only one of these")}");
        }

        if (given.Has("diff"))
        {
            return DiffApplication.Apply(given.Text("diff"), context);
        }

        var writes = given.Has("writes") ? Writes(given.Find("writes")!) : [new(given.Text("path"), given.Text("contents"))];
        Write(writes, context);
        return new ObjectValue([new("written", new ListValue([.. writes.Select(static write => Value.Of(write.Key))]))]);
    }

    private static List<KeyValuePair<string, string>> Writes(Value value) => value switch
    {
        ObjectValue files => [.. files.Members.Select(static file => new KeyValuePair<string, string>(file.Key, Contents(file.Key, file.Value)))],
        ListValue list => [.. list.Items.Select(One)],
        _ => throw new RunBlockedException($"file.write takes `writes` as a list of {{path, contents}} or as an object of files, and it is {value.Kind}"),
    };

    private static KeyValuePair<string, string> One(Value value)
    {
        var given = new Arguments("an element of `writes`", value as ObjectValue ?? throw new RunBlockedException($"an element of `writes` is to be {{path, contents}}, and it is {value.Kind}"));
        var path = given.Only("path", "contents").Text("path");
        return new(path, given.Text("contents"));
    }

    private static string Contents(string path, Value value) =>
        value is TextValue text ? text.Text : throw new RunBlockedException($"what is written to `{path}` is to be a text, and it is {value.Kind}");

    private static void Write(List<KeyValuePair<string, string>> writes, ToolContext context)
    {
        try
        {
            using var changes = new FileChanges(context.Files);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (path, contents) in writes)
            {
                var resolved = context.Resolve(path);
                if (!seen.Add(resolved))
                {
                    throw new RunBlockedException($"`{path}` is written twice");
                }

                changes.Write(resolved, Encoding.UTF8.GetBytes(contents), default(FileStatus));
            }

            context.Stop.ThrowIfCancellationRequested();
            changes.Commit();
        }
        catch (FileFault fault)
        {
            throw new RunBlockedException("nothing was written: " + fault.Message);
        }
    }
}
