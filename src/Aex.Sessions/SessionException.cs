namespace Aex.Sessions;

/// <summary>
/// A state, audit, lock or policy file that cannot be used. The message is one sentence for a person: it names the file,
/// says what is wrong with it and how to mend it. Where a call is being decided it becomes a deny.
/// </summary>
public sealed class SessionException : Exception
{
    /// <summary>Makes one with a sentence that names the file and the mend.</summary>
    public SessionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence that names the file and the mend, and what led to it.</summary>
    public SessionException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes one without anything known.</summary>
    public SessionException()
        : this("the session's files cannot be used")
    {
    }
}
