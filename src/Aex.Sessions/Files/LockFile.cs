using System.Diagnostics;

namespace Aex.Sessions.Files;

/// <summary>An exclusive lock between processes, held until disposed or until the process ends, however it ends.</summary>
internal readonly struct LockFile : IDisposable
{
    private readonly int _descriptor;

    private LockFile(int descriptor) => _descriptor = descriptor;

    /// <summary>Takes the lock, waiting up to <paramref name="patience"/>. The lock's folder must be there.</summary>
    public static LockFile Take(string path, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        // flock knows no deadline, and an alarm or a second thread would cost every call; so the lock is tried without waiting,
        // with naps that grow from 50 µs to 2 ms. The naps differ by process, so that many don't wake at once.
        long nap = 50_000 + (Posix.Process() % 16 * 2_000);
        while (true)
        {
            int descriptor = Posix.Open(path, Posix.ReadWrite | Posix.Create | Posix.NoFollow | Posix.NonBlocking, 0b110_000_000);
            if (descriptor < 0)
            {
                throw new SessionException($"the lock {path} cannot be opened: {Posix.Describe(descriptor)}; remove what stands there, or make its folder writable");
            }

            int error;
            while ((error = Posix.TryLock(descriptor)) is -Posix.TryAgain or -Posix.Interrupted)
            {
                if (Stopwatch.GetElapsedTime(start) >= patience)
                {
                    Posix.Close(descriptor);
                    throw new SessionException($"the lock {path} has been held by another process for {patience.TotalSeconds:0.#} s; try again, or end the process that holds it");
                }

                Posix.Sleep(nap);
                nap = Math.Min(nap + (nap / 2), 2_000_000);
            }

            if (error < 0)
            {
                Posix.Close(descriptor);
                throw new SessionException($"the lock {path} cannot be taken: {Posix.Describe(error)}; put the state on a disk that knows flock (AEX_STATE_DIR)");
            }

            // Somebody may have removed the file between opening and locking: then this lock guards nothing.
            if (Posix.Status(descriptor, out FileStatus mine) == 0
                && Posix.Status(path, follow: false, out FileStatus named) == 0
                && mine.Inode == named.Inode && mine.Device == named.Device)
            {
                return new LockFile(descriptor);
            }

            Posix.Close(descriptor);
            if (Stopwatch.GetElapsedTime(start) >= patience)
            {
                throw new SessionException($"the lock {path} is removed as soon as it is made; end the process that does so");
            }
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => Posix.Close(_descriptor);
}
