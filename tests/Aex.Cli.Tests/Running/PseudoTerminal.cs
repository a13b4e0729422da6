using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Aex.Cli.Tests.Running;

/// <summary>A command on a real pseudo-terminal of its own, in a process tree that leads to nobody: the tests themselves may well run below an agent.</summary>
internal static class PseudoTerminal
{
    private const string Helper =
        """
        import json, os, pty, sys
        job = json.load(sys.stdin)
        if os.fork():
            os._exit(0)
        os.setsid()
        if os.fork():
            os._exit(0)
        pid, tty = pty.fork()
        if pid == 0:
            os.execvp(job['command'][0], job['command'])
        seen, at, script = b'', 0, job['script']
        while True:
            try:
                data = os.read(tty, 65536)
            except OSError:
                break
            if not data:
                break
            seen += data
            while script:
                found = seen.find(script[0][0].encode(), at)
                if found < 0:
                    break
                at = found + len(script[0][0].encode())
                os.write(tty, script.pop(0)[1].encode())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.buffer.write(seen.replace(b'\r\n', b'\n') + b'\n%d' % status)
        sys.stdout.flush()
        """;

    /// <summary>Runs <c>aex</c>, and types <c>Send</c> each time when <c>Wait</c> has been seen behind what was waited for before. Both streams are one there.</summary>
    public static Ended Run(Sandbox box, IReadOnlyList<string> arguments, params (string Wait, string Send)[] script)
    {
        string helper = Path.Combine(box.Root, "terminal.py");
        File.WriteAllText(helper, Helper);
        using var job = new MemoryStream();
        using (var json = new Utf8JsonWriter(job))
        {
            json.WriteStartObject();
            json.WriteStartArray("command");
            foreach (string word in arguments.Prepend(PublishedBinary.FullPath))
                json.WriteStringValue(word);
            json.WriteEndArray();
            json.WriteStartArray("script");
            foreach (var (wait, send) in script)
            {
                json.WriteStartArray();
                json.WriteStringValue(wait);
                json.WriteStringValue(send);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        box.Variables.TryAdd("TERM", "xterm-256color");
        var ended = box.Start("/usr/bin/env", ["python3", helper]).Finish(job.ToArray());
        int last = ended.Output.LastIndexOf('\n');
        Assert.True(last >= 0 && int.TryParse(ended.Output.AsSpan(last + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), ended.ToString());
        return new Ended(int.Parse(ended.Output.AsSpan(last + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), ended.Output[..last], ended.Error, ended.Took);
    }
}
