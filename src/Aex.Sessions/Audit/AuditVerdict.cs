namespace Aex.Sessions.Audit;

/// <summary>What verifying an audit file found.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Lines">Whole, valid lines before the first fault; all of them when there is none.</param>
/// <param name="Fault">What is wrong with the first faulty line, as a sentence part; null when the chain is whole.</param>
/// <param name="FaultLine">The first faulty line's number, from 1; 0 when there is none.</param>
/// <param name="Head">The hash of the last valid line.</param>
/// <param name="AgainstState">True when length and head were compared with the session's state, so that a cut end would have been seen.</param>
public sealed record AuditVerdict(string File, long Lines, string? Fault, long FaultLine, string Head, bool AgainstState);
