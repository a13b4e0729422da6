using Aex.Policy.Shell.Knowledge.Families;

namespace Aex.Policy.Shell.Knowledge;

/// <summary>
/// Finds a program's rows. A family is one literal in the image: its first line names its programs, so that a look-up reads
/// some kilobytes of names and then one block, and copies nothing. Families of what is run most come first.
/// </summary>
internal static class FamilyTables
{
    /// <summary>The number of families.</summary>
    public const int Count = 16;

    private const int LongestName = 64;

    /// <summary>The table of one family.</summary>
    public static string Table(int family) => family switch
    {
        0 => Coreutils.Table,
        1 => TextTools.Table,
        2 => Builtins.Table,
        3 => Git.Table,
        4 => Packages.Table,
        5 => Builds.Table,
        6 => Interpreters.Table,
        7 => Network.Table,
        8 => Containers.Table,
        9 => Archives.Table,
        10 => Services.Table,
        11 => Cloud.Table,
        12 => Databases.Table,
        13 => Media.Table,
        14 => MacOs.Table,
        _ => Agents.Table,
    };

    /// <summary>The family's examples: a command, <c>-></c>, its effects.</summary>
    public static string Examples(int family) => family switch
    {
        0 => Coreutils.Examples,
        1 => TextTools.Examples,
        2 => Builtins.Examples,
        3 => Git.Examples,
        4 => Packages.Examples,
        5 => Builds.Examples,
        6 => Interpreters.Examples,
        7 => Network.Examples,
        8 => Containers.Examples,
        9 => Archives.Examples,
        10 => Services.Examples,
        11 => Cloud.Examples,
        12 => Databases.Examples,
        13 => Media.Examples,
        14 => MacOs.Examples,
        _ => Agents.Examples,
    };

    /// <summary>Whether a program is a coding agent.</summary>
    public static bool IsAgent(ReadOnlySpan<char> program)
    {
        if (program.IsEmpty || program.Length > 32 || program.IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            return false;
        }

        Span<char> name = stackalloc char[program.Length + 1];
        name[0] = ' ';
        program.CopyTo(name[1..]);
        return HasName(Agents.Table.AsSpan(0, Agents.Table.IndexOf('\n', StringComparison.Ordinal)), name);
    }

    /// <summary>Whether a program is in a family.</summary>
    public static bool Has(ReadOnlySpan<char> program)
    {
        Span<char> name = stackalloc char[LongestName + 1];
        return TryName(program, name, out var length) && FamilyOf(name[..length]) >= 0;
    }

    /// <summary>The rows of a program, from behind its names; null if it is in no family.</summary>
    public static ReadOnlyMemory<char>? Find(ReadOnlySpan<char> program)
    {
        Span<char> name = stackalloc char[LongestName + 1];
        if (!TryName(program, name, out var length) || FamilyOf(name[..length]) is not (>= 0 and var family))
        {
            return null;
        }

        return Block(Table(family), name[..length]);
    }

    // Names stand between blanks.
    private static bool TryName(ReadOnlySpan<char> program, Span<char> name, out int length)
    {
        length = program.Length + 1;
        if (program.IsEmpty || program.Length > LongestName || program.IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            return false;
        }

        name[0] = ' ';
        program.CopyTo(name[1..]);
        return true;
    }

    private static int FamilyOf(ReadOnlySpan<char> name)
    {
        for (var family = 0; family < Count; family++)
        {
            var table = Table(family);
            if (HasName(table.AsSpan(0, table.IndexOf('\n', StringComparison.Ordinal)), name))
            {
                return family;
            }
        }

        return -1;
    }

    private static ReadOnlyMemory<char>? Block(string table, ReadOnlySpan<char> name)
    {
        var at = 0;
        while (table.AsSpan(at).IndexOf("\n=") is >= 0 and var start)
        {
            at += start + 2;
            var line = table.AsSpan(at).IndexOf('\n');
            line = line < 0 ? table.Length - at : line;
            if (!HasName(table.AsSpan(at, line), name))
            {
                continue;
            }

            at += line;
            var end = table.AsSpan(at).IndexOf("\n=");
            return table.AsMemory(at, end < 0 ? table.Length - at : end);
        }

        return null;
    }

    private static bool HasName(ReadOnlySpan<char> line, ReadOnlySpan<char> name)
    {
        while (true)
        {
            var at = line.IndexOf(name);
            if (at < 0)
            {
                return false;
            }

            line = line[(at + name.Length)..];
            if (line.IsEmpty || line[0] == ' ')
            {
                return true;
            }
        }
    }
}
