using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Aex.Mutation;

/// <summary>
/// Holds the tests of the decisions against each mutant, in one process: Stryker starts a test program for each, which takes hours.
/// A mutant is held against the tests that reach it. One that is reached where data or static fields are made gets a world of its own.
/// </summary>
internal static partial class Program
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Whether a class takes part: all tests of the policy, but those that hold how much is allocated and how long it takes.</summary>
    public static bool Runs(Type type) =>
        type.Namespace?.StartsWith("Aex.Tests.Policy", StringComparison.Ordinal) == true && type.Name != "AllocationTests";

    /// <summary>
    /// Arguments: the folder of the tests, Stryker's report, the file that takes the results (one line each; those in it are not run again), the list of
    /// known survivors. Returns 0 where all survivors are known, 1 where some are not, 2 where a mutant would not end: then it is to be started again.
    /// </summary>
    private static int Main(string[] arguments)
    {
        var (folder, results) = (Path.GetFullPath(arguments[0]), arguments[2]);
        var mutants = Mutant.ReadAll(arguments[1]);
        EndLine(results);
        var done = Finished(results);
        if (mutants.TrueForAll(mutant => done.ContainsKey(mutant.Id)) || HoldAll(folder, mutants, done, results))
        {
            return Tell(mutants, Finished(results), arguments[3]);
        }

        return 2;
    }

    // False where a mutant does not end, even when it is no longer active.
    private static bool HoldAll(string folder, List<Mutant> mutants, Dictionary<int, string> done, string results)
    {
        var world = new World(folder, -1, captures: true);
        var cases = world.Cases();
        var outside = world.Reached().All.ToHashSet();
        var reaching = new Dictionary<int, List<int>>();
        var sound = new List<int>();
        var took = new TimeSpan[cases.Count];
        for (var i = 0; i < cases.Count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (cases[i].Run() is { } fault)
            {
                // Some talk to the framework that runs them.
                Console.WriteLine($"left out, as it fails without a mutant: {fault}");
                world.Reached();
                continue;
            }

            took[i] = Stopwatch.GetElapsedTime(start);
            var reached = world.Reached();
            outside.UnionWith(reached.Static);
            if (reached.All.Length > 0)
            {
                sound.Add(i);
            }

            foreach (var id in reached.All)
            {
                if (!reaching.TryGetValue(id, out var reach))
                {
                    reaching.Add(id, reach = []);
                }

                reach.Add(i);
            }
        }

        Console.WriteLine($"{mutants.Count} mutants, {cases.Count} cases, which take {took.Aggregate(TimeSpan.Zero, static (a, b) => a + b).TotalSeconds:0.0} s; {mutants.Count(mutant => outside.Contains(mutant.Id))} mutants get a world of their own");
        world.Captures(false);
        foreach (var mutant in mutants.Where(mutant => !done.ContainsKey(mutant.Id)))
        {
            File.AppendAllText(results, $"{mutant.Id}");
            var isAlone = outside.Contains(mutant.Id);
            var which = isAlone ? sound : reaching.GetValueOrDefault(mutant.Id) ?? [];
            var limit = Patience + (5 * which.Aggregate(TimeSpan.Zero, (sum, i) => sum + took[i]));
            var its = isAlone ? new World(folder, mutant.Id, captures: false) : world;
            string? found = null;
            var thread = new Thread(() => found = Fault(its, isAlone ? null : cases, which, mutant.Id)) { IsBackground = true };
            thread.Start();
            var isEnded = thread.Join(limit);
            var fault = isEnded ? found : "does not end";
            if (!isEnded)
            {
                // Most loops end when the mutant does.
                its.Activate(-1);
                if (!thread.Join(Patience))
                {
                    File.AppendAllText(results, " does not end\n");
                    return false;
                }
            }

            its.Activate(-1);
            File.AppendAllText(results, $" {fault ?? (which.Count > 0 ? "survived" : "survived: no test reaches it")}\n");
            if (isAlone)
            {
                its.Unload();
            }
        }

        return true;
    }

    private static string? Fault(World world, List<TestCase>? cases, IEnumerable<int> which, int id)
    {
        world.Activate(id);
        try
        {
            cases ??= world.Cases();
            return which.Select(i => cases[i].Run()).FirstOrDefault(static fault => fault is not null);
        }
        catch (Exception fault)
        {
            return $"no test can be made: {fault.GetBaseException().GetType().Name}";
        }
    }

    private static Dictionary<int, string> Finished(string results)
    {
        var done = new Dictionary<int, string>();
        foreach (var line in File.Exists(results) ? File.ReadAllText(results).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            done.Add(int.Parse(line[..blank], CultureInfo.InvariantCulture), line[(blank + 1)..]);
        }

        return done;
    }

    // The mutant that ended the process before this one.
    private static void EndLine(string results)
    {
        if (File.Exists(results) && File.ReadAllText(results) is [.., not '\n'])
        {
            File.AppendAllText(results, " ends the process\n");
        }
    }

    private static int Tell(List<Mutant> mutants, Dictionary<int, string> results, string list)
    {
        var known = File.ReadLines(list).Select(static line => Listed().Match(line)).Where(static match => match.Success)
            .CountBy(static match => $"{match.Groups[1].Value} {match.Groups[2].Value}").ToDictionary();
        var survivors = mutants.Where(mutant => results[mutant.Id].StartsWith("survived", StringComparison.Ordinal)).OrderBy(static mutant => (mutant.File, mutant.Line)).ToList();
        var unknown = 0;
        foreach (var survivor in survivors)
        {
            var isKnown = known.GetValueOrDefault(survivor.Name) > 0;
            known[survivor.Name] = known.GetValueOrDefault(survivor.Name) - 1;
            unknown += isKnown ? 0 : 1;
            Console.WriteLine($"{(isKnown ? "known" : "new")} {survivor}{(results[survivor.Id] == "survived" ? "" : " (no test reaches it)")}");
        }

        Console.WriteLine($"{mutants.Count} mutants, {mutants.Count - survivors.Count} killed, {survivors.Count} survived, of which {unknown} are not in {list}");
        return unknown > 0 ? 1 : 0;
    }

    [GeneratedRegex(@"^([\w.]+\.cs):\d+ (.*)$")]
    private static partial Regex Listed();
}
