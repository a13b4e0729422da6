namespace Aex.Policy.Capabilities;

/// <summary>Where a path scope starts from.</summary>
internal enum PathScopeBase
{
    /// <summary>The layer's root, or a folder above it.</summary>
    Root,

    /// <summary>The home folder.</summary>
    Home,

    /// <summary><c>/</c>.</summary>
    Absolute,
}

/// <summary>One alternative of a path scope.</summary>
/// <param name="Base">Where it starts.</param>
/// <param name="Up">How many folders above the root (<c>../</c>).</param>
/// <param name="Glob">The pattern from there, without a leading slash.</param>
internal readonly record struct PathScope(PathScopeBase Base, int Up, string Glob)
{
    /// <summary>Reads one; returns why it cannot be read.</summary>
    public static string? TryParse(string text, out PathScope scope)
    {
        scope = default;
        var start = PathScopeBase.Root;
        var rest = text;
        if (text.StartsWith('/'))
        {
            start = PathScopeBase.Absolute;
            rest = text.TrimStart('/');
        }
        else if (text is "~" || text.StartsWith("~/", StringComparison.Ordinal))
        {
            start = PathScopeBase.Home;
            rest = text[1..].TrimStart('/');
        }
        else if (text.StartsWith('~'))
        {
            return "`~name` is not known: write the folder out";
        }

        var up = 0;
        if (NeedsFolding(rest))
        {
            var fault = Fold(rest, start, out rest, out up);
            if (fault is not null)
            {
                return fault;
            }
        }

        scope = new PathScope(start, up, start == PathScopeBase.Root ? rest : InOnePlace(rest));
        return null;
    }

    /// <summary>The scope as it is held against paths.</summary>
    public RootedGlob Rooted => new(Base, Up, Glob);

    private static bool NeedsFolding(string text) =>
        text.Contains("..", StringComparison.Ordinal) || text.Contains("//", StringComparison.Ordinal) || text.Contains("/./", StringComparison.Ordinal)
        || text.StartsWith("./", StringComparison.Ordinal) || text.EndsWith("/.", StringComparison.Ordinal);

    private static string? Fold(string text, PathScopeBase start, out string folded, out int up)
    {
        up = 0;
        folded = text;
        var parts = new List<string>();
        foreach (var part in text.Split('/'))
        {
            if (part is "." or "")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count == 0 && start == PathScopeBase.Root)
            {
                up++;
            }
            else if (parts.Count == 0)
            {
                return "`..` leads out of where the scope starts";
            }
            else if (!SegmentGlob.IsLiteral(parts[^1]))
            {
                return "`..` behind a wildcard says nothing";
            }
            else
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        folded = InOnePlace(string.Join('/', parts) + (text.EndsWith('/') && parts.Count > 0 ? "/" : ""));
        return null;
    }

    // A pattern without a slash would be looked for in every folder; `/x`, `~/x`, `./x` and `../x` mean the one place.
    private static string InOnePlace(string glob) =>
        glob.TrimEnd('/') is "" or "**" or ['.', '/', ..] || glob.TrimEnd('/').Contains('/') ? glob : "./" + glob;
}
