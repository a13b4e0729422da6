namespace Aex.Contracts.Running;

/// <summary>Whether a text cites: a Markdown link <c>[text](target)</c>, a reference <c>[1]</c> or a bare URL of http or https.</summary>
internal static class Citations
{
    public static bool AreIn(string text)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["http://", "https://"])
        {
            var at = text.IndexOf(scheme, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && at + scheme.Length < text.Length && char.IsLetterOrDigit(text[at + scheme.Length]))
            {
                return true;
            }
        }

        for (var open = text.IndexOf('['); open >= 0; open = text.IndexOf('[', open + 1))
        {
            var close = text.IndexOf(']', open);
            if (close < 0)
            {
                return false;
            }

            var inner = text.AsSpan(open + 1, close - open - 1);
            if (!inner.IsEmpty && (inner.IndexOfAnyExceptInRange('0', '9') < 0 || IsLink(text, close)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLink(string text, int close) =>
        close + 2 < text.Length && text[close + 1] == '(' && text[close + 2] != ')' && text.IndexOf(')', close + 2) > 0;
}
