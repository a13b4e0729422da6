using Aex.Policy.Shell;

namespace Aex.Policy.Decisions;

/// <summary>
/// The command of <c>tests.run</c>: words, which no shell reads. Quotes are taken off as a shell would; what only a shell could carry out
/// (operators, expansions, patterns) is refused, so that the words judged are the words run.
/// </summary>
public static class TestCommand
{
    private const string Refused = "|&;<>()$`*?{}!#\n\r\0";

    /// <summary>Splits it into words; null and why if it cannot be run without a shell.</summary>
    public static IReadOnlyList<string>? Split(string command, out string fault)
    {
        ArgumentNullException.ThrowIfNull(command);
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var inWord = false;
        var quote = '\0';
        fault = "";
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            var isEscape = c == '\\' && quote != '\'' && i + 1 < command.Length && (quote == '\0' || command[i + 1] is '"' or '\\' or '$' or '`');
            if (isEscape && command[i + 1] is not ('\n' or '\0'))
            {
                word.Append(command[++i]);
                inWord = true;
            }
            else if (c == quote && quote != '\0')
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is ('"' or '\''))
            {
                (quote, inWord) = (c, true);
            }
            else if (quote == '\0' && c is (' ' or '\t'))
            {
                Take();
            }
            else if (quote == '\'' ? c == '\0' : quote == '"' ? c is '$' or '`' or '\0' : Refused.Contains(c) || c == '\\' || (c == '~' && !inWord))
            {
                fault = $"`{(c is '\n' or '\r' ? "a line end" : c == '\0' ? "U+0000" : c.ToString())}` is for a shell, and the command is run without one: put it into quotes, or into a script";
                return null;
            }
            else
            {
                word.Append(c);
                inWord = true;
            }
        }

        if (quote != '\0')
        {
            fault = $"a quote {quote} is not closed";
            return null;
        }

        Take();
        fault = words.Count == 0 ? "it is empty" : IsAssignment(words[0]) ? $"`{words[0]}` sets a variable, which takes a shell: write `env {words[0]} …`" : "";
        return fault.Length == 0 ? words : null;

        void Take()
        {
            if (inWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            inWord = false;
        }
    }

    /// <summary>
    /// What the command also does, as far as it is seen: its words, then each effect. That a test runs code nobody has read is what
    /// <c>tests.run</c> grants.
    /// </summary>
    internal static List<Request> Requests(string command, ToolCall call, CallContext context)
    {
        if (Split(command, out var fault) is not { } words)
        {
            return [new Request { Capability = "shell.exec", Items = [Resource.Unknown("a command that cannot be run without a shell: " + fault)], IsImplied = true, IsWordsOnly = true }];
        }

        var item = new Resource { Kind = ResourceKind.Command, Shown = command };
        var requests = new List<Request> { new() { Capability = "shell.exec", Items = [item], IsImplied = true, IsWordsOnly = true } };
        new ShellRequests(call, context).Add([item], requests, ShellAnalyzer.Analyze(ShellAnalyzer.Quote(words), context.Home));
        requests.RemoveAll(static request => request is { IsUnseenCode: true, IsUnparsable: false });
        return requests;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=');
        for (var i = 0; i < equals; i++)
        {
            if (!char.IsAsciiLetterOrDigit(word[i]) && word[i] != '_')
            {
                return false;
            }
        }

        return equals > 0;
    }
}
