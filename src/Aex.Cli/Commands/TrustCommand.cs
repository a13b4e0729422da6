using System.CommandLine;
using System.Text;
using Aex.Cli.Rendering;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex trust [--revoke]</c>.</summary>
internal sealed class TrustCommand : AexCommand
{
    private readonly Option<bool> _revoke = new("--revoke") { Description = "Take the trust back." };

    /// <summary>Creates the command.</summary>
    public TrustCommand(Terminal terminal)
        : base(terminal, "trust", "Trust this project's policies as they are now. For a person at a terminal.") => Options.Add(_revoke);

    /// <inheritdoc/>
    public override string Details =>
        """
        A policy that came with a repository can narrow what an agent does; only a trusted one also answers the client's own prompts for
        calls that it allows. Shows each policy, or what changed since it was last trusted. A policy that changes afterwards is not trusted.
        Trusting also ends the time for which sessions that run now are held to the policy they began with.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex trust", "read, then trust, the policies of this project"),
        new("aex trust --revoke", "take it back"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        using var person = PersonTerminal.Open("aex trust");
        var host = Host.Require();
        try
        {
            var view = ProjectView.Load(host, new EnforcerOptions(), Environment.CurrentDirectory);
            if (view.Trust.Count == 0)
            {
                throw new CommandFailure("there is no policy in this project to trust", "`aex init --policy` writes one");
            }

            return parse.GetValue(_revoke) ? Revoke(person, host, view) : Trust(person, host, view);
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private static int Revoke(PersonTerminal person, HostEnvironment host, ProjectView view)
    {
        var revoked = 0;
        foreach (var file in view.Trust)
        {
            revoked += PolicyTrust.Revoke(host, file.Path) ? 1 : 0;
        }

        person.Write(revoked > 0 ? "trust was taken back: the client's own prompts are asked again\n" : "nothing was trusted\n");
        return CommandLine.Done;
    }

    private int Trust(PersonTerminal person, HostEnvironment host, ProjectView view)
    {
        view.RequirePolicy();
        var open = view.Trust.Where(file => !file.IsTrusted).ToList();
        foreach (var file in open)
        {
            var text = new StringWriter { NewLine = "\n" };
            if (file.LastTrusted is { } last)
            {
                text.WriteLine($"{Shown.Text(file.File)} changed since it was trusted:");
                DiffRenderer.Write(text, file.File, Encoding.UTF8.GetBytes(last), Encoding.UTF8.GetBytes(file.Text), Terminal.OutStyle);
            }
            else
            {
                text.WriteLine($"{Shown.Text(file.File)}:");
                text.WriteLine(Shown.Lines(file.Text).TrimEnd('\n'));
            }

            text.WriteLine();
            person.Write(text.ToString());
        }

        if (open.Count == 0)
        {
            person.Write("every policy of this project is trusted already\n");
            Bind(person, PolicyTrust.Trust(host, view.Trust));
            return CommandLine.Done;
        }

        if (!person.Confirm($"Trust {(open.Count == 1 ? "this policy" : "these policies")} to answer the client's prompts for what {(open.Count == 1 ? "it allows" : "they allow")}?"))
        {
            person.Write("nothing was trusted\n");
            return CommandLine.Findings;
        }

        var changed = PolicyTrust.Trust(host, view.Trust);
        person.Write("trusted\n");
        Bind(person, changed);
        return CommandLine.Done;
    }

    private static void Bind(PersonTerminal person, int sessions)
    {
        if (sessions > 0)
        {
            person.Write($"sessions that began with an older text and are held to this one from now on: {JsonParts.Number(sessions)}\n");
        }
    }
}
