using System.Text;
using Aex.Policy.Decisions;

namespace Aex.Sessions.Caller;

/// <summary>A process of its own that makes calls through the enforcer: <c>HOME STATE ROOT SESSION TOOL COUNT [warm]</c>. One line an answer.
/// A warm one keeps the session open between its calls, as a proxy does.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args[0] == "mcp")
        {
            return McpServer.Run(args[1]);
        }

        if (args[0] == "tickets")
        {
            return TicketServer.Run(args[1]);
        }

        var host = new HostEnvironment
        {
            Home = args[0],
            StateFolder = args[1],
            ConfigFolder = args[0] + "/.config/aex",
            ClaudeFolder = args[0] + "/.claude",
            ManagedPolicy = args[0] + "/no-managed-policy",
            // Each of many processes compiles the enforcer anew while it holds the lock; on a busy machine the last one waits for minutes.
            LockPatience = TimeSpan.FromMinutes(5),
        };
        var options = new EnforcerOptions { Asks = AskMode.Deny };
        var request = new SessionRequest { SessionId = args[3], ProjectDir = args[2], Cwd = args[2] };
        using Session? warm = args.Length > 6 ? Session.Open(host, options, request) : null;
        for (int i = 0; i < int.Parse(args[5], System.Globalization.CultureInfo.InvariantCulture); i++)
        {
            var call = new ToolCall
            {
                Client = "claude-code", Tool = args[4], Cwd = args[2],
                Arguments = Encoding.UTF8.GetBytes("{\"file_path\":\"" + args[2] + "/a.txt\"}"),
            };
            Outcome outcome = warm?.Decide(call) ?? Enforcer.Decide(host, options, request, call);
            Console.Out.WriteLine(outcome.Decision + " " + outcome.Reason);
            Console.Out.Flush();
        }

        return 0;
    }
}
