using Aex.Language.Syntax;

namespace Aex.Cli.Learning;

/// <summary>
/// Lines for commands: the words as they were, or the program with its subcommand and any words behind where two different ones were seen and nothing
/// that they did reaches beyond what the other lines hold to a scope.
/// </summary>
internal static class CommandLines
{
    private const int EnoughSeen = 2;

    /// <summary>Programs whose first word says what they do. Those of two words have such a word behind it again.</summary>
    private static readonly string[] WithSubcommand =
    [
        "git", "npm", "pnpm", "yarn", "bun", "dotnet", "cargo", "go", "make", "just", "docker", "podman", "kubectl", "helm", "gh", "pip", "pip3", "uv", "poetry", "mvn", "gradle", "bundle",
        "composer", "mix", "terraform", "deno", "rustup", "brew", "apt", "apt-get", "systemctl", "journalctl", "nx", "turbo", "swift", "flutter", "dart",
    ];

    private static readonly string[] WithTwo = ["npm run", "pnpm run", "yarn run", "bun run", "docker compose", "dotnet tool", "git stash", "git remote", "git worktree", "gh pr", "gh issue", "gh run"];

    /// <summary>The lines for commands.</summary>
    public static IEnumerable<Candidate> Of(IReadOnlyList<Need> needs, bool isNarrow)
    {
        foreach (var group in needs.GroupBy(Head).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var all = group.ToList();
            if (!isNarrow && group.Key.Length > 0 && all.Count >= EnoughSeen)
            {
                yield return new Candidate($"allow shell.exec:{StringLiteral.Encode(group.Key + " *")}", all, true, $"`{group.Key}` with any words behind it, as far as what it then does is allowed");
                continue;
            }

            foreach (var need in all)
            {
                yield return new Candidate(need.Line, [need], false, need.Text.Contains('*', StringComparison.Ordinal) ? "other text where `*` stands for blanks" : "nothing else");
            }
        }
    }

    /// <summary>The words that say what a command does; empty where it stays as it is.</summary>
    private static string Head(Need need)
    {
        var words = need.Words!;
        if (!need.IsTame || !IsName(words[0]))
        {
            return "";
        }

        if (Array.IndexOf(WithSubcommand, words[0]) < 0)
        {
            return words[0];
        }

        if (words.Count < 2 || !IsName(words[1]))
        {
            return "";
        }

        var two = words[0] + " " + words[1];
        return Array.IndexOf(WithTwo, two) < 0 ? two : words.Count > 2 && IsName(words[2]) ? two + " " + words[2] : "";
    }

    private static bool IsName(string word) =>
        word.Length > 0 && char.IsAsciiLetterOrDigit(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':' or '.' or '+');
}
