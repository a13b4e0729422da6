using System.Diagnostics;
using System.Text;

namespace Aex.Cli.Tests.Running;

/// <summary>
/// A fresh folder with a project, a home and a state folder of its own, in which the native binary runs with nothing of the tester's
/// environment. Removed at the end.
/// </summary>
internal sealed class Sandbox : IDisposable
{
    /// <summary>Makes one; <paramref name="policy"/> becomes the project's <c>.aex/policy.aex</c> unless null.</summary>
    public Sandbox(string? policy = null)
    {
        // Resolved, so that what the binary prints can be compared where the temporary folder is a link.
        Root = Path.Combine(new DirectoryInfo(Path.GetTempPath()).ResolveLinkTarget(true)?.FullName ?? Path.GetTempPath(), "aex-test-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(Project);
        Directory.CreateDirectory(Home);
        Variables["HOME"] = Home;
        Variables["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        Variables["XDG_STATE_HOME"] = Path.Combine(Root, "state");
        Variables["XDG_CONFIG_HOME"] = Path.Combine(Root, "config");
        Variables["CLAUDE_PROJECT_DIR"] = Project;
        if (policy is not null)
            Write(".aex/policy.aex", policy);
    }

    /// <summary>The folder of everything.</summary>
    public string Root { get; }

    /// <summary>The project's folder, in which commands run.</summary>
    public string Project => Path.Combine(Root, "workspace");

    /// <summary>The home directory.</summary>
    public string Home => Path.Combine(Root, "home");

    /// <summary>Where aex keeps its state.</summary>
    public string State => Path.Combine(Root, "state", "aex");

    /// <summary>The whole environment of the processes started here.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Writes a file of the project.</summary>
    public string Write(string path, string text)
    {
        string full = Path.Combine(Project, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>Runs <c>aex</c> in the project.</summary>
    public Ended Run(IEnumerable<string> arguments, byte[]? input = null) => Start(PublishedBinary.FullPath, arguments).Finish(input ?? []);

    /// <summary>Runs <c>aex gate</c> on one input.</summary>
    public Ended Gate(string input, params string[] arguments) => Run(["gate", .. arguments], Encoding.UTF8.GetBytes(input));

    /// <summary>Runs a shell command, with the binary's path in <c>$AEX</c>.</summary>
    public Ended Shell(string command, byte[]? input = null)
    {
        Variables["AEX"] = PublishedBinary.FullPath;
        return Start("/bin/sh", ["-c", command]).Finish(input ?? []);
    }

    /// <summary>Starts a program in the project without waiting for it.</summary>
    public Started Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return new Started(start);
    }

    public void Dispose()
    {
        try
        {
            foreach (string folder in Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories).Prepend(Root))
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A process still at work in it; the temporary folder is cleaned by the system.
        }
    }
}
