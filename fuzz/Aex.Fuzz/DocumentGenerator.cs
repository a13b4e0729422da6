using System.Globalization;
using System.Text;

namespace Aex.Fuzz;

/// <summary>Writes random files that the grammar of docs/language.md allows, with odd blanks, comments and line ends where it allows them.</summary>
internal sealed class DocumentGenerator(Random random)
{
    private static readonly string[] Names = ["a", "b1", "target", "some-name", "_x", "sources", "v0", "policy", "with", "in", "calls", "to", "Z9_-"];
    private static readonly string[] Capabilities = ["file.read", "file.write", "network.*", "secrets.read", "*", "shell.exec", "agent.spawn", "mcp.x.y_z", "a.b-c.d", "network.fetch"];
    private static readonly string[] Scopes = ["src/**", "{src,tests}/**", "**/*.{cs,md}", "\"npm test *\"", "'a b'", "*.github.com:443", "a#b", "~/x", "[a-z]?", "ü/é", "a:b", "\"q \\\" \\\\ \\n\\t\""];
    private static readonly string[] Texts = ["\"\"", "\"plain\"", "'single \"q\"'", "\"\\\" \\\\ \\n \\t\"", "\"# no comment\"", "\"ü 漢 🎉\"", "'it\\'s'", "\"[ ( {\"", "\"unknown \\d\""];
    private static readonly string[] Comments = ["#", "# plain", "# \"quoted", "#no blank", "# 漢字 🎉", "# { [ (", "# allow *"];
    private readonly StringBuilder _text = new();
    private string _lineEnd = "\n";
    private int _brackets;

    /// <summary>One file.</summary>
    public string Next()
    {
        _text.Clear();
        _brackets = 0;
        _lineEnd = Chance(8) ? "\r\n" : "\n";
        if (Chance(30))
        {
            _text.Append('\uFEFF');
        }

        Gap("");
        var kind = random.Next(5);
        _text.Append(kind switch { 0 or 1 => "policy", 2 or 3 => Chance(4) ? "agent" : "task", _ => "tests" });
        Blank().Append(Pick(Names));
        Blank().Append(Chance(5) ? "v0.1" : "v0");
        EndLine("");
        var count = random.Next(12);
        for (var i = 0; i < count; i++)
        {
            Statement(kind, "", 0);
        }

        if (Chance(6))
        {
            _text.Append(Pick(Comments)); // without a line end
        }

        return _text.ToString();
    }

    private void Statement(int kind, string indent, int depth)
    {
        _text.Append(indent);
        if (kind == 4)
        {
            Expectation(indent, depth);
        }
        else if (kind >= 2 && Chance(3, 2))
        {
            Step(indent, depth);
        }
        else
        {
            Declaration(kind);
            EndLine(indent);
        }
    }

    private void Declaration(int kind)
    {
        switch (random.Next(kind < 2 ? 8 : 6))
        {
            case 0:
                _text.Append("goal");
                Blank().Append(Pick(Texts));
                break;
            case 1:
                _text.Append("confirm");
                Blank().Append("before");
                Grants();
                break;
            case 2:
                _text.Append("budget");
                Limits();
                break;
            case 3 when kind >= 2:
                _text.Append("need");
                Blank().Append(Pick(Names));
                Space().Append(':');
                Space();
                Type(0);
                break;
            case 6:
                _text.Append("strict");
                Blank().Append("shell");
                break;
            case 7:
                _text.Append("map");
                Blank().Append(Chance(3) ? "\"odd tool\"" : "mcp.fs.read");
                Space();
                if (Chance(2))
                {
                    Open('(').Append(Pick(Names));
                    Inside();
                    Close(')');
                }

                Blank().Append("to");
                Blank().Append("file.read");
                break;
            default:
                _text.Append(random.Next(3) switch { 0 => "deny", 1 => "use", _ => "allow" });
                Grants();
                break;
        }
    }

