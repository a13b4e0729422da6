using System.Runtime.InteropServices;

namespace Aex.Cli.Running;

/// <summary>Signals that ask for the end.</summary>
internal static class Signals
{
    /// <summary>Has a signal cancel the work, which ends by itself with its end recorded; a second one ends the process at once.</summary>
    public static PosixSignalRegistration Stop(PosixSignal signal, CancellationTokenSource stopping) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !stopping.IsCancellationRequested;
        stopping.Cancel();
    });
}
