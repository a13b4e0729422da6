namespace Aex.Sessions.Files;

/// <summary>The limit of a file's size that a process may have (<c>ulimit -f</c>).</summary>
public static class FileSizeLimit
{
    /// <summary>Has a write beyond it fail like one on a full disk; the signal's default ends the process with half a file and no word.</summary>
    public static void AnswerByError() => Posix.AnswerFileSizeLimit();
}
