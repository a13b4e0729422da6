namespace Aex.Cli.Watching;

/// <summary>One recorded line as it is shown.</summary>
/// <param name="Time">When, by the reader's clock.</param>
/// <param name="Session">The session's id, shortened.</param>
/// <param name="Decision"><c>allow</c>, <c>ask</c>, <c>deny</c>; the event where it decides no call.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Subject">What the call was about.</param>
/// <param name="Reason">Why it did not simply run; empty where it did.</param>
internal sealed record WatchedCall(string Time, string Session, string Decision, string Tool, string Subject, string Reason);
