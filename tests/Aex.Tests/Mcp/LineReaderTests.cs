using System.IO.Pipes;
using Aex.Fuzz;
using Aex.Mcp.Framing;
using Xunit;

namespace Aex.Tests.Mcp;

public sealed class LineReaderTests
{
    [Fact]
    public void After_lines_that_came_at_once_a_reader_that_stays_awake_sleeps_until_the_next()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        using var end = pipe.ClientSafePipeHandle;
        using var wasRead = new SemaphoreSlim(0);
        double worked = 0;
        var thread = new Thread(() =>
        {
            var reader = new LineReader((int)end.DangerousGetHandle(), 1024, staysAwake: true);
            for (double began = ThreadClock.Microseconds; reader.Read(); began = ThreadClock.Microseconds)
            {
                worked = ThreadClock.Microseconds - began;
                wasRead.Release();
            }
        });
        thread.Start();
        for (int i = 0; i < 200; i++)
        {
            pipe.Write("{}\n"u8);
            wasRead.Wait(TestContext.Current.CancellationToken);
        }

        // What is measured is what a wait costs, so it has to last.
        Thread.Sleep(300);
        pipe.Write("{}\n"u8);
        wasRead.Wait(TestContext.Current.CancellationToken);
        pipe.Dispose();
        thread.Join();
        Assert.InRange(worked, 0, 20_000);
    }
}
