using System.Text.Json;
using Aex.Policy.Decisions;

namespace Aex.Tests.Policy.Decisions;

/// <summary>Decides as the documentation says, in the plainest way: no links, no MCP, no implied requests.</summary>
internal static class Oracle
{
    public static Decision Decide(ToolCall call, params string[][] policies)
    {
        var capability = Capability(call.Tool);
        var path = JsonDocument.Parse(call.Arguments).RootElement.GetProperty("file_path").GetString()!;
        bool Names(string line, string verb) => line.StartsWith(verb, StringComparison.Ordinal) && Matches(line[verb.Length..], capability, path);
        if (policies.Any(policy => policy.Any(line => Names(line, "deny "))))
        {
            return Decision.Deny;
        }

        if (capability != "session.todo" && !policies.All(policy => policy.Any(line => Names(line, "allow "))))
        {
            return Decision.Deny;
        }

        return policies.Any(policy => policy.Any(line => Names(line, "confirm before "))) ? Decision.Ask : Decision.Allow;
    }

    public static string Capability(string tool) => tool switch
    {
        "Read" => "file.read",
        "Write" => "file.write",
        "Bash" => "shell.exec",
        "WebFetch" => "network.fetch",
        "WebSearch" => "network.search",
        "Agent" => "agent.spawn",
        "TodoWrite" => "session.todo",
        "tests.run" => tool,
        _ => "unknown." + tool,
    };

    private static bool Matches(string grant, string capability, string path)
    {
        var parts = grant.Split(':');
        var family = parts[0].Split('.')[0];
        var named = parts[0] == "*" || (parts[0].EndsWith(".*", StringComparison.Ordinal) ? capability.Split('.')[0] == family : capability == parts[0]);
        return named && (parts.Length == 1 || parts[1] switch
        {
            "a/**" => path.StartsWith("/work/a/", StringComparison.Ordinal),
            "a" => path == "/work/a" || path.StartsWith("/work/a/", StringComparison.Ordinal),
            "*.cs" => path.StartsWith("/work/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal),
            _ => path == "/work/" + parts[1],
        });
    }
}
