using System.Text;
using Aex.Policy.Shell.Knowledge.Families;

namespace Aex.Policy.Shell.Knowledge;

/// <summary>
/// Finds a program's rows. A family is one UTF-8 literal in the image: its first line names its programs, so that a look-up reads
/// some kilobytes of names and then one block.
/// </summary>
internal static class FamilyTables
{
    /// <summary>The number of families.</summary>
    public const int Count = 16;

    /// <summary>The table of one family.</summary>
    public static ReadOnlySpan<byte> Table(int family) => family switch
    {
        0 => Agents.Table,
        1 => Archives.Table,
        2 => Builds.Table,
        3 => Builtins.Table,
        4 => Cloud.Table,
        5 => Containers.Table,
        6 => Coreutils.Table,
        7 => Databases.Table,
        8 => Git.Table,
        9 => Interpreters.Table,
        10 => MacOs.Table,
        11 => Media.Table,
        12 => Network.Table,
        13 => Packages.Table,
        14 => Services.Table,
        _ => TextTools.Table,
    };

    /// <summary>The family's examples: a command, <c>-></c>, its effects.</summary>
    public static ReadOnlySpan<byte> Examples(int family) => family switch
    {
        0 => Agents.Examples,
        1 => Archives.Examples,
        2 => Builds.Examples,
        3 => Builtins.Examples,
        4 => Cloud.Examples,
        5 => Containers.Examples,
        6 => Coreutils.Examples,
        7 => Databases.Examples,
        8 => Git.Examples,
        9 => Interpreters.Examples,
        10 => MacOs.Examples,
        11 => Media.Examples,
        12 => Network.Examples,
        13 => Packages.Examples,
        14 => Services.Examples,
        _ => TextTools.Examples,
    };

    /// <summary>Whether a program is a coding agent.</summary>
    public static bool IsAgent(ReadOnlySpan<char> program)
    {
        if (program.IsEmpty || program.Length > 32 || program.IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            return false;
        }

        Span<byte> name = stackalloc byte[program.Length + 1];
        name[0] = (byte)' ';
        Encoding.ASCII.GetBytes(program, name[1..]);
        return HasName(Agents.Table[..Agents.Table.IndexOf((byte)'\n')], name);
    }

    /// <summary>The rows of a program, from behind its names; null if it is in no family.</summary>
    public static string? Find(ReadOnlySpan<char> program)
    {
        if (program.IsEmpty || program.Length > 64)
        {
            return null;
        }

        Span<byte> name = stackalloc byte[program.Length + 1];
        name[0] = (byte)' ';
        for (var i = 0; i < program.Length; i++)
        {
            if (program[i] is <= ' ' or > '\x7E')
            {
                return null;
            }

            name[i + 1] = (byte)program[i];
        }

        for (var family = 0; family < Count; family++)
        {
            var table = Table(family);
            var header = table[..table.IndexOf((byte)'\n')];
            if (HasName(header, name))
            {
                return Block(table[header.Length..], name);
            }
        }

        return null;
    }

    private static string? Block(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            var start = rest.IndexOf("\n="u8);
            if (start < 0)
            {
                return null;
            }

            rest = rest[(start + 2)..];
            var line = rest.IndexOf((byte)'\n');
            line = line < 0 ? rest.Length : line;
            if (!HasName(rest[..line], name))
            {
                continue;
            }

            rest = rest[line..];
            var end = rest.IndexOf("\n="u8);
            return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        }
    }

    private static bool HasName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            var at = line.IndexOf(name);
            if (at < 0)
            {
                return false;
            }

            line = line[(at + name.Length)..];
            if (line.IsEmpty || line[0] == (byte)' ')
            {
                return true;
            }
        }
    }
}
