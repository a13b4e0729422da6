using Aex.Language.Text;

namespace Aex.Policy.Shell.Syntax;

/// <summary>A script, and where its characters stand in what the user sees.</summary>
/// <param name="Text">The script.</param>
/// <param name="Map">For each character and the end its offset in the source; null where both are one.</param>
/// <param name="Whole">The place of the whole script, where its characters have none of their own.</param>
internal readonly record struct ScriptText(string Text, int[]? Map = null, TextSpan? Whole = null)
{
    /// <summary>A place in the source.</summary>
    public TextSpan Span(int start, int end) => Whole ?? (Map is null ? new TextSpan(start, end - start) : new TextSpan(Map[start], Map[end] - Map[start]));
}

/// <summary>Why a text is no script that can be read.</summary>
/// <param name="At">Where, in the source.</param>
/// <param name="Message">Why, as the end of a sentence.</param>
internal sealed record ScriptFault(int At, string Message);