    private void Grants()
    {
        Blank();
        for (var i = random.Next(3); ; i--)
        {
            _text.Append(Chance(8) ? "\"odd name\"" : Pick(Capabilities));
            if (Chance(3))
            {
                _text.Append(':').Append(Pick(Scopes));
            }

            if (i == 0)
            {
                return;
            }

            Space().Append(',');
            Space();
        }
    }

    private void Limits()
    {
        Blank();
        for (var i = random.Next(3); ; i--)
        {
            _text.Append(random.Next(4) switch { 0 => "calls", 1 => "minutes", 2 => "tokens", _ => Pick(Capabilities) });
            Space().Append('=');
            Space().Append(random.Next(1000));
            if (i == 0)
            {
                return;
            }

            Space().Append(',');
            Space();
        }
    }

    private void Type(int depth)
    {
        if (depth < 3 && Chance(3))
        {
            _text.Append("list");
            Open('[');
            Type(depth + 1);
            Inside();
            Close(']');
        }
        else
        {
            _text.Append(random.Next(4) switch { 0 => "str", 1 => "file", 2 => "json", _ => "int" });
        }

        if (Chance(3))
        {
            _text.Append('?');
        }
    }

    private void Step(string indent, int depth)
    {
        switch (random.Next(depth < 4 ? 7 : 5))
        {
            case 0 or 1:
                _text.Append("do");
                Blank().Append("tool.call");
                Space();
                Arguments();
                if (Chance(2))
                {
                    Space().Append("->");
                    Space().Append(Pick(Names));
                }

                EndLine(indent);
                break;
            case 2:
                Make(indent);
                break;
            case 3:
                _text.Append("check");
                Blank();
                Condition(0);
                EndLine(indent);
                break;
            case 4:
                _text.Append("return");
                Blank();
                Expression(0);
                EndLine(indent);
                break;
            case 5:
                _text.Append("if");
                Blank();
                Condition(0);
                EndLine(indent);
                Body(2, indent, depth);
                break;
            default:
                _text.Append("for");
                Blank().Append(Pick(Names));
                Blank().Append("in");
                Blank();
                Expression(0);
                EndLine(indent);
                Body(2, indent, depth);
                break;
        }
    }

    private void Body(int kind, string indent, int depth)
    {
        var deeper = indent.StartsWith('\t') || (indent.Length == 0 && Chance(4)) ? indent + "\t" : indent + new string(' ', 1 + random.Next(4));
        for (var i = 1 + random.Next(3); i > 0; i--)
        {
            Statement(kind, deeper, depth + 1);
        }
    }

    private void Make(string indent)
    {
        _text.Append("make");
        Blank().Append(Pick(Names));
        Space().Append(':');
        Space().Append("diff");
        Blank().Append("from");
        Blank().Append(Pick(Names));
        if (Chance(2))
        {
            Space().Append(',');
            Space().Append(Pick(Names));
        }

        Blank().Append("with");
        if (Chance(2))
        {
            Space().Append(':');
        }

        EndLine(indent);
        var deeper = indent + (indent.StartsWith('\t') ? "\t" : "   ");
        for (var i = random.Next(3); i > 0; i--)
        {
            _text.Append(deeper).Append('-');
            Blank().Append(random.Next(3) switch { 0 => "keep it small # text", 1 => "\"", _ => "- x  y" });
            Space().Append(_lineEnd);
            if (Chance(3))
            {
                Gap(deeper);
            }
        }
    }

    private void Expectation(string indent, int depth)
    {
        _text.Append("expect");
        Blank().Append(random.Next(3) switch { 0 => "allow", 1 => "ask", _ => "deny" });
        Blank().Append("WebFetch");
        Space();
        Arguments();
        if (Chance(4))
        {
            Blank().Append("in");
            Blank().Append(Pick(Texts));
        }

        if (Chance(4))
        {
            Blank().Append("because");
            Blank().Append(Pick(Texts));
        }

        EndLine(indent);
        if (depth < 3 && Chance(4))
        {
            Body(4, indent, depth);
        }
    }

