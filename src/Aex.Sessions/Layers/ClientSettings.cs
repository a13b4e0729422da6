using Aex.Sessions.Files;
using Aex.Sessions.State;

namespace Aex.Sessions.Layers;

/// <summary>The settings files of a client that say whether and how its hooks run.</summary>
internal static class ClientSettings
{
    /// <summary>Their paths; none for clients that ask nobody when their settings change.</summary>
    public static string[] Files(HostEnvironment host, string client, string root)
    {
        string prefix = root == "/" ? "" : root;
        return client == "claude-code"
            ? [prefix + "/.claude/settings.json", prefix + "/.claude/settings.local.json", prefix + "/.mcp.json", host.ClaudeFolder + "/settings.json"]
            : [];
    }

    /// <summary>Keeps them as they are now. One that is missing or cannot be read counts as empty: whatever it says later is a change.</summary>
    public static List<PinnedFile> Pin(HostEnvironment host, string client, string root)
    {
        var pins = new List<PinnedFile>();
        foreach (string path in Files(host, client, root))
        {
            bool read = FileReading.Read(path, follow: true, FileReading.Limit, out byte[] bytes, out _) == ReadResult.Read;
            pins.Add(new PinnedFile("settings", path, read ? PolicyStore.Keep(host, bytes) : ""));
        }

        return pins;
    }
}
