using System.Text;
using Aex.Sessions.Files;

namespace Aex.Sessions.State;

/// <summary>
/// File names for session ids and folders. Small letters, digits, <c>-</c> and <c>_</c> stand for themselves, so the usual UUIDs can
/// be read; every other text becomes <c>=</c>, what is readable of it, and its SHA-256. No two texts share a name, on file systems
/// that ignore case neither, and no text leaves its folder.
/// </summary>
internal static class SafeName
{
    /// <summary>The name of the session of calls that carry no id. No id encodes to it.</summary>
    public const string NoSession = "_default";

    /// <summary>A sentence that says why the id cannot name a session; null when it can.</summary>
    public static string? Fault(string id)
    {
        if (id.Length is < 1 or > 256)
        {
            return "the session id is empty or has more than 256 characters";
        }

        for (int i = 0; i < id.Length; i++)
        {
            bool pair = char.IsSurrogatePair(id, i);
            int codePoint = pair ? char.ConvertToUtf32(id[i], id[i + 1]) : id[i];
            if (Policy.Json.JsonText.IsHidden(codePoint))
            {
                return "the session id holds a control or an invisible character";
            }

            i += pair ? 1 : 0;
        }

        return null;
    }

    /// <summary>The name for a session's files.</summary>
    public static string OfSession(string? id) => id is null ? NoSession : IsPlain(id) ? id : Hashed(id, id);

    /// <summary>The name for the folder of all that belongs to <paramref name="folder"/>.</summary>
    public static string OfFolder(string folder) => Hashed(folder[(folder.LastIndexOf('/') + 1)..], folder);

    private static bool IsPlain(string id)
    {
        if (id.Length > 100 || !IsReadable(id[0]) || id[0] is '-' or '_')
        {
            return false;
        }

        foreach (char c in id)
        {
            if (!IsReadable(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string Hashed(string readable, string whole)
    {
        var name = new StringBuilder("=", 112);
        foreach (char c in readable)
        {
            char small = char.ToLowerInvariant(c);
            if (name.Length <= 40 && IsReadable(small))
            {
                name.Append(small);
            }
        }

        return name.Append('-').Append(Sha256.Hex(Encoding.UTF8.GetBytes(whole))).ToString();
    }

    private static bool IsReadable(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_';
}
