namespace Aex.Policy.Decisions;

/// <summary>A file's identity, whatever its name.</summary>
public readonly record struct FileId(ulong Device, ulong Inode);

/// <summary>What a path leads to.</summary>
/// <param name="Resolved">The absolute path without links, <c>.</c> and <c>..</c>; null if it cannot be followed (a loop, no permission, too long).</param>
/// <param name="Exists">Whether there is something.</param>
/// <param name="IsDirectory">Whether that is a folder.</param>
/// <param name="Id">Its identity, where it exists.</param>
/// <param name="Links">How many names (hard links) it has.</param>
public readonly record struct PathFacts(string? Resolved, bool Exists, bool IsDirectory, FileId Id, uint Links);
