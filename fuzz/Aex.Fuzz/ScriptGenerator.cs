using System.Globalization;
using System.Text;

namespace Aex.Fuzz;

/// <summary>Writes random scripts that the grammar of Bash allows.</summary>
/// <param name="random">Where they come from.</param>
/// <param name="isPlain">Whether only the forms that other parsers read as well.</param>
internal sealed class ScriptGenerator(Random random, bool isPlain = false)
{
    private static readonly string[] Programs = ["cat", "rm", "git", "ls", "echo", "grep", "sh", "xargs", "env", "find", "cd", "eval", "./run.sh", "curl", "tee", "sudo", "read", "export", "unset", "set", "npm", "sed", "awk"];
    private static readonly string[] Plain = ["a", "-r", "--force", "src/a.cs", "*.log", "~/x", "a=b", "-c", "../..", "[ab]?", "{a,b}", "{1..3}", "https://example.com/x", "%s", "+x", "@", "1", "a:b,c", "é"];
    private static readonly string[] Quoted = ["'a b'", "'$x `y` \"'", "'; rm -rf /'", "\"a b\"", "\"a\\\"b\"", "$'a\\tb\\'c'", "\"#\"", "''", "\"'\"", "\\ \\;", "a\\\nb"];
    private static readonly string[] Names = ["x", "F", "HOME", "TOKEN", "a1", "PATH"];
    private static readonly string[] Operators = [":-", "-", ":=", "+", "%", "##*/", "#", ":?"];
    private readonly StringBuilder _text = new();
    private readonly List<string> _heredocs = [];
    private int _marks;
    private int _substitutions;

    /// <summary>One script.</summary>
    public string Next()
    {
        _text.Clear();
        _heredocs.Clear();
        _marks = 0;
        _substitutions = 0;
        Lines(isPlain ? 1 : 1 + random.Next(3), isPlain ? 2 : 0);
        return _text.ToString();
    }

