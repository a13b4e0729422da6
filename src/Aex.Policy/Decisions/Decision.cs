namespace Aex.Policy.Decisions;

/// <summary>What becomes of a call. The strictest of several wins.</summary>
public enum Decision
{
    /// <summary>It runs.</summary>
    Allow,

    /// <summary>A person is asked.</summary>
    Ask,

    /// <summary>It does not run.</summary>
    Deny,
}
