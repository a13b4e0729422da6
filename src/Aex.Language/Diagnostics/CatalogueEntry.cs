namespace Aex.Language.Diagnostics;

/// <summary>What one code stands for.</summary>
/// <param name="Code">The code, <c>AEXnnn</c>.</param>
/// <param name="Severity">Its usual severity; AEX002 is a warning in a policy.</param>
/// <param name="Title">What it means, in a few words.</param>
public sealed record CatalogueEntry(string Code, Severity Severity, string Title);
