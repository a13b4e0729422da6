using Aex.Policy.Decisions;

namespace Aex.Cli.Learning;

/// <summary>
/// What no proposal grants, however often it was done: who wants it writes the line. That a call once went well says nothing about the next
/// one where the harm leaves the machine, cannot be undone, or takes the boundary itself away.
/// </summary>
internal static class NeverLearned
{
    private static readonly (string Capability, string Why)[] Table =
    [
        ("aex.configure", "it changes what enforces the policy"),
        ("secrets.read", "it reads secrets"),
        ("secrets.write", "it writes secrets"),
        ("code.run", "it runs code that nobody has read"),
        ("network.send", "it sends data away"),
        ("git.force", "it destroys history"),
        ("git.config", "it may have git run programs"),
        ("packages.publish", "it publishes"),
        ("containers.push", "it publishes"),
        ("cloud.change", "it changes what is not on this machine"),
        ("system.change", "it changes the system"),
        ("resource.destroy", "it destroys what is no file"),
    ];

    /// <summary>Lines that every proposal has, so that no line added later grants it by the way.</summary>
    public static IReadOnlyList<string> Denials { get; } = ["deny secrets.read", "deny secrets.write"];

    /// <summary>Why the request is never learned; null where it may be.</summary>
    public static string? Reason(Request request)
    {
        foreach (var (capability, why) in Table)
        {
            if (request.Capability == capability)
            {
                return $"{why} ({capability})";
            }
        }

        return null;
    }

    /// <summary>The reason for a command that runs code which nobody has read.</summary>
    public const string UnseenCode = "it runs code that nobody has read (code.run)";
}
