using System.Diagnostics;
using System.Globalization;

namespace Aex.Fuzz;

/// <summary>
/// A coverage-blind fuzzer: takes known inputs apart and together again and feeds them to one target until the time is up.
/// <c>dotnet run --project fuzz/Aex.Fuzz -c Release -- TARGET [SECONDS [SEED]]</c>. A finding is an exception or an input that takes
/// over ten seconds of processor time; it is written to a file, and the exit code is 1.
/// </summary>
internal static class Program
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static int Main(string[] args)
    {
        ITarget? target = args.Length == 0 ? null : Targets.Find(args[0]);
        if (target is null)
        {
            Console.Error.WriteLine($"usage: Aex.Fuzz TARGET [SECONDS [SEED]]; the targets are {Targets.Names}");
            return 2;
        }
        var time = TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 60);
        int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
        return Fuzz(args[0], target, time, seed);
    }

    private static int Fuzz(string name, ITarget target, TimeSpan time, int seed)
    {
        var mutator = new Mutator(target.Seeds(), target.Words(), seed);
        var clock = Stopwatch.StartNew();
        byte[] input = [];
        long began = 0, runs = 0, accepted = 0;
        using var watchdog = new Timer(
            _ =>
            {
                if (Volatile.Read(ref began) is long start and > 0 && Spent() - start > Patience.TotalMilliseconds)
                {
                    Console.Error.WriteLine($"{name}: an input takes over {Patience.TotalSeconds} s: {Keep(name, input)} (seed {seed})");
                    Environment.Exit(1);
                }
            },
            null,
            1000,
            1000);
        while (clock.Elapsed < time)
        {
            input = mutator.Next();
            Volatile.Write(ref began, Math.Max(1, Spent()));
            try
            {
                runs++;
                if (target.Run(input))
                {
                    accepted++;
                    mutator.Learn(input);
                }
            }
#pragma warning disable CA1031 // Any exception is what is looked for.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Console.Error.WriteLine($"{name}: {fault}\n{name}: the input is {Keep(name, input)} (seed {seed}, run {runs})");
                return 1;
            }
            Volatile.Write(ref began, 0);
        }
        Console.WriteLine($"{name}: {runs} inputs in {clock.Elapsed.TotalSeconds:0} s, {accepted} of them accepted, no finding (seed {seed})");
        return 0;
    }

    // Processor time: on a busy machine an input may wait for long before it gets any.
    private static long Spent() => (long)Environment.CpuUsage.TotalTime.TotalMilliseconds;

    private static string Keep(string name, byte[] input)
    {
        string path = Path.Combine(Path.GetTempPath(), $"aex-fuzz-{name}-{Environment.ProcessId}.bin");
        File.WriteAllBytes(path, input);
        return path;
    }
}
