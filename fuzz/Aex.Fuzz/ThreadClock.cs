using System.Runtime.InteropServices;

namespace Aex.Fuzz;

/// <summary>The processor time that the calling thread has used: how busy the machine is with something else does not matter to it.</summary>
internal static partial class ThreadClock
{
    /// <summary>In microseconds.</summary>
    public static double Microseconds
    {
        get
        {
            // CLOCK_THREAD_CPUTIME_ID of <time.h>.
            var result = GetTime(OperatingSystem.IsMacOS() ? 16 : 3, out var time);
            return result == 0 ? (time.Seconds * 1e6) + (time.Nanoseconds / 1e3) : throw new InvalidOperationException("the thread's clock cannot be read");
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
