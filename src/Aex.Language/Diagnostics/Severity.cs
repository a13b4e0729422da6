namespace Aex.Language.Diagnostics;

/// <summary>How much a diagnostic weighs.</summary>
public enum Severity
{
    /// <summary>Worth a look; the file still takes part in decisions.</summary>
    Warning,

    /// <summary>The file takes part in no decision: nothing may run under it.</summary>
    Error,
}