    private void Lines(int count, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            List(depth);
            if (Chance(8))
            {
                _text.Append(" # rm -rf a 'b $(c");
            }

            EndLine();
        }
    }

    private void List(int depth)
    {
        Pipeline(depth);
        for (var i = random.Next(3); i > 0; i--)
        {
            _text.Append(random.Next(3) switch { 0 => " && ", 1 => " || ", _ => "; " });
            Pipeline(depth);
        }

        if (Chance(12))
        {
            _text.Append(" &");
        }
    }

    private void Pipeline(int depth)
    {
        if (!isPlain && Chance(15))
        {
            _text.Append("! ");
        }

        Command(depth);
        for (var i = Chance(3) ? 1 + random.Next(2) : 0; i > 0; i--)
        {
            _text.Append(Chance(6) ? " |& " : !isPlain && _heredocs.Count == 0 && Chance(8) ? " |\n  " : " | ");
            Command(depth);
        }
    }

    private void Command(int depth)
    {
        if (depth > 3 || !Chance(4))
        {
            Simple(depth);
            return;
        }

        switch (random.Next(isPlain ? 7 : 10))
        {
            case 0:
                _text.Append("( ");
                Body(depth);
                _text.Append(" )");
                break;
            case 1:
                _text.Append("{ ");
                Body(depth);
                Then("}");
                break;
            case 2:
                _text.Append("if ");
                Body(depth);
                Then("then ");
                Body(depth);
                if (Chance(2))
                {
                    Then("else ");
                    Body(depth);
                }

                Then("fi");
                break;
            case 3:
                _text.Append("for ").Append(Pick(Names)).Append(" in");
                Words(depth, 3);
                Then("do ");
                Body(depth);
                Then("done");
                break;
            case 4:
                _text.Append(Chance(2) ? "while " : "until ");
                Body(depth);
                Then("do ");
                Body(depth);
                Then("done");
                break;
            case 5:
                _text.Append("case ");
                Word(depth);
                _text.Append(" in a|b) ");
                Body(depth);
                _text.Append(" ;; *) ");
                Body(depth);
                _text.Append(" ;; esac");
                break;
            case 6:
                _text.Append(CultureInfo.InvariantCulture, $"f{random.Next(5)}() {{ ");
                Body(depth);
                Then("}");
                break;
            case 7:
                _text.Append("[[ -n ").Append(Pick(Quoted)).Append(" && \"");
                _text.Append('$').Append(Pick(Names)).Append("\" == a* ]]");
                break;
            case 8:
                _text.Append("(( ").Append(Pick(Names)).Append(" + 1 > 2 ))");
                break;
            default:
                _text.Append("for ((i=0; i<3; i++))");
                Then("do ");
                Body(depth);
                Then("done");
                break;
        }

        if (Chance(5))
        {
            Redirection(depth);
        }
    }

    private void Body(int depth)
    {
        List(depth + 1);
        if (!isPlain && Chance(6))
        {
            EndLine();
            List(depth + 1);
        }
    }

    // Before a reserved word: `;` or a line's end, but nothing more behind `&`.
    private void Then(string word)
    {
        if (_heredocs.Count > 0 || (!isPlain && Chance(4)))
        {
            EndLine();
        }
        else
        {
            _text.Append(_text[^1] == '&' ? " " : "; ");
        }

        _text.Append(word);
    }

    private void Simple(int depth)
    {
        for (var i = Chance(6) ? 1 : 0; i > 0; i--)
        {
            _text.Append(Pick(Names)).Append(Chance(6) ? "+=" : "=");
            if (!Chance(4))
            {
                Word(depth);
            }

            _text.Append(' ');
        }

        _text.Append(Pick(Programs));
        Words(depth, 4);
        for (var i = Chance(4) ? 1 + random.Next(2) : 0; i > 0; i--)
        {
            Redirection(depth);
        }
    }

    private void Words(int depth, int most)
    {
        for (var i = random.Next(most + 1); i > 0; i--)
        {
            _text.Append(Chance(20) ? " \\\n  " : " ");
            Word(depth);
        }
    }

    private void Word(int depth)
    {
        for (var i = !isPlain && Chance(5) ? 2 : 1; i > 0; i--)
        {
            Part(depth);
        }
    }

    private void Part(int depth)
    {
        // Inside of a substitution no line may end while a heredoc outside waits for its text.
        switch (random.Next(depth < 4 && _substitutions < 12 && _heredocs.Count == 0 ? 14 : 9))
        {
            case < 4:
                _text.Append(Pick(Plain));
                break;
            case < 7:
                _text.Append(Quoted[random.Next(Quoted.Length - (isPlain ? 2 : 0))]);
                break;
            case 7:
                _text.Append(Chance(2) ? $"${Pick(Names)}" : $"\"${{{Pick(Names)}}}\"");
                break;
            case 8:
                _text.Append("${").Append(Pick(Names)).Append(Pick(Operators)).Append("a}");
                break;
            case 9:
                _text.Append("$((1 + ").Append(Pick(Names)).Append("))");
                break;
            case 10:
                _substitutions++;
                _text.Append(Chance(2) ? "<(" : ">(");
                Inner(depth);
                _text.Append(')');
                break;
            case 11 when !isPlain:
                _substitutions++;
                _text.Append('`').Append(Pick(Programs)).Append(' ').Append(Pick(Plain)).Append('`');
                break;
            default:
                _substitutions++;
                var quote = Chance(2) ? "\"" : "";
                _text.Append(quote).Append("$(");
                Inner(depth);
                _text.Append(')').Append(quote);
                break;
        }
    }

    // A heredoc that begins in a substitution ends there.
    private void Inner(int depth)
    {
        List(depth + 2);
        if (_heredocs.Count > 0)
        {
            EndLine();
        }
    }

    private void Redirection(int depth)
    {
        switch (random.Next(9))
        {
            case 0:
                _text.Append(" 2>/dev/null");
                break;
            case 1:
                _text.Append(" 2>&1");
                break;
            case 2:
                _text.Append(" >> ");
                Word(depth);
                break;
            case 3:
                _text.Append(" < ");
                Word(depth);
                break;
            case 4:
                _text.Append(" <<< ");
                Word(depth);
                break;
            case 5 when depth == 0:
                var mark = "E" + _marks++.ToString(CultureInfo.InvariantCulture);
                var isQuoted = Chance(2);
                _text.Append(" <<").Append(isQuoted ? $"'{mark}'" : mark);
                _heredocs.Add((isQuoted ? "rm -rf $(x\n" : "a $x $(rm b)\n") + mark + "\n");
                break;
            case 6:
                _text.Append(" &> ");
                Word(depth);
                break;
            default:
                _text.Append(" > ");
                Word(depth);
                break;
        }
    }

    private void EndLine()
    {
        _text.Append('\n');
        foreach (var body in _heredocs)
        {
            _text.Append(body);
        }

        _heredocs.Clear();
    }

    private bool Chance(int of) => random.Next(of) == 0;

    private string Pick(string[] of) => of[random.Next(of.Length)];
}
