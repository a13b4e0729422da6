using System.Text;
using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Sessions.Files;
using Aex.Sessions.Layers;

namespace Aex.Sessions.State;

/// <summary>What a one-time approval is bound to: tool, server, the arguments that matter, working directory, session and layers.</summary>
internal static class CallHash
{
    /// <summary>64 hexadecimal digits. Members of the arguments count in any order and spelling.</summary>
    public static string Of(ToolCall call, string session, string policyHash)
    {
        var text = new JsonText(512);
        text.BeginArray().Text(call.Client).Text(call.Tool).Text(call.McpServer ?? "").Text(call.Cwd).Text(session).Text(policyHash);
        var members = new List<(string Name, string Value)>();
        var reader = new Utf8JsonReader(call.Arguments.Span, new JsonReaderOptions { MaxDepth = 320 });
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            _ = reader.Read();
            if (!Matters(call, name))
            {
                reader.Skip();
                continue;
            }

            var value = new JsonText(128);
            PlainJson.Copy(ref reader, value);
            members.Add((name, Encoding.UTF8.GetString(value.Written)));
        }

        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach ((string name, string value) in members)
        {
            text.Text(name).Text(value);
        }

        return Sha256.Hex(text.EndArray().Written);
    }

    // A shell tool's description and time limit are worded anew by every try and change nothing; another tool's may be what it is about.
    private static bool Matters(ToolCall call, string member) =>
        member is not ("description" or "timeout") || call.McpServer is not null || call.Tool is not ("Bash" or "Monitor" or "Shell" or "run_shell_command");
}
