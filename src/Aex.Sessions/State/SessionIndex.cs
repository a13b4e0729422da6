using System.Text.Json;
using Aex.Policy.Json;
using Aex.Sessions.Files;

namespace Aex.Sessions.State;

/// <summary>
/// Which project root a session has: fixed by its first call, so that an agent that changes its folder or its idea of the project
/// stays in the session it began.
/// </summary>
internal static class SessionIndex
{
    private const int LongestEntry = 64 << 10;

    /// <summary>The root of a session by its file name; null when it has not begun.</summary>
    public static string? Root(HostEnvironment host, string name)
    {
        string path = PathOf(host, name);
        return FileReading.Read(path, follow: false, LongestEntry, out byte[] bytes, out string fault) switch
        {
            ReadResult.Absent => null,
            ReadResult.Fault => throw new SessionException($"the index entry {path} cannot be read: {fault}; mend it, or start a new session"),
            ReadResult.Read => Parse(path, bytes),
        };
    }

    /// <summary>Fixes the root of a session, and says which one it has: another call may have been first.</summary>
    public static string Fix(HostEnvironment host, string name, string root)
    {
        PrivateFolder.Make(host.StateFolder + "/index");
        var entry = new JsonText(256);
        entry.BeginObject().Member("root"u8, root).EndObject().Append("\n"u8);
        return PrivateFolder.Add(PathOf(host, name), entry.Written) ? root : Root(host, name) ?? root;
    }

    private static string PathOf(HostEnvironment host, string name) => $"{host.StateFolder}/index/{name}";

    private static string Parse(string path, byte[] bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("root"u8) && reader.Read()
                    && reader.TokenType == JsonTokenType.String && reader.GetString() is ['/', ..] root)
                {
                    return root;
                }
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new SessionException($"the index entry {path} is damaged; start a new session");
    }
}
