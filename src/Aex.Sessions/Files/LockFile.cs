using System.Diagnostics;

namespace Aex.Sessions.Files;

/// <summary>An exclusive lock between processes, held until disposed or until the process ends, however it ends.</summary>
internal readonly struct LockFile : IDisposable
{
    private readonly int _descriptor;
    private readonly ulong _device;
    private readonly ulong _inode;

    private LockFile(int descriptor, FileStatus mine) => (_descriptor, _device, _inode) = (descriptor, mine.Device, mine.Inode);

    /// <summary>Takes the lock, waiting up to <paramref name="patience"/>. The lock's folder must be there.</summary>
    public static LockFile Take(string path, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            int descriptor = Posix.Open(path, Posix.ReadWrite | Posix.Create | Posix.NoFollow | Posix.NonBlocking, 0b110_000_000);
            if (descriptor < 0)
            {
                throw new SessionException($"the lock {path} cannot be opened: {Posix.Describe(descriptor)}; remove what stands there, or make its folder writable");
            }

            try
            {
                Wait(descriptor, path, patience, start);
            }
            catch (SessionException)
            {
                Posix.Close(descriptor);
                throw;
            }

            if (Posix.Status(descriptor, out FileStatus mine) == 0 && new LockFile(descriptor, mine) is var held && held.IsNamed(path))
            {
                return held;
            }

            Posix.Close(descriptor);
            if (Stopwatch.GetElapsedTime(start) >= patience)
            {
                throw new SessionException($"the lock {path} is removed as soon as it is made; end the process that does so");
            }
        }
    }

    /// <summary>Gives the lock back and keeps the file open, for <see cref="Retake"/>.</summary>
    public void Release() => Posix.Unlock(_descriptor);

    /// <summary>Takes the lock again; false when its file is no longer the one of that name, so that a new one must be opened.</summary>
    public bool Retake(string path, TimeSpan patience)
    {
        Wait(_descriptor, path, patience, Stopwatch.GetTimestamp());
        if (IsNamed(path))
        {
            return true;
        }

        Posix.Unlock(_descriptor);
        return false;
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => Posix.Close(_descriptor);

    private static void Wait(int descriptor, string path, TimeSpan patience, long start)
    {
        if (Posix.TryLock(descriptor) == 0)
        {
            return;
        }

        // flock knows no deadline, and an alarm or a second thread would cost every call; so the lock is tried without waiting,
        // with naps that grow from 50 µs to 2 ms. The naps differ by process, so that many don't wake at once.
        long nap = 50_000 + (Posix.Process() % 16 * 2_000);
        int error;
        while ((error = Posix.TryLock(descriptor)) is -Posix.TryAgain or -Posix.Interrupted)
        {
            if (Stopwatch.GetElapsedTime(start) >= patience)
            {
                throw new SessionException($"the lock {path} has been held by another process for {patience.TotalSeconds:0.#} s; try again, or end the process that holds it");
            }

            Posix.Sleep(nap);
            nap = Math.Min(nap + (nap / 2), 2_000_000);
        }

        if (error < 0)
        {
            throw new SessionException($"the lock {path} cannot be taken: {Posix.Describe(error)}; put the state on a disk that knows flock (AEX_STATE_DIR)");
        }
    }

    // Somebody may have removed the file between opening and locking: then this lock guards nothing.
    private bool IsNamed(string path) =>
        Posix.Status(path, follow: false, out FileStatus named) == 0 && named.Inode == _inode && named.Device == _device;
}
