namespace Aex.Policy.Patches;

/// <summary>What a diff does with a file.</summary>
public enum DiffAction
{
    /// <summary>Changes its text, its mode, or both.</summary>
    Modify,

    /// <summary>Makes it.</summary>
    Create,

    /// <summary>Removes it.</summary>
    Delete,

    /// <summary>Gives it another name.</summary>
    Rename,

    /// <summary>Makes another file of it.</summary>
    Copy,
}

/// <summary>One file of a diff.</summary>
/// <param name="Action">What is done.</param>
/// <param name="OldName">The file that it starts from; null where one is made.</param>
/// <param name="NewName">The file that it ends as; null where one is removed.</param>
/// <param name="IsExecutable">Whether it is to be executable; null to leave that as it is.</param>
/// <param name="Hunks">The changes of its text, in order.</param>
public sealed record DiffFile(DiffAction Action, string? OldName, string? NewName, bool? IsExecutable, IReadOnlyList<DiffHunk> Hunks);

/// <summary>One stretch of changed lines.</summary>
/// <param name="Line">The 1-based line of the diff where it begins.</param>
/// <param name="OldStart">The 1-based line of the file where it begins; 0 for an empty file.</param>
/// <param name="Lines">Its lines in order.</param>
public sealed record DiffHunk(int Line, int OldStart, IReadOnlyList<DiffLine> Lines);

/// <summary>One line of a hunk.</summary>
/// <param name="Kind"><c>' '</c> kept, <c>'-'</c> removed, <c>'+'</c> added.</param>
/// <param name="Text">The line, with its line end but where the file ends without one.</param>
public readonly record struct DiffLine(char Kind, string Text);
