using System.Text.Json;
using Aex.Mcp.MetaTools;
using Aex.Policy.Json;

namespace Aex.Mcp.Proxy;

/// <summary>Cuts the tools that no call could use out of a <c>tools/list</c> result, by byte ranges: what stays is as the upstream wrote it, in its order.</summary>
internal static class ToolListFilter
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = StrictJson.MaxDepth + 8 };
    private static readonly string[] ListMembers = ["tools", "cacheScope"];
    private static readonly string[] ToolMembers = ["name"];

    /// <summary>The line with its list filtered; null when it holds none that can be read, which then must not be passed on.</summary>
    /// <param name="line">The upstream's line.</param>
    /// <param name="isShown">Whether a tool could be called.</param>
    /// <param name="isFirstPage">Whether the meta-tools belong to it.</param>
    /// <param name="plainNames">Whether the client refuses dots in names.</param>
    /// <param name="isStateless">Whether the list may be kept only for this client (2026-07-28).</param>
    /// <param name="hidden">The names that were cut.</param>
    public static byte[]? Filter(ReadOnlySpan<byte> line, Func<string, bool> isShown, bool isFirstPage, bool plainNames, bool isStateless, List<string> hidden)
    {
        try
        {
            return Splice(line, isShown, isFirstPage, plainNames, isStateless, hidden);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[]? Splice(ReadOnlySpan<byte> line, Func<string, bool> isShown, bool isFirstPage, bool plainNames, bool isStateless, List<string> hidden)
    {
        // A key that stands twice, or in another case, would be read otherwise by some client than here.
        if (Framing.Message.Strict(line).Fault is not null || Framing.Message.Member(line, "result"u8) is not { } result
            || Framing.Message.Members(line[result], ListMembers) is not null
            || Framing.Message.Member(line[result], "tools"u8) is not { } relative || line[result][relative] is not [(byte)'[', ..])
        {
            return null;
        }

        int offset = result.Start.Value;
        Range list = (offset + relative.Start.Value)..(offset + relative.End.Value);
        using var output = new MemoryStream(line.Length + 1024);
        int resultStart = offset + 1;
        output.Write(line[..resultStart]);
        Range? scope = Framing.Message.Member(line[result], "cacheScope"u8);
        if (isStateless && scope is null)
        {
            output.Write("\"cacheScope\":\"private\","u8);
        }

        int from = resultStart;
        if (isStateless && scope is { } known && offset + known.Start.Value < list.Start.Value)
        {
            output.Write(line[from..(offset + known.Start.Value)]);
            output.Write("\"private\""u8);
            from = offset + known.End.Value;
            scope = null;
        }

        output.Write(line[from..list.Start.Value]);
        output.WriteByte((byte)'[');
        bool any = false;
        if (isFirstPage)
        {
            foreach (var tool in MetaToolList.All)
            {
                Separate(output, ref any);
                using var writer = new Utf8JsonWriter(output);
                tool.WriteDeclaration(writer, plainNames);
            }
        }

        var reader = new Utf8JsonReader(line[list], Deep);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            int start = list.Start.Value + (int)reader.TokenStartIndex;
            reader.Skip();
            var tool = line[start..(list.Start.Value + (int)reader.BytesConsumed)];
            var name = Framing.Message.Text(tool, "name"u8);
            if (name is null || Framing.Message.Members(tool, ToolMembers) is not null || MetaToolList.Find(name) is not null || !isShown(name))
            {
                hidden.Add(name ?? "");
                continue;
            }

            Separate(output, ref any);
            output.Write(tool);
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            return null;
        }

        output.WriteByte((byte)']');
        from = list.End.Value;
        if (isStateless && scope is { } later)
        {
            output.Write(line[from..(offset + later.Start.Value)]);
            output.Write("\"private\""u8);
            from = offset + later.End.Value;
        }

        output.Write(line[from..]);
        return output.ToArray();
    }

    private static void Separate(MemoryStream output, ref bool any)
    {
        if (any)
        {
            output.WriteByte((byte)',');
        }

        any = true;
    }
}
