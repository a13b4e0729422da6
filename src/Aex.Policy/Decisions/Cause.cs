namespace Aex.Policy.Decisions;

/// <summary>Why a verdict is as it is.</summary>
public enum Cause
{
    /// <summary>Every layer that says what is allowed allows each request.</summary>
    Allowed,

    /// <summary>The call reaches nothing outside the conversation, and no layer denies or confirms it.</summary>
    InsideConversation,

    /// <summary>The call goes through a proxy of aex, which decides it, and no layer denies it.</summary>
    Proxied,

    /// <summary>A <c>deny</c> matches.</summary>
    Denied,

    /// <summary>A layer does not allow a request.</summary>
    NotAllowed,

    /// <summary>The call would change what enforces the policy, and that is not allowed by name.</summary>
    Guarded,

    /// <summary>Under <c>strict shell</c>, something that the call also does is not allowed by that layer.</summary>
    StrictShell,

    /// <summary>A budget is used up.</summary>
    BudgetExhausted,

    /// <summary>A <c>confirm before</c> matches.</summary>
    Confirm,

    /// <summary>A command runs code that nobody has read, and a layer has something to stop it with.</summary>
    UnseenCode,

    /// <summary>A layer cannot be read or has an error.</summary>
    InvalidLayer,

    /// <summary>No layer says what is allowed.</summary>
    NoPolicy,
}
