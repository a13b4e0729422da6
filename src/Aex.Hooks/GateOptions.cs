using Aex.Language.Diagnostics;

namespace Aex.Hooks;

/// <summary>What stands behind <c>aex gate</c> on the command line.</summary>
internal sealed record GateOptions
{
    private static readonly string[] Known = ["--policy", "--contract", "--allow-no-policy", "--client", "--unattended", "--observe", "--help"];

    /// <summary><c>--policy FILE</c>: in place of the project's policies.</summary>
    public string? Policy { get; private set; }

    /// <summary><c>--contract FILE</c>: a task's contract, which narrows further.</summary>
    public string? Contract { get; private set; }

    /// <summary><c>--allow-no-policy</c>: where no policy is found, let calls pass.</summary>
    public bool AllowNoPolicy { get; private set; }

    /// <summary><c>--client NAME</c>; null: told by the input's shape.</summary>
    public HookClient? Client { get; private set; }

    /// <summary><c>--unattended</c>: nobody can answer a question, so an ask is a deny.</summary>
    public bool Unattended { get; private set; }

    /// <summary><c>--observe</c>: record what would have been decided, and let all pass.</summary>
    public bool Observe { get; private set; }

    /// <summary><c>--help</c>: the only thing that is done then.</summary>
    public bool Help { get; private set; }

    /// <summary>Reads the arguments after <c>gate</c>.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="fault">What is wrong with them and what would be right, or null.</param>
    /// <returns>The options read up to the fault: the client among them shapes the denial.</returns>
    public static GateOptions Parse(ReadOnlySpan<string> args, out string? fault)
    {
        var options = new GateOptions();
        fault = null;
        for (int i = 0; i < args.Length && fault is null; i++)
        {
            string name = args[i], value = "";
            int equals = name.StartsWith("--", StringComparison.Ordinal) ? name.IndexOf('=', StringComparison.Ordinal) : -1;
            bool attached = equals > 0;
            if (attached)
            {
                value = name[(equals + 1)..];
                name = name[..equals];
            }
            switch (name)
            {
                case "--policy" or "--contract" or "--client":
                    if (!attached && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                        value = args[++i];
                    fault = value.Length == 0 ? $"`{name}` needs {(name == "--client" ? $"a name: {HookClientNames.All}" : "a file")}" : options.Set(name, value);
                    break;
                case "--allow-no-policy" or "--unattended" or "--observe" or "--help" or "-h":
                    fault = attached ? $"`{name}` takes no value" : options.Set(name, "");
                    break;
                default:
                    fault = Unknown(name);
                    break;
            }
        }
        return options;
    }

    private string? Set(string name, string value)
    {
        switch (name)
        {
            case "--policy":
                if (Policy is not null)
                    return "`--policy` stands twice; a session has one";
                Policy = value;
                return null;
            case "--contract":
                if (Contract is not null)
                    return "`--contract` stands twice; a session has one";
                Contract = value;
                return null;
            case "--client":
                if (Client is not null)
                    return "`--client` stands twice";
                Client = HookClientNames.Find(value);
                return Client is null ? $"`{value}` is not a client; the clients are {HookClientNames.All}" : null;
            case "--allow-no-policy":
                AllowNoPolicy = true;
                return null;
            case "--unattended":
                Unattended = true;
                return null;
            case "--observe":
                Observe = true;
                return null;
            default:
                Help = true;
                return null;
        }
    }

    private static string Unknown(string name)
    {
        if (!name.StartsWith('-'))
            return $"`aex gate` takes no argument `{name}`; see `aex gate --help`";
        return Nearest.Of(name, Known) is string nearest ? $"`aex gate` has no option `{name}`; did you mean `{nearest}`?" : $"`aex gate` has no option `{name}`; see `aex gate --help`";
    }
}
