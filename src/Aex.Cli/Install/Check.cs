namespace Aex.Cli.Install;

/// <summary>How one thing that <c>aex doctor</c> looked at stands.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; the gate holds.</summary>
    Note,

    /// <summary>The gate does not hold, or every call is denied.</summary>
    Fault,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to, a file or a part of the set-up.</param>
/// <param name="Name">A short, steady name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Text">What was found.</param>
/// <param name="Mend">What to do about it; null when nothing is to be done.</param>
internal sealed record Check(string Area, string Name, CheckState State, string Text, string? Mend = null)
{
    /// <summary>All is well with it.</summary>
    public static Check Ok(string area, string name, string text) => new(area, name, CheckState.Ok, text);

    /// <summary>Worth knowing.</summary>
    public static Check Note(string area, string name, string text, string? mend = null) => new(area, name, CheckState.Note, text, mend);

    /// <summary>Not as it should be.</summary>
    public static Check Fault(string area, string name, string text, string mend) => new(area, name, CheckState.Fault, text, mend);
}
