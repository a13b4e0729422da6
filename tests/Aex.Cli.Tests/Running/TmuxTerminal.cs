using System.Diagnostics;
using System.Text;

namespace Aex.Cli.Tests.Running;

/// <summary>
/// A terminal as a person has it: tmux with a server of its own, in a process tree that leads to nobody. What the program writes comes through a pipe, so that
/// waiting for a picture needs no polling.
/// </summary>
internal sealed class TmuxTerminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Sandbox _box;
    private readonly string _socket;
    private readonly StringBuilder _written = new();
    private readonly SemaphoreSlim _heard = new(0);
    private readonly Thread _reader;

    public TmuxTerminal(Sandbox box, string command, int width = 150, int height = 45)
    {
        _box = box;
        _socket = Path.Combine(box.Root, "tmux");
        var pipe = Path.Combine(box.Root, "screen");
        box.Variables["TERM"] = "xterm-256color";
        box.Variables["LANG"] = "C.UTF-8";
        var made = box.Shell($"mkfifo '{pipe}' && tmux -S '{_socket}' -f /dev/null new-session -d -x {width} -y {height} 'read start; {command}; echo \"ended with $?\"; read end'");
        if (made.Exit != 0)
        {
            throw new InvalidOperationException(made.ToString());
        }

        _reader = new Thread(() => Listen(pipe)) { IsBackground = true };
        _reader.Start();
        Do($"pipe-pane -O 'cat > \"{pipe}\"'");
        Keys("Enter");
    }

    /// <summary>Whether tmux is there to be used; it is no part of every system.</summary>
    public static bool IsThere { get; } = new[] { "/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux" }.Any(File.Exists);

    /// <summary>All that the program wrote.</summary>
    public string Written
    {
        get
        {
            lock (_written)
            {
                return _written.ToString();
            }
        }
    }

    /// <summary>What stands on the screen.</summary>
    public string Screen() => Do("capture-pane -p").Output;

    /// <summary>Presses keys, by tmux's names for them.</summary>
    public void Keys(string keys) => Do("send-keys " + keys);

    /// <summary>Waits until the screen is as wanted; what was written since is looked at each time.</summary>
    public string WaitFor(Func<string, bool> wanted)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var screen = Screen();
            if (wanted(screen))
            {
                return screen;
            }

            if (clock.Elapsed > Patience || !_heard.Wait(Patience - clock.Elapsed))
            {
                throw new TimeoutException("the screen stayed\n" + Screen());
            }
        }
    }

    /// <summary>Waits until the screen holds a text.</summary>
    public string WaitFor(string text) => WaitFor(screen => screen.Contains(text, StringComparison.Ordinal));

    public void Dispose() => Do("kill-server");

    private Ended Do(string arguments) => _box.Shell($"tmux -S '{_socket}' {arguments}");

    private void Listen(string pipe)
    {
        using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        var bytes = new byte[65536];
        while (stream.Read(bytes) is > 0 and var count)
        {
            lock (_written)
            {
                _written.Append(Encoding.UTF8.GetString(bytes, 0, count));
            }

            _heard.Release();
        }
    }
}