    private void Arguments()
    {
        Open('(');
        var count = random.Next(4);
        for (var i = 0; i < count; i++)
        {
            _text.Append("arg").Append(i.ToString(CultureInfo.InvariantCulture));
            Inside();
            _text.Append('=');
            Inside();
            Expression(0);
            Separate(i == count - 1);
        }

        Inside();
        Close(')');
    }

    private void Expression(int depth)
    {
        switch (random.Next(depth < 3 ? 8 : 6))
        {
            case 0:
                _text.Append(Pick(Texts));
                break;
            case 1:
                _text.Append(random.Next(4) switch { 0 => "-1.50", 1 => "007", 2 => "0", _ => "12345678901234567890" });
                break;
            case 2:
                _text.Append(random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" });
                break;
            case 6:
                Open('[');
                Items(depth, named: false);
                Close(']');
                break;
            case 7:
                Open('{');
                Items(depth, named: true);
                Close('}');
                break;
            default:
                Path();
                break;
        }
    }

    private void Items(int depth, bool named)
    {
        var count = random.Next(4);
        for (var i = 0; i < count; i++)
        {
            if (named)
            {
                _text.Append(Chance(3) ? $"\"k {i}\"" : $"k{i}");
                Inside();
                _text.Append(':');
                Inside();
            }

            Expression(depth + 1);
            Separate(i == count - 1);
        }

        Inside();
    }

    private void Path()
    {
        _text.Append(Pick(Names));
        while (Chance(3))
        {
            _text.Append(Chance(2) ? ".field" : "[12]");
        }
    }

    private void Condition(int depth)
    {
        if (depth < 4 && Chance(5))
        {
            _text.Append("not");
            Blank();
            Condition(depth + 1);
            return;
        }

        var kind = random.Next(9);
        if (kind == 0)
        {
            Expression(0);
            return;
        }

        Path();
        Blank().Append(kind switch
        {
            1 => "has citations",
            2 => "is valid diff",
            3 => "has valid  diff",
            4 => "touches only target",
            5 => "does not include \"x\"",
            6 => "has 'y'",
            7 => "is not ",
            _ => "is ",
        });
        if (kind > 6)
        {
            Expression(0);
        }
    }

    private void Separate(bool isLast)
    {
        Inside();
        if (!isLast || Chance(3))
        {
            _text.Append(',');
        }

        Inside();
    }

    private StringBuilder Open(char bracket)
    {
        _brackets++;
        _text.Append(bracket);
        Inside();
        return _text;
    }

    private void Close(char bracket)
    {
        _brackets--;
        _text.Append(bracket);
    }

    /// <summary>Trivia inside brackets: blanks, and now and then line ends and comments.</summary>
    private void Inside()
    {
        Space();
        if (_brackets > 0 && Chance(8))
        {
            if (Chance(2))
            {
                _text.Append(' ').Append(Pick(Comments));
            }

            _text.Append(_lineEnd).Append(' ', random.Next(5));
            if (Chance(4))
            {
                _text.Append(_lineEnd).Append(_lineEnd).Append("   ").Append(Pick(Comments)).Append(_lineEnd);
            }
        }
    }

    private void EndLine(string indent)
    {
        if (Chance(4))
        {
            Blank().Append(Pick(Comments));
        }

        Space().Append(_lineEnd);
        Gap(indent);
    }

    private void Gap(string indent)
    {
        while (Chance(5))
        {
            if (Chance(2))
            {
                _text.Append(Chance(2) ? indent : new string(' ', random.Next(7))).Append(Pick(Comments));
            }

            Space().Append(_lineEnd);
        }
    }

    private StringBuilder Blank() => _text.Append(Chance(6) ? "  " : Chance(9) ? "\t" : " ");

    private StringBuilder Space() => Chance(5) ? _text.Append(' ') : _text;

    private bool Chance(int of, int wins = 1) => random.Next(of) < wins;

    private string Pick(string[] of) => of[random.Next(of.Length)];
}
