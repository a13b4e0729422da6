using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Policy.Validation;

/// <summary>What the validator finds; a list is made only when there is something to say.</summary>
internal sealed class Findings(bool warnings)
{
    private List<Diagnostic>? _found;

    public bool WantsWarnings { get; } = warnings;

    public void Error(string code, TextSpan span, string message, string? help = null) => (_found ??= []).Add(Diagnostic.Error(code, span, message, help));

    public void Warning(string code, TextSpan span, string message, string? help = null)
    {
        if (WantsWarnings)
        {
            (_found ??= []).Add(Diagnostic.Warning(code, span, message, help));
        }
    }

    /// <summary>The parser's findings and these, by place.</summary>
    public IReadOnlyList<Diagnostic> With(IReadOnlyList<Diagnostic> parsed)
    {
        if (_found is null && (parsed.Count == 0 || WantsWarnings))
        {
            return parsed;
        }

        var all = _found ?? [];
        for (var i = 0; i < parsed.Count; i++)
        {
            if (WantsWarnings || parsed[i].Severity == Severity.Error)
            {
                all.Add(parsed[i]);
            }
        }

        all.Sort(static (a, b) => a.Span.Start != b.Span.Start ? a.Span.Start - b.Span.Start : string.CompareOrdinal(a.Code, b.Code));
        return all;
    }
}
