using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Sessions.Files;

namespace Aex.Contracts.Tools;

/// <summary><c>file.read(paths=[…])</c>: <c>{path: text}</c>.</summary>
internal sealed class FileRead : Tool
{
    public override string Name => "file.read";

    public override Value Invoke(ObjectValue arguments, ToolContext context)
    {
        var paths = new Arguments(Name, arguments).Only("paths", "path").Texts("paths", "path");
        var texts = new List<KeyValuePair<string, Value>>(paths.Count);
        foreach (var path in paths)
        {
            context.Stop.ThrowIfCancellationRequested();
            if (texts.Exists(text => text.Key == path))
            {
                continue;
            }

            var bytes = Read(path, context);
            texts.Add(new(path, Value.Of(Sentence.Text(bytes) ?? throw new RunBlockedException($"`{path}` is no text in UTF-8"))));
        }

        return new ObjectValue(texts);
    }

    private static byte[] Read(string path, ToolContext context)
    {
        try
        {
            return context.Files.Read(context.Resolve(path), out _);
        }
        catch (FileFault fault)
        {
            throw new RunBlockedException(fault.IsAbsent ? $"`{path}` does not exist" : fault.Message);
        }
    }
}
