using Aex.Sessions.Files;

namespace Aex.Sessions.State;

/// <summary>Where the files of one session stand.</summary>
internal readonly record struct SessionPlace(string Folder, string Name)
{
    private const int LongestState = 4 << 20;

    /// <summary>The session's state.</summary>
    public string StateFile => $"{Folder}/{Name}.json";

    /// <summary>The session's lock; it is never removed while calls may come.</summary>
    public string LockPath => $"{Folder}/{Name}.lock";

    /// <summary>The audit file where the project has no <c>.aex</c> folder.</summary>
    public string AuditBeside => $"{Folder}/{Name}.audit.jsonl";

    /// <summary>The place of a session by the root and its file name.</summary>
    public static SessionPlace Of(HostEnvironment host, string root, string name) => new(FolderOf(host, root), name);

    /// <summary>The folder with all sessions of a root.</summary>
    public static string FolderOf(HostEnvironment host, string root) => $"{host.StateFolder}/{SafeName.OfFolder(root)}";

    /// <summary>Takes the session's lock, making the folders where they are missing.</summary>
    public LockFile Lock(HostEnvironment host)
    {
        Posix.AnswerFileSizeLimit();
        PrivateFolder.Check(host.StateFolder);
        if (Posix.Probe(Folder) < 0)
        {
            PrivateFolder.Make(Folder);
        }

        return LockFile.Take(LockPath, host.LockPatience);
    }

    /// <summary>Reads the state; null when the session has none. Throws <see cref="SessionException"/> when it is there and cannot be used.</summary>
    public SessionState? ReadState()
    {
        switch (FileReading.Read(StateFile, follow: false, LongestState, out byte[] bytes, out string fault))
        {
            case ReadResult.Absent:
                return null;
            case ReadResult.Read:
                return StateJson.Parse(bytes)
                    ?? throw new SessionException($"the session's state {StateFile} is damaged; start a new session, and move the file away if calls carry no session id");
            default:
                throw new SessionException($"the session's state {StateFile} cannot be read: {fault}; mend its rights, or start a new session");
        }
    }

    /// <summary>Writes the state. The caller holds the lock.</summary>
    public void WriteState(SessionState state) => PrivateFolder.Replace(StateFile, StateJson.Write(state));

    /// <summary>The session without id whose audit file this is, looked for from the file's folder upwards.</summary>
    public static SessionState? FindDefault(HostEnvironment host, string auditFile)
    {
        string beside = auditFile[..auditFile.LastIndexOf('/')];
        if (beside.StartsWith(host.StateFolder + "/", StringComparison.Ordinal))
        {
            return new SessionPlace(beside, SafeName.NoSession).ReadState();
        }

        // The root may lie below the folder that holds the audit; only the state knows, so every root's is asked.
        SessionState? found = null;
        _ = Posix.List(host.StateFolder, (name, _, _) =>
        {
            if (name.StartsWith('=') && new SessionPlace($"{host.StateFolder}/{name}", SafeName.NoSession).ReadState() is { } state
                && state.AuditFile == auditFile)
            {
                found = state;
            }

            return found is null;
        });
        return found;
    }
}
