namespace Aex.Contracts.Classification;

/// <summary>How a piece of work is best given to an agent.</summary>
public enum TaskMode
{
    /// <summary>Looking around: the policy is enough.</summary>
    Exploratory,

    /// <summary>It changes something: a contract keeps it to what was meant.</summary>
    ContractRecommended,

    /// <summary>It reaches others, or what cannot be taken back: a contract that a person has reviewed.</summary>
    ContractRequired,
}

/// <summary>Which mode a request in words calls for, by its key words alone (docs/cli.md, aex classify). No model is asked.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record TaskKind(TaskMode Mode, string Reason)
{
    private static readonly string[] s_required = ["deploy", "production", "payment", "send", "email", "admin", "secrets", "migration", "publish", "release"];

    private static readonly string[] s_recommended =
        ["fix", "update", "modify", "edit", "write", "delete", "create", "add", "remove", "refactor", "change", "rename", "move", "install", "upgrade", "patch", "migrate"];

    private static readonly string[] s_exploratory =
        ["explain", "summarize", "find", "inspect", "understand", "search", "describe", "what", "where", "how", "why", "show", "list", "read", "look", "check", "tell", "help"];

    private static readonly string[] s_endings = ["", "s", "es", "d", "ed", "er", "r", "ing", "ment", "ments"];

    /// <summary>The mode's name, as it is printed.</summary>
    public string ModeName => Mode switch
    {
        TaskMode.Exploratory => "exploratory",
        TaskMode.ContractRecommended => "contract_recommended",
        TaskMode.ContractRequired => "contract_required",
    };

    /// <summary>Classifies a request. A word counts in its forms too (<c>deploying</c>, <c>secret</c>), and not as a part of another (<c>readme</c>).</summary>
    public static TaskKind Of(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var words = Words(prompt.ToLowerInvariant());
        return Named(words, s_required) is { } required ? new(TaskMode.ContractRequired, $"it says `{required}`: what reaches others or cannot be taken back is done under a contract that a person has reviewed")
            : Named(words, s_recommended) is { } recommended ? new(TaskMode.ContractRecommended, $"it says `{recommended}`: a contract keeps a change to what was meant")
            : Named(words, s_exploratory) is { } exploratory ? new(TaskMode.Exploratory, $"it says `{exploratory}` and nothing of a change: the policy alone is enough")
            : new(TaskMode.ContractRecommended, "nothing says that it only looks: a contract keeps it to what was meant");
    }

    // The first word of the request that is one of these.
    private static string? Named(List<string> words, string[] keys) => words.Find(word => Array.Exists(keys, key => IsForm(word, key)));

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                words.Add(text[start..at]);
            }
            else
            {
                at++;
            }
        }

        return words;
    }

    private static bool IsForm(string word, string key)
    {
        if (word.StartsWith(key, StringComparison.Ordinal) && Array.IndexOf(s_endings, word[key.Length..]) >= 0)
        {
            return true;
        }

        // `deleting` of `delete`, `modified` of `modify`, `secret` of `secrets`.
        var stem = key[..^1];
        return key[^1] switch
        {
            'e' => word.StartsWith(stem, StringComparison.Ordinal) && word[stem.Length..] is "ing" or "ion" or "ions",
            'y' => word.StartsWith(stem, StringComparison.Ordinal) && word[stem.Length..] is "ied" or "ies" or "ier",
            's' => word == stem,
            _ => false,
        };
    }
}
