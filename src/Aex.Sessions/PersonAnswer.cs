namespace Aex.Sessions;

/// <summary>What a person said to a call that was asked about.</summary>
public enum PersonAnswer
{
    /// <summary>Nobody was asked yet.</summary>
    None,

    /// <summary>This one call may run.</summary>
    Approved,

    /// <summary>This call, and every further one of the session that asks for the same, may run.</summary>
    ApprovedForSession,

    /// <summary>Whoever started the program answered for all calls beforehand (<c>--auto-confirm</c>).</summary>
    Automatic,

    /// <summary>It may not run.</summary>
    Refused,
}

/// <summary>How a call that waits for a person stands.</summary>
public enum WaitingState
{
    /// <summary>Nobody has answered.</summary>
    Waiting,

    /// <summary>It was approved: the same call, decided again, is let through.</summary>
    Approved,

    /// <summary>It was refused, or made room for others.</summary>
    Refused,
}
