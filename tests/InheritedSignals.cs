using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Aex.Tests.Running;

/// <summary>
/// Who starts the tests in the background of a script (<c>&amp;</c>), or under nohup, has them ignore SIGINT, SIGQUIT or SIGHUP, and every process that a
/// test starts would inherit that: what is to be ended by the signal would not end. A process started by .NET gets the default back for whatever has
/// a handler here, so each ignored signal gets one that does nothing, and the tests themselves go on ignoring it.
/// </summary>
internal static class InheritedSignals
{
    [ModuleInitializer]
    internal static void LetThemEndWhatATestStarts()
    {
        // proc(5), status: a bit for each signal, the lowest is signal 1.
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        ulong ignored = ulong.Parse(line.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        foreach (int number in (ReadOnlySpan<int>)[1 /* SIGHUP */, 2 /* SIGINT */, 3 /* SIGQUIT */])
        {
            if ((ignored & (1UL << (number - 1))) != 0)
            {
                // A handler may do only what is safe at any moment, as this is (signal-safety(7)); managed code is not.
                signal(number, NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "getppid"));
            }
        }
    }

#pragma warning disable IDE1006, SYSLIB1054 // named as libc names it
    [DllImport("libc", ExactSpelling = true)]
    private static extern nint signal(int number, nint handler);
#pragma warning restore IDE1006, SYSLIB1054
}
