using Aex.Policy.Shell.Knowledge.Programs;

namespace Aex.Policy.Shell.Knowledge;

/// <summary>What programs do with their arguments (docs/shell.md). Pure, and made anew for every question: nothing is loaded before it is needed.</summary>
public static class ShellKnowledge
{
    /// <summary>Whether a program of that bare name is in a table.</summary>
    public static bool Knows(ReadOnlySpan<char> program) => SpecialPrograms.Knows(program) || FamilyTables.Has(program);

    /// <summary>Tells what a program does.</summary>
    /// <param name="program">Its bare name. One that is in no table, or a path, is code that nobody has read.</param>
    /// <param name="arguments">Its arguments, without the program's own name.</param>
    /// <param name="input">Where its standard input comes from.</param>
    public static ProgramReport Ask(string program, IReadOnlyList<ShellWord> arguments, StandardInput input = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(arguments);
        return Ask(program, arguments, input, null);
    }

    /// <summary>Tells what a program does, and keeps the rows that were found for further questions of the same script.</summary>
    internal static ProgramReport Ask(string program, IReadOnlyList<ShellWord> arguments, StandardInput input, Dictionary<string, ProgramRows?>? found)
    {
        var report = new ProgramReport();
        var invocation = new Invocation(program, arguments, input, report);
        if (!SpecialPrograms.TryRead(invocation))
        {
            ProgramRows? rows = null;
            if (found is null || !found.TryGetValue(program, out rows))
            {
                rows = FamilyTables.Find(program) is { } block ? new ProgramRows(block) : null;
                found?.Add(program, rows);
            }

            if (rows is not null)
            {
                new RowReader(rows).Read(invocation);
            }
            else
            {
                report.IsKnown = false;
                invocation.RunsUnknown($"`{program}` is a program that aex does not know");
            }
        }

        invocation.Finish();
        return report;
    }
}
