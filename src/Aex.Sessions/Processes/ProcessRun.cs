using Aex.Sessions.Files;

namespace Aex.Sessions.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code, or 128 and the number of the signal that ended it.</param>
/// <param name="Output">What it wrote, as far as it was kept.</param>
/// <param name="Errors">What it wrote as errors, as far as it was kept.</param>
/// <param name="TimedOut">Whether it was ended because its time was over.</param>
public sealed record ProcessEnd(int ExitCode, byte[] Output, byte[] Errors, bool TimedOut);

/// <summary>One program run to its end: with a limit of time and of what is kept of its output, and nothing of its group left behind.</summary>
public static class ProcessRun
{
    /// <summary>The most that is kept of each stream, bytes; what is longer loses its middle.</summary>
    public const int MostKept = 1 << 20;

    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs it.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it starts.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="timeout">After how long it is ended.</param>
    /// <param name="stop">Ends it; then <see cref="OperationCanceledException"/> is thrown, with the group gone.</param>
    /// <param name="end">How it ended; null when it could not be started.</param>
    /// <returns>0, or the number of the error that kept it from starting.</returns>
    public static int Run(IReadOnlyList<string> command, string folder, ReadOnlyMemory<byte> input, TimeSpan timeout, CancellationToken stop, out ProcessEnd? end)
    {
        end = null;
        stop.ThrowIfCancellationRequested();
        int fault = ProcessGroup.Start(command, folder, newSession: true, out int process, out int toChild, out int fromChild, out int errors);
        if (fault != 0)
        {
            return fault;
        }

        using var ended = new ManualResetEventSlim();
        Thread waiter = Begin(() =>
        {
            ProcessGroup.WaitForEnd(process);
            ended.Set();
        });
        var output = new Kept(fromChild);
        var failures = new Kept(errors);
        _ = Begin(() => Feed(toChild, input));
        bool timedOut = false;
        try
        {
            timedOut = !ended.Wait(timeout, stop);
        }
        finally
        {
            if (!ended.IsSet)
            {
                _ = ProcessGroup.Signal(process, Terminate);
                _ = ended.Wait(s_patience, CancellationToken.None);
            }

            // Whatever it left running goes with it.
            _ = ProcessGroup.Signal(process, Kill);
            waiter.Join();
            output.Finish(s_patience);
            failures.Finish(s_patience);
        }

        int exit = ProcessGroup.WaitFor(process);
        end = new ProcessEnd(exit, output.Bytes(), failures.Bytes(), timedOut);
        return 0;
    }

    private static Thread Begin(Action act)
    {
        var thread = new Thread(() => act()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void Feed(int descriptor, ReadOnlyMemory<byte> input)
    {
        for (int done = 0; done < input.Length;)
        {
            int count = Posix.Write(descriptor, input.Span[done..]);
            if (count <= 0)
            {
                break;
            }

            done += count;
        }

        Posix.Close(descriptor);
    }

    /// <summary>Reads a pipe to its end and keeps its beginning and its end.</summary>
    private sealed class Kept
    {
        private const int Half = MostKept / 2;

        private readonly Lock _gate = new();
        private readonly List<byte> _head = [];
        private readonly Queue<byte[]> _tail = [];
        private readonly Thread _reader;
        private long _tailLength;
        private long _lost;

        public Kept(int descriptor) => _reader = Begin(() =>
        {
            byte[] buffer = new byte[32 << 10];
            int count;
            while ((count = Posix.ReadSome(descriptor, buffer)) > 0)
            {
                lock (_gate)
                {
                    Add(buffer.AsSpan(0, count));
                }
            }

            Posix.Close(descriptor);
        });

        /// <summary>Waits for the end; a process that left its group may hold the pipe longer than that.</summary>
        public void Finish(TimeSpan patience) => _reader.Join(patience);

        public byte[] Bytes()
        {
            lock (_gate)
            {
                using var whole = new MemoryStream();
                whole.Write([.. _head]);
                if (_lost > 0)
                {
                    whole.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\n… {_lost} bytes left out …\n")));
                }

                foreach (byte[] part in _tail)
                {
                    whole.Write(part);
                }

                return whole.ToArray();
            }
        }

        private void Add(ReadOnlySpan<byte> bytes)
        {
            int room = (int)Math.Min(bytes.Length, Half - _head.Count);
            _head.AddRange(bytes[..room]);
            if (room == bytes.Length)
            {
                return;
            }

            _tail.Enqueue(bytes[room..].ToArray());
            _tailLength += bytes.Length - room;
            while (_tailLength - _tail.Peek().Length > Half)
            {
                int gone = _tail.Dequeue().Length;
                _tailLength -= gone;
                _lost += gone;
            }
        }
    }
}
