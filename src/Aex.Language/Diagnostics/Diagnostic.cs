using Aex.Language.Text;

namespace Aex.Language.Diagnostics;

/// <summary>One finding in one file.</summary>
/// <param name="Code">Its stable code, <c>AEXnnn</c>; see docs/diagnostics.md.</param>
/// <param name="Severity">Whether the file still counts.</param>
/// <param name="Span">What to underline.</param>
/// <param name="Message">What is wrong: lower case start, the user's text in backticks.</param>
/// <param name="Help">The mend, where one is known.</param>
public sealed record Diagnostic(string Code, Severity Severity, TextSpan Span, string Message, string? Help)
{
    /// <summary>A finding that keeps the file out of every decision.</summary>
    public static Diagnostic Error(string code, TextSpan span, string message, string? help = null) => new(code, Severity.Error, span, message, help);

    /// <summary>A finding that leaves the file in force.</summary>
    public static Diagnostic Warning(string code, TextSpan span, string message, string? help = null) => new(code, Severity.Warning, span, message, help);
}
