using System.Text;
using System.Text.Encodings.Web;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>Decides single calls under one project policy, in <c>/work</c>, with the home folder <c>/home/u</c>.</summary>
internal sealed class ShellCalls
{
    private readonly Layer _layer;
    private readonly CallContext _context = new() { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work").AddFolder("/home/u") };

    /// <summary>Reads the policy, which must be sound.</summary>
    public ShellCalls(string policy)
    {
        _layer = Layer.Load(LayerKind.Project, ".aex/policy.aex", "/work/.aex/policy.aex", "/work", Encoding.UTF8.GetBytes(policy));
        Assert.Empty(_layer.Errors);
    }

    /// <summary>Decides a shell command.</summary>
    public Decision Decide(string command, out string reason) => Decide("Bash", Encoding.UTF8.GetBytes($"{{\"command\":\"{JavaScriptEncoder.Default.Encode(command)}\"}}"), out reason);

    /// <summary>Decides a call of any tool.</summary>
    public Decision Decide(string tool, byte[] arguments, out string reason)
    {
        var call = new ToolCall { Client = "claude-code", Tool = tool, Cwd = "/work", Arguments = arguments };
        var prepared = CallPreparation.Prepare(call, [_layer], _context);
        var verdict = Authorizer.Decide(prepared, new Counters());
        reason = Reasons.Describe(verdict, prepared);
        return verdict.Decision;
    }
}
