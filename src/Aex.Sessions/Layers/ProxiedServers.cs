using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Sessions.Files;
using Aex.Sessions.Processes;
using Aex.Sessions.State;

namespace Aex.Sessions.Layers;

/// <summary>
/// Which MCP servers the project's <c>.mcp.json</c> starts through <c>aex proxy</c>: their calls are decided, charged and asked about there. A server counts
/// only where nothing about it is in doubt, by the file as it was when the session began and as it is now; else the gate judges in full.
/// </summary>
internal static class ProxiedServers
{
    /// <summary>Whether the proxy decides this call.</summary>
    public static bool Decide(HostEnvironment host, EnforcerOptions options, SessionState state, ToolCall call)
    {
        // Under an own policy or contract of the gate the proxy would decide by others.
        if (call.Client != "claude-code" || call.McpServerSource != "project" || call.McpServer is not { Length: > 0 } server
            || options.PolicyFile is not null || options.ContractFile is not null || Capability(call, server) is null)
        {
            return false;
        }

        string path = (state.Root == "/" ? "" : state.Root) + "/.mcp.json";
        foreach (PinnedFile pin in state.Settings)
        {
            if (pin.Path == path && pin.Sha256.Length > 0)
            {
                return FileReading.Read(path, follow: true, FileReading.Limit, out byte[] now, out _) == ReadResult.Read
                    && StartsProxy(host, now, server)
                    && StartsProxy(host, PolicyStore.Get(host, pin.Sha256), server);
            }
        }

        return false;
    }

    /// <summary>Whether a file's server is this very program with <c>proxy</c> as its first argument and nothing that would have it decide otherwise.</summary>
    internal static bool StartsProxy(HostEnvironment host, ReadOnlySpan<byte> file, string server)
    {
        if (StrictJson.Check(file) is not null)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(file, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
            return Enter(ref reader, "mcpServers") && Enter(ref reader, server) && IsProxy(host, ref reader);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Capability(ToolCall call, string server) =>
        Policy.Capabilities.McpToolName.Split(call.Tool, server) is [var name] && name.Server.Length == server.Length ? name.Capability : null;

    // To the value of a member of the object that comes next, which must be an object itself.
    private static bool Enter(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            _ = reader.Read();
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals(member);
            _ = reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.StartObject;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool IsProxy(HostEnvironment host, ref Utf8JsonReader reader)
    {
        bool isProgram = false;
        bool isProxy = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string member = reader.GetString()!;
            _ = reader.Read();
            bool sound = member switch
            {
                "command" => reader.TokenType == JsonTokenType.String && (isProgram = IsThisProgram(host, reader.GetString()!)),
                "args" => isProxy = AreProxyArguments(ref reader),
                "type" => reader.ValueTextEquals("stdio"),
                "env" => IsHarmless(ref reader),
                "timeout" => reader.TokenType == JsonTokenType.Number,
                _ => false,
            };
            if (!sound)
            {
                return false;
            }
        }

        return isProgram && isProxy;
    }

    private static bool IsThisProgram(HostEnvironment host, string command)
    {
        if (command.Contains('\0') || OwnPrograms.Aex is not { } program)
        {
            return false;
        }

        if (command.StartsWith('/'))
        {
            return Posix.RealPath(command) == program;
        }

        if (command != "aex")
        {
            return false;
        }

        foreach (string folder in host.PathFolders)
        {
            // An entry that is no absolute folder means another place for each process.
            if (!folder.StartsWith('/'))
            {
                return false;
            }

            if (Posix.Probe(folder + "/aex") >= 0)
            {
                return Posix.RealPath(folder + "/aex") == program;
            }
        }

        return false;
    }

    private static bool AreProxyArguments(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals("proxy"))
        {
            return false;
        }

        bool isValue = false;
        bool isEnd = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return false;
            }

            // What the client expands is not known here.
            string argument = reader.GetString()!;
            if (!isEnd && !isValue && argument == "--")
            {
                isEnd = true;
            }
            else if (!isEnd && (argument.Contains('$') || (!isValue && argument is not ("--name" or "--confirm-timeout" or "--max-line"))))
            {
                return false;
            }
            else
            {
                isValue = !isEnd && !isValue;
            }
        }

        return isEnd;
    }

    // Variables by which the proxy would find other policies, another state or other code.
    private static bool IsHarmless(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            _ = reader.Read();
            if (reader.TokenType != JsonTokenType.String || name is "HOME" or "PATH" or "PWD" or "TMPDIR" or "GCONV_PATH" or "LOCPATH"
                || name.StartsWith("AEX_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("XDG_", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("LD_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("CLAUDE_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GLIBC_", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("MALLOC_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("CORECLR_", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
