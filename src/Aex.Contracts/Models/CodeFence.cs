namespace Aex.Contracts.Models;

/// <summary>Models put what they make between <c>```</c> lines, asked or not.</summary>
public static class CodeFence
{
    /// <summary>The text inside, where all of the text is one fenced block; else the text as it is. It ends with a line end if the block did.</summary>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan().Trim();
        var ticks = trimmed.Length - trimmed.TrimStart('`').Length;
        var end = trimmed.IndexOf('\n');
        if (ticks < 3 || end < 0 || trimmed[ticks..end].Contains('`'))
        {
            return text;
        }

        var fence = trimmed[..ticks];
        var body = trimmed[(end + 1)..];
        var last = body.LastIndexOf('\n');
        if (!body[(last + 1)..].TrimEnd().SequenceEqual(fence))
        {
            return text;
        }

        body = last < 0 ? default : body[..(last + 1)];
        foreach (var line in body.EnumerateLines())
        {
            // A second block: which of them is meant cannot be told.
            if (line.TrimEnd().SequenceEqual(fence))
            {
                return text;
            }
        }

        return body.ToString();
    }
}
