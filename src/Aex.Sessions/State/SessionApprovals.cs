using System.Text;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;
using Aex.Policy.Decisions;

namespace Aex.Sessions.State;

/// <summary>
/// Approvals that hold for a whole session. They are put to the engine as a policy of their own whose <c>strict shell</c> wants
/// everything allowed that a call does, so that an approval answers no question that it was not given for.
/// </summary>
internal static class SessionApprovals
{
    /// <summary>The approval that a call passes by; null when those of the session don't cover all that it asks for.</summary>
    public static Approval? Covering(IReadOnlyList<Approval> approvals, ToolCall call, CallContext context)
    {
        if (approvals.Count == 0)
        {
            return null;
        }

        // Who approved a command did not approve the client's other tools for what the command did beside.
        string primary = Name(CallPreparation.Prepare(call, [], context).Primary.Capability);
        List<Approval> own = [];
        for (int i = 0; i < approvals.Count; i++)
        {
            if (approvals[i].Capability == primary || approvals[i].Capability.StartsWith(primary + ", ", StringComparison.Ordinal))
            {
                own.Add(approvals[i]);
            }
        }

        Approval? last = own.FindLast(static approval => approval.Call is null);
        if (last is null)
        {
            return null;
        }

        Layer layer = LayerOf(own, context.ProjectRoot);
        PreparedCall prepared = CallPreparation.Prepare(call, [layer], context);
        return Authorizer.Decide(prepared, new Counters()).Decision == Decision.Allow ? last : null;
    }

    /// <summary>Why an approval cannot be given with its scope; null when it can.</summary>
    public static string? Fault(Approval approval, string root) =>
        approval.Scope is not null && approval.Capability.Contains("shell.exec", StringComparison.Ordinal)
            ? "a shell command is approved once or for the session, not under a scope"
            : LayerOf([approval], root).Errors is [var error, ..] ? error.Message : null;

    /// <summary>What a call asks for, as an <c>allow</c> line lists it.</summary>
    public static string Asked(PreparedCall call)
    {
        var list = new StringBuilder();
        for (int i = 0; i < call.Requests.Count; i++)
        {
            list.Append(i == 0 ? "" : ", ").Append(Name(call.Requests[i].Capability));
        }

        return list.ToString();
    }

    private static Layer LayerOf(List<Approval> approvals, string root)
    {
        var text = new StringBuilder("policy approvals v0\ngoal \"what a person approved\"\nstrict shell\n");
        for (int i = 0; i < approvals.Count; i++)
        {
            Approval approval = approvals[i];
            if (approval.Call is not null)
            {
                continue;
            }

            foreach (string name in approval.Capability.Split(", "))
            {
                text.Append("allow ").Append(name);
                if (approval.Scope is { } scope && KnownCapabilities.ScopeKindOf(name) != ScopeKind.None)
                {
                    text.Append(':').Append(StringLiteral.Encode(scope));
                }

                text.Append('\n');
            }
        }

        return Layer.Load(LayerKind.Option, "approvals", root + "/approvals.aex", root, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Name(string capability)
    {
        foreach (char c in capability)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return StringLiteral.Encode(capability);
            }
        }

        return capability;
    }
}
