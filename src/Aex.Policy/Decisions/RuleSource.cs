namespace Aex.Policy.Decisions;

/// <summary>Where a rule stands.</summary>
/// <param name="File">The file's name as shown.</param>
/// <param name="Line">Its 1-based line; 0 where the file has none to name.</param>
/// <param name="Text">The one grant or limit as it is written, with its verb: <c>deny network.*</c>.</param>
public sealed record RuleSource(string File, int Line, string Text)
{
    /// <summary><c>FILE:LINE</c>, or the file alone without a line.</summary>
    public string Place => Line > 0 ? File + ":" + Line.ToString(System.Globalization.CultureInfo.InvariantCulture) : File;
}
