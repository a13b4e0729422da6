namespace Aex.Language.Diagnostics;

/// <summary>The known word nearest to a mistyped one, for "did you mean".</summary>
public static class Nearest
{
    /// <summary>The nearest of <paramref name="known"/> within two letters (one for short words), else the first that begins with what was typed; null if none does.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        string[] words = [.. known];
        var letters = typed.TrimStart('-').Length;
        return EditDistance.Nearest(typed, words, letters <= 3 ? 1 : 2)
            ?? (letters >= 3 ? Array.Find(words, word => word.StartsWith(typed, StringComparison.Ordinal)) : null);
    }
}
