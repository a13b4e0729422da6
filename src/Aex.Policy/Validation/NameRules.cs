using System.Numerics;
using Aex.Language.Diagnostics;
using Aex.Language.Text;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Validation;

/// <summary>
/// A rule that names nothing known and comes near something known is a typing error (AEX131). One that guards would be switched off
/// by it; one that allows only grants nothing, which is a warning. A name far from all known ones is an MCP tool's.
/// </summary>
internal static class NameRules
{
    private const int Reach = 2;

    /// <param name="source">The file.</param>
    /// <param name="span">Where the pattern stands.</param>
    /// <param name="guards">Whether the rule denies, confirms or limits, and not allows.</param>
    /// <param name="findings">Takes the finding.</param>
    public static void Check(SourceText source, TextSpan span, bool guards, Findings findings)
    {
        var pattern = source.Text.AsSpan(span.Start, span.Length);
        if (NearestTo(pattern) is not { } nearest)
        {
            return;
        }

        var help = $"did you mean `{nearest}`? A tool that really has this name is written in double quotes";
        if (guards)
        {
            findings.Error(Catalogue.MistypedName, span, $"`{pattern}` names nothing known, so the rule would never match", help);
        }
        else
        {
            findings.Warning(Catalogue.MistypedName, span, $"`{pattern}` names nothing known, so the line grants nothing", help);
        }
    }

    /// <summary>The known pattern that was meant; null where the pattern is known itself, or far from all that are.</summary>
    internal static string? NearestTo(ReadOnlySpan<char> pattern)
    {
        var isFamily = pattern.EndsWith(".*");
        var name = isFamily ? pattern[..^2] : pattern;
        if (pattern is "*" || IsFine(name, isFamily))
        {
            return null;
        }

        if (!isFamily && (IsFamily(name) || name.StartsWith("mcp.")))
        {
            return $"{name}.*";
        }

        return Everything(pattern) ?? Nearest(name, isFamily) ?? Tool(pattern);
    }

    private static string? Everything(ReadOnlySpan<char> pattern) => pattern is "all" or "any" or "everything" ? "*" : null;

    /// <summary>A client's tool whose name differs in case only, which counts.</summary>
    private static string? Tool(ReadOnlySpan<char> pattern)
    {
        if (pattern.Contains('.'))
        {
            return null; // no client's tool has a dot
        }

        string? nearest = null;
        foreach (var client in ToolTable.Clients)
        {
            foreach (var tool in ToolTable.ToolsOf(client))
            {
                if (pattern.SequenceEqual(tool))
                {
                    return null;
                }

                nearest ??= pattern.Equals(tool, StringComparison.OrdinalIgnoreCase) ? tool : null;
            }
        }

        return nearest;
    }

    private static bool IsFine(ReadOnlySpan<char> name, bool isFamily)
    {
        var dot = name.IndexOf('.');
        var first = dot < 0 ? name : name[..dot];
        if (first is "mcp" or "unknown")
        {
            // What follows is named by others; `mcp.SERVER` alone is a server and no tool of one.
            return isFamily || (dot >= 0 && (first is "unknown" || name[(dot + 1)..].Contains('.')));
        }

        return (isFamily && IsFamily(name)) || IsKnown(name);
    }

    private static bool IsKnown(ReadOnlySpan<char> name) => NameLetters.OfNames.AsSpan().Contains(Letters(name)) && KnownCapabilities.IsKnown(name);

    /// <summary>Whether known names stand below the name, so that <c>NAME.*</c> is a rule about them.</summary>
    private static bool IsFamily(ReadOnlySpan<char> name)
    {
        if (name.Contains('.'))
        {
            return false;
        }

        if (KnownCapabilities.IsFamily(name))
        {
            return true;
        }

        foreach (var known in KnownCapabilities.Names)
        {
            if (known.Length > name.Length && known[name.Length] == '.' && known.AsSpan(0, name.Length).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Nearest(ReadOnlySpan<char> name, bool isFamily)
    {
        string? nearest = null;
        var limit = Reach;
        var letters = Letters(name);
        var names = KnownCapabilities.Names;
        var lettersOfNames = isFamily ? NameLetters.OfFamilies : NameLetters.OfNames;
        for (var i = 0; i < names.Length; i++)
        {
            // Each letter inserted, dropped or changed turns at most two bits; this alone settles nearly all of them.
            if (limit < 0 || BitOperations.PopCount(letters ^ lettersOfNames[i]) > 2 * limit)
            {
                continue;
            }

            var known = names[i];
            var candidate = isFamily ? known.AsSpan(0, known.IndexOf('.')) : known;
            if (Distance(name, candidate, limit) is var distance && distance <= limit)
            {
                nearest = isFamily ? $"{candidate}.*" : known;
                limit = distance - 1;
            }
        }

        foreach (var open in (ReadOnlySpan<string>)["mcp", "unknown"])
        {
            var dot = name.IndexOf('.');
            var first = dot < 0 ? name : name[..dot];
            if ((isFamily || dot >= 0) && Distance(first, open, limit) is var distance && distance <= limit)
            {
                nearest = $"{open}{name[first.Length..]}{(isFamily ? ".*" : "")}";
                limit = distance - 1;
            }
        }

        return nearest;
    }

    private static int Distance(ReadOnlySpan<char> name, ReadOnlySpan<char> known, int limit)
    {
        if (limit < 0 || Math.Abs(name.Length - known.Length) > limit)
        {
            return int.MaxValue;
        }

        var distance = EditDistance.Between(name, known, limit);
        return distance <= limit && IsPlausible(name, known) ? distance : int.MaxValue;
    }

    /// <summary>Short first parts are soon near each other (<c>time</c> and <c>file</c>), so they may differ by one letter only.</summary>
    private static bool IsPlausible(ReadOnlySpan<char> name, ReadOnlySpan<char> known)
    {
        var knownDot = known.IndexOf('.');
        var nameDot = name.IndexOf('.');
        if ((knownDot < 0) != (nameDot < 0))
        {
            return true;
        }

        var knownFirst = knownDot < 0 ? known : known[..knownDot];
        var nameFirst = nameDot < 0 ? name : name[..nameDot];
        return knownFirst.Length > 4 || EditDistance.Between(nameFirst, knownFirst, 1) <= 1;
    }

    private static uint Letters(ReadOnlySpan<char> name)
    {
        var letters = 0u;
        foreach (var c in name)
        {
            letters |= 1u << ((c | 0x20) & 31);
        }

        return letters;
    }

    /// <summary>The letters of every known name; made when the first rule is checked.</summary>
    private static class NameLetters
    {
        public static readonly uint[] OfNames = Make(isFamily: false);
        public static readonly uint[] OfFamilies = Make(isFamily: true);

        private static uint[] Make(bool isFamily)
        {
            var names = KnownCapabilities.Names;
            var letters = new uint[names.Length];
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = Letters(isFamily ? names[i].AsSpan(0, names[i].IndexOf('.')) : names[i]);
            }

            return letters;
        }
    }
}
