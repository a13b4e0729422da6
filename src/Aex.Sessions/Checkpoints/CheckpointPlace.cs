using Aex.Sessions.Files;
using Aex.Sessions.State;

namespace Aex.Sessions.Checkpoints;

/// <summary>
/// Where a project's checkpoints stand: below the <c>.aex</c> folder that holds its audit, else beside the state. What was written is also known
/// to the state by its seal, where nothing that only reaches the repository can change it.
/// </summary>
internal sealed class CheckpointPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _stateFolder;

    public CheckpointPlace(HostEnvironment host, SessionState state)
    {
        Root = state.Root;
        _stateFolder = SessionPlace.FolderOf(host, state.Root);
        int slash = state.AuditFile.LastIndexOf("/audit/", StringComparison.Ordinal);
        string above = slash > 0 ? state.AuditFile[..slash] : "";
        Folder = above.EndsWith("/.aex", StringComparison.Ordinal) ? above + "/checkpoints" : _stateFolder + "/checkpoints";
    }

    /// <summary>The project's root.</summary>
    public string Root { get; }

    /// <summary>The folder of all checkpoints.</summary>
    public string Folder { get; }

    /// <summary>The folder of one.</summary>
    public string FolderOf(string name) => $"{Folder}/{name}";

    /// <summary>One checkpoint's own file.</summary>
    public string FileOf(string name) => $"{Folder}/{name}/checkpoint.json";

    /// <summary>The audit kept beside it.</summary>
    public string AuditOf(string name) => $"{Folder}/{name}/audit.jsonl";

    /// <summary>Where the seals of a checkpoint are kept.</summary>
    public string SealsOf(string name) => $"{_stateFolder}/checkpoint-seals/{name}";

    /// <summary>Keeps others from writing or reading a checkpoint of the project meanwhile.</summary>
    public LockFile Lock() => LockFile.Take(_stateFolder + "/checkpoints.lock", Patience);

    /// <summary>Makes the folders. Throws <see cref="SessionException"/> when something else stands there.</summary>
    public void Make()
    {
        foreach (string folder in (ReadOnlySpan<string>)[_stateFolder + "/checkpoint-seals", Folder])
        {
            int error = Posix.MakeFolder(folder, 0b111_000_000);
            if (error < 0 && error != -Posix.Exists)
            {
                throw new SessionException($"the folder {folder} cannot be made: {Posix.Describe(error)}; make the folder above it writable");
            }

            CheckOwn(folder);
        }
    }

    /// <summary>Refuses a link or a file in a folder's place: what is written there would land elsewhere.</summary>
    public static void CheckOwn(string folder)
    {
        if (Posix.Status(folder, follow: false, out FileStatus status) == 0 && status.Type != FileType.Folder)
        {
            throw new SessionException($"{folder} is no folder of its own (a link or a file stands there); remove it");
        }
    }
}
