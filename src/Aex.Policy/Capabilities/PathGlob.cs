namespace Aex.Policy.Capabilities;

/// <summary>
/// A path scope, gitignore-like: <c>**</c> as a whole part stands for any parts, none included; a pattern without a slash is looked for in
/// every folder (<c>./name</c> in the first only); a pattern whose last part is a plain name covers a folder of that name with all below it.
/// It is matched straight from its text. Only the last <c>**</c> is ever tried again, so time is bounded by the product of the lengths.
/// </summary>
internal readonly ref struct PathGlob
{
    private readonly ReadOnlySpan<char> _pattern;
    private readonly bool _anywhere;

    /// <param name="pattern">A pattern without braces, relative to the place that paths are given against, or absolute without its first slash.</param>
    public PathGlob(ReadOnlySpan<char> pattern)
    {
        var anchored = pattern.StartsWith("./");
        if (anchored)
        {
            pattern = pattern[2..];
        }

        CoversBelow = pattern.EndsWith("/");
        pattern = pattern.TrimEnd('/');
        if (pattern is ".")
        {
            pattern = default;
        }

        _anywhere = !anchored && !pattern.Contains('/') && pattern is not "**" && !pattern.IsEmpty;

        _pattern = pattern;
        CoversBelow |= pattern.IsEmpty || SegmentGlob.IsLiteral(AbsolutePath.Name(pattern));
        EndsWide = pattern is "**" || pattern.EndsWith("/**");
    }

    /// <summary>Whether what lies below a match belongs to it.</summary>
    public bool CoversBelow { get; }

    /// <summary>Whether it ends in <c>/**</c>.</summary>
    public bool EndsWide { get; }

    /// <summary>Whether a path lies in the scope.</summary>
    /// <param name="path">Parts joined by slashes, relative as the pattern is.</param>
    /// <param name="ignoreCase">Whether names differ by more than case.</param>
    /// <param name="belowToo">Also take what lies below any match (deny and confirm), as gitignore does.</param>
    public bool Matches(ReadOnlySpan<char> path, bool ignoreCase, bool belowToo) =>
        Match(_pattern, path, ignoreCase, CoversBelow || belowToo);

    /// <summary>Whether a path matches by itself, not by a folder above it.</summary>
    public bool MatchesItself(ReadOnlySpan<char> path, bool ignoreCase) => Match(_pattern, path, ignoreCase, belowToo: false);

    /// <summary>Whether a folder and all below it lies in the scope; with <paramref name="belowToo"/> (deny, confirm) also the folder that it starts with.</summary>
    public bool MatchesTree(ReadOnlySpan<char> folder, bool ignoreCase, bool belowToo)
    {
        if ((CoversBelow || EndsWide || belowToo) && Matches(folder, ignoreCase, belowToo))
        {
            return true;
        }

        return EndsWide || belowToo ? MatchesStart(folder, ignoreCase) : false;
    }

    /// <summary>Whether a path is one of the folders that a pattern leads through: <c>a/.git</c> for <c>**/.git/hooks/**</c>.</summary>
    public bool LeadsThrough(ReadOnlySpan<char> path, bool ignoreCase)
    {
        var rest = _pattern;
        for (var slash = rest.LastIndexOf('/'); slash > 0; slash = rest.LastIndexOf('/'))
        {
            rest = rest[..slash];
            if (!SegmentGlob.SaysNothing(AbsolutePath.Name(rest)) && Match(rest, path, ignoreCase, belowToo: false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the pattern leads into a folder by names: <c>src/**</c> and <c>a/b/*</c> into <c>.</c>, <c>a/**/x</c> into <c>a/c</c>. One that begins with
    /// a wildcard or is a plain name leads into every folder, which says nothing of this one.
    /// </summary>
    public bool ReachesInto(ReadOnlySpan<char> folder, bool ignoreCase)
    {
        if (_anywhere)
        {
            return false;
        }

        var isAnchored = false;
        var p = new Parts(_pattern);
        var t = new Parts(folder);
        while (!t.AtEnd)
        {
            if (p.AtEnd || p.Current is "**")
            {
                return isAnchored;
            }

            isAnchored |= !SegmentGlob.SaysNothing(p.Current);
            if (!SegmentGlob.Matches(p.Current, t.Current, ignoreCase))
            {
                return false;
            }

            p.Next();
            t.Next();
        }

        return isAnchored || (!p.AtEnd && !SegmentGlob.SaysNothing(p.Current));
    }

    // `private` for `private/**` and `private/*.txt`. What lies behind a `**` starts nowhere.
    private bool MatchesStart(ReadOnlySpan<char> folder, bool ignoreCase)
    {
        var last = AbsolutePath.Name(_pattern);
        if (SegmentGlob.IsLiteral(last))
        {
            return false;
        }

        if (_pattern.Length == last.Length)
        {
            return last is "**" && folder.IsEmpty;
        }

        var start = _pattern[..(_pattern.Length - last.Length - 1)];
        return (EndsWide || !start.Contains("**", StringComparison.Ordinal)) && Match(start, folder, ignoreCase, belowToo: false);
    }

    /// <summary>
    /// Whether a search pattern names files of the scope: some path can match both, and the scope's last telling part is met by a part
    /// of the search that tells something too. <c>**/*.cs</c> names nothing of <c>private/**</c>; <c>priv*/**</c> does.
    /// </summary>
    /// <param name="search">The search, relative as the pattern is: literal folders, then the client's glob.</param>
    /// <param name="ignoreCase">Whether names differ by more than case.</param>
    public bool IsNamedBy(ReadOnlySpan<char> search, bool ignoreCase)
    {
        const int Most = 64;
        Span<Range> scope = stackalloc Range[Most + 1];
        Span<Range> found = stackalloc Range[Most + 1];
        var scopeCount = _pattern.Split(scope[..Most], '/');
        var foundCount = search.Split(found[..Most], '/');
        if (scopeCount == Most || foundCount == Most)
        {
            return true;
        }

        var telling = -1;
        for (var j = 0; j < scopeCount; j++)
        {
            telling = SegmentGlob.SaysNothing(_pattern[scope[j]]) ? telling : j;
        }

        if (telling < 0)
        {
            return false;
        }

        // reach[i, j]: the first i parts of the search and the first j of the scope can have read the same folders.
        Span<bool> reach = stackalloc bool[(Most + 1) * (Most + 1)];
        var width = scopeCount + 1;
        reach[0] = true;
        for (var i = 0; i <= foundCount; i++)
        {
            for (var j = 0; j <= scopeCount; j++)
            {
                if (!reach[(i * width) + j] && !(j == 0 && _anywhere))
                {
                    continue;
                }

                if (j == scopeCount)
                {
                    // All of the scope is read: what else the search names lies below it.
                    return true;
                }

                var scopePart = _pattern[scope[j]];
                if (scopePart is "**")
                {
                    reach[(i * width) + j + 1] = true;
                }

                if (i == foundCount)
                {
                    continue;
                }

                var part = search[found[i]];
                var partIsAny = part is "**";
                if (partIsAny)
                {
                    reach[((i + 1) * width) + j] = true;
                }

                if (scopePart is "**")
                {
                    reach[((i + 1) * width) + j] = true;
                }
                else if (j == telling ? !SegmentGlob.SaysNothing(part) && SegmentGlob.Meet(part, scopePart, ignoreCase) : partIsAny || SegmentGlob.Meet(part, scopePart, ignoreCase))
                {
                    reach[((i + (partIsAny ? 0 : 1)) * width) + j + 1] = true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Whether some path can match both this pattern, which begins with a name, and a shell's glob: <c>*/a</c> and <c>p*</c> meet <c>private/**</c>. The
    /// shell's wildcards stand for no name that begins with a dot.
    /// </summary>
    public bool Meets(ReadOnlySpan<char> shellGlob, bool ignoreCase)
    {
        const int Most = 64;
        var first = new Parts(_pattern);
        if (_anywhere || first.AtEnd || SegmentGlob.SaysNothing(first.Current))
        {
            return false;
        }

        Span<Range> scope = stackalloc Range[Most + 1];
        Span<Range> found = stackalloc Range[Most + 1];
        var scopeCount = _pattern.Split(scope[..Most], '/');
        var foundCount = shellGlob.Split(found[..Most], '/');
        if (scopeCount == Most || foundCount == Most)
        {
            return true;
        }

        // reach[i, j]: the first i parts of the glob and the first j of the scope can have read the same folders.
        Span<bool> reach = stackalloc bool[(Most + 1) * (Most + 1)];
        var width = scopeCount + 1;
        reach[0] = true;
        for (var i = 0; i <= foundCount; i++)
        {
            for (var j = 0; j <= scopeCount; j++)
            {
                if (!reach[(i * width) + j])
                {
                    continue;
                }

                if (j == scopeCount)
                {
                    return true;
                }

                var scopePart = _pattern[scope[j]];
                if (i == foundCount)
                {
                    continue;
                }

                var part = shellGlob[found[i]];
                if (part is "**")
                {
                    reach[((i + 1) * width) + j] = true;
                    reach[(i * width) + j + 1] = true;
                }

                if (scopePart is "**")
                {
                    // A last `**` wants one part at least: `src/**` is what lies in src.
                    reach[((i + 1) * width) + j + (j + 1 == scopeCount ? 1 : 0)] = true;
                    reach[(i * width) + j + 1] |= j + 1 < scopeCount;
                }
                else if (part is not "**" && !(scopePart.StartsWith(".") && part.Length > 0 && part[0] is '*' or '?') && SegmentGlob.Meet(part, scopePart, ignoreCase))
                {
                    reach[((i + 1) * width) + j + 1] = true;
                }
            }
        }

        return false;
    }

    private bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path, bool ignoreCase, bool belowToo)
    {
        if (pattern.IsEmpty)
        {
            return belowToo || path.IsEmpty;
        }

        var p = new Parts(pattern);
        var t = new Parts(path);

        // The place to take up again: behind the last `**`, with one more part of the path given to it.
        var hasRetry = _anywhere;
        var retryP = p;
        var retryT = t;
        while (true)
        {
            if (p.AtEnd)
            {
                if (t.AtEnd || belowToo)
                {
                    return true;
                }
            }
            else if (p.Current is "**")
            {
                p.Next();
                if (p.AtEnd)
                {
                    // `src/**` is what lies in src; `**` alone is all, the root included.
                    return !t.AtEnd || pattern is "**";
                }

                hasRetry = true;
                retryP = p;
                retryT = t;
                continue;
            }
            else if (!t.AtEnd && SegmentGlob.Matches(p.Current, t.Current, ignoreCase))
            {
                p.Next();
                t.Next();
                continue;
            }

            if (!hasRetry || retryT.AtEnd)
            {
                return false;
            }

            retryT.Next();
            p = retryP;
            t = retryT;
        }
    }

    /// <summary>Walks over the parts of a path.</summary>
    private ref struct Parts
    {
        private ReadOnlySpan<char> _rest;
        private int _length;

        public Parts(ReadOnlySpan<char> text)
        {
            _rest = text;
            AtEnd = text.IsEmpty;
            Measure();
        }

        public bool AtEnd { get; private set; }

        public readonly ReadOnlySpan<char> Current => _rest[.._length];

        public void Next()
        {
            if (_length == _rest.Length)
            {
                AtEnd = true;
                _rest = default;
                _length = 0;
                return;
            }

            _rest = _rest[(_length + 1)..];
            Measure();
        }

        private void Measure()
        {
            var slash = _rest.IndexOf('/');
            _length = slash < 0 ? _rest.Length : slash;
        }
    }
}
