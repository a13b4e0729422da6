using System.Text;
using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.State;

namespace Aex.Tests.Sessions;

/// <summary>A home, a project below it and a state folder of their own, on the real disk.</summary>
internal sealed class SessionSandbox : IDisposable
{
    public SessionSandbox(string? policy = "allow file.read\n")
    {
        // The folder's real name: on some systems the temporary folder is behind a link.
        Folder = Directory.CreateTempSubdirectory("aex-session-").FullName;
        Home = Folder + "/home";
        Root = Home + "/project";
        State = Home + "/state";
        Directory.CreateDirectory(Root);
        Clock = new ManualClock();
        Host = new HostEnvironment
        {
            Home = Home,
            StateFolder = State,
            ConfigFolder = Home + "/config",
            ClaudeFolder = Home + "/.claude",
            ManagedPolicy = Folder + "/managed.aex",
            Clock = Clock,
        };
        if (policy is not null)
        {
            WritePolicy(policy);
        }
    }

    public string Folder { get; }

    public string Home { get; }

    public string Root { get; }

    public string State { get; }

    public ManualClock Clock { get; }

    public HostEnvironment Host { get; set; }

    public EnforcerOptions Options { get; set; } = new() { Asks = AskMode.Deny };

    public string PolicyPath => Root + "/.aex/policy.aex";

    public string AuditPath => Root + "/.aex/audit/s1.jsonl";

    public string StateFile => SessionPlace.Of(Host, Root, "s1").StateFile;

    public void WritePolicy(string lines) => Write(PolicyPath, Policy(lines));

    public static string Policy(string lines) => "policy p v0\ngoal \"g\"\n" + lines;

    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public SessionRequest Request(string? session = "s1", string? projectDir = "", string? cwd = null) =>
        new() { SessionId = session, ProjectDir = projectDir is "" ? Root : projectDir, Cwd = cwd ?? Root };

    public Outcome Call(string tool, string? arguments = null, string? session = "s1", string? projectDir = "", string? cwd = null, string? use = null) =>
        Enforcer.Decide(Host, Options, Request(session, projectDir, cwd), ToolCall(tool, arguments, cwd, use));

    public Outcome Read(string? session = "s1", string? cwd = null) => Call("Read", null, session, cwd: cwd);

    public ToolCall ToolCall(string tool, string? arguments = null, string? cwd = null, string? use = null) => new()
    {
        Client = "claude-code",
        Tool = tool,
        Cwd = cwd ?? Root,
        Arguments = Encoding.UTF8.GetBytes(arguments ?? "{\"file_path\":\"" + Root + "/a.txt\"}"),
        ToolUseId = use,
    };

    public SessionState ReadState(string name = "s1") => SessionPlace.Of(Host, Root, name).ReadState()!;

    public List<JsonElement> Audit(string? path = null)
    {
        var lines = new List<JsonElement>();
        foreach (string line in File.ReadAllLines(path ?? AuditPath))
        {
            using var document = JsonDocument.Parse(line);
            lines.Add(document.RootElement.Clone());
        }

        return lines;
    }

    public void Dispose()
    {
        foreach (string folder in Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories))
        {
            if (new DirectoryInfo(folder).LinkTarget is null)
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Directory.Delete(Folder, recursive: true);
    }
}
