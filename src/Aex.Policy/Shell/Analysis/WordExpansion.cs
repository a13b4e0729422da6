using System.Text;
using Aex.Language.Text;
using Aex.Policy.Capabilities;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

/// <summary>One word on its way through the shell's expansions: text with a mark for each character that a quote protects.</summary>
internal sealed class WordExpansion(string home, string folder, IReadOnlyDictionary<WordPart, ShellWord> outputs)
{
    private const int MostWords = 256;

    // A word that braces make costs what so many of its characters do.
    private const int WorkOfWord = 8;

    /// <summary>A longer value is kept as one that is not known: `a=$a$a` doubles it each time.</summary>
    public const int LongestValue = 4096;

    // Characters that all values together may put in.
    private int _budget = 1 << 17;

    private readonly StringBuilder _text = new();
    private readonly List<bool> _quoted = [];
    private readonly List<string> _variables = [];
    private readonly List<ShellWord> _words = [];
    private TextSpan _span;
    private int _braces = 1 << 15;
    private bool _maySplit;
    private bool _exists;
    private ShellWord? _carried;

    // What words are cut at; null where the script set it to what is not known.
    private string? _separators = " \t\n";

    /// <summary>The words that one written word becomes.</summary>
    /// <param name="word">The word; its parts with an expansion have been visited already.</param>
    /// <param name="state">What is known.</param>
    /// <param name="splits">Whether it is split, and looked for as a pattern: not for values of assignments and redirected text.</param>
    /// <param name="into">Takes the words.</param>
    public void Expand(WordSyntax word, ShellState state, bool splits, List<ShellWord> into)
    {
        if (word.Parts is [LiteralPart { Text.Length: > 0 } plain] && (plain.IsQuoted || (plain.Text[0] != '~' && plain.Text.AsSpan().IndexOfAny("{*?[(") < 0)))
        {
            // Neither braces nor a pattern, nor a group of patterns: it stands for itself.
            into.Add(ShellWord.Known(plain.Text, word.Span));
            return;
        }

        _span = word.Span;
        _separators = !state.Variables.TryGetValue("IFS", out var separators) ? " \t\n" : separators.IsKnown ? separators.Text : null;
        _words.Clear();
        Reset();
        if (splits && HasBrace(word))
        {
            ExpandBraces(word, state);
        }
        else
        {
            Add(word, state, splits);
            Finish(splits);
        }

        into.AddRange(_words);
    }

    private void Reset()
    {
        _text.Clear();
        _quoted.Clear();
        _variables.Clear();
        _maySplit = false;
        _exists = false;
        _carried = null;
    }

    private static bool HasBrace(WordSyntax word)
    {
        foreach (var part in word.Parts)
        {
            if (part is LiteralPart { IsQuoted: false } literal && literal.Text.Contains('{'))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(WordSyntax word, ShellState state, bool splits)
    {
        for (var i = 0; i < word.Parts.Count; i++)
        {
            var part = word.Parts[i];
            switch (part)
            {
                case LiteralPart literal:
                    AddLiteral(literal, i == 0, word.Parts.Count == 1);
                    break;
                case ParameterPart parameter:
                    AddParameter(parameter, state, splits);
                    break;
                case ProcessPart process:
                    Append("/dev/fd/63", quoted: true);
                    _carried = word.Parts.Count == 1 && outputs.TryGetValue(process, out var carried) ? carried : null;
                    break;
                case ArithmeticPart:
                    Append("\0", quoted: true);
                    break;
                case ArrayPart:
                    Append("\0", quoted: false);
                    _maySplit = true;
                    break;
                case SubstitutionPart when outputs.TryGetValue(part, out var output) && Pays(output):
                    AppendValue(output, part.IsQuoted, splits);
                    break;
                default:
                    Append("\0", part.IsQuoted);
                    _maySplit |= !part.IsQuoted;
                    break;
            }
        }
    }

    private void AddLiteral(LiteralPart literal, bool isFirst, bool isWhole)
    {
        var text = literal.Text;
        _exists |= literal.IsQuoted;
        if (isFirst && !literal.IsQuoted && text.StartsWith('~'))
        {
            var slash = text.IndexOf('/');
            if ((slash == 1 || (text.Length == 1 && isWhole)) && home.Length > 0)
            {
                Append(home, quoted: true);
                text = text[1..];
            }
            else
            {
                Append("\0", quoted: true);
                text = slash < 0 ? "" : text[slash..];
            }
        }

        Append(text, literal.IsQuoted);
    }

    private void AddParameter(ParameterPart part, ShellState state, bool splits)
    {
        if (part.Name is "@" or "*" && part.Operator.Length == 0 && state.Parameters is { } parameters && splits)
        {
            AddParameters(parameters, part);
            return;
        }

        var known = part.Name.Length > 0 && state.Variables.TryGetValue(part.Name, out var word) ? word : null;
        if (part.Name == "HOME" && known is null && part.Operator.Length == 0 && home.Length > 0)
        {
            known = ShellWord.Known(home);
        }

        if (part.Name == "PWD" && known is null && part.Operator.Length == 0)
        {
            known = FolderOf(state);
        }

        if (part.Name == "IFS" && known is null && part.Operator.Length == 0)
        {
            known = ShellWord.Known(" \t\n");
        }

        if (known is not null)
        {
            _budget -= known.Text.Length;
            known = _budget < 0 ? null : known;
        }

        if (known is null || part.Operator.Length > 0)
        {
            Append("\0", part.IsQuoted);
            _maySplit |= !part.IsQuoted;
            if (part.Name.Length > 0 && part.Operator is not ("#" or "[#"))
            {
                _variables.Add(part.Name);
            }

            return;
        }

        AppendValue(known, part.IsQuoted, splits);
    }

    private void AddParameters(IReadOnlyList<ShellWord> parameters, ParameterPart part)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!Pays(parameters[i]))
            {
                Append("\0", quoted: true);
                _maySplit = true;
                return;
            }

            if (i > 0 && part is { Name: "*", IsQuoted: true })
            {
                Append(" ", quoted: true);
            }
            else if (i > 0)
            {
                Finish(splits: true);
            }

            AppendValue(parameters[i], part.IsQuoted, splits: true);
        }
    }

    /// <summary>The folder that the shell is in, as long as it is told where `cd` leads.</summary>
    public ShellWord? FolderOf(ShellState state) =>
        state.Folders is [var only] && folder.StartsWith('/') && !only.Contains(ShellWord.Unknown)
            ? ShellWord.Known(AbsolutePath.Normalize(AbsolutePath.Join(folder, only.Length == 0 ? "." : only)))
            : null;

    private bool Pays(ShellWord value)
    {
        _budget -= value.Text.Length;
        return _budget >= 0;
    }

    // A value that is known, cut into words where no quote keeps it together.
    private void AppendValue(ShellWord known, bool isQuoted, bool splits)
    {
        if (_separators is null && !isQuoted && splits)
        {
            Append("\0", quoted: true);
            _maySplit = true;
            return;
        }

        _variables.AddRange(known.Variables);
        _maySplit |= !isQuoted && known.MaySplit;
        _exists |= isQuoted;
        var next = 0;
        for (var i = 0; i < known.Text.Length; i++)
        {
            // What was looked for as a file name when the loop began is any such name now.
            if (next < known.Globs.Count && known.Globs[next] == i)
            {
                next++;
                AppendChar(known.Text[i], quoted: false);
            }
            else
            {
                AppendChar(known.Text[i], isQuoted || !splits);
            }

            if (!isQuoted && splits && _separators!.Contains(known.Text[i]))
            {
                _text.Length--;
                _quoted.RemoveAt(_quoted.Count - 1);
                Finish(splits);
            }
        }
    }

    private void Append(string text, bool quoted)
    {
        foreach (var c in text)
        {
            AppendChar(c, quoted);
        }
    }

    private void AppendChar(char c, bool quoted)
    {
        _text.Append(c);
        _quoted.Add(quoted);
    }

    private void Finish(bool splits)
    {
        if (_text.Length == 0 && !_exists && splits)
        {
            Reset();
            return;
        }

        HideGroups();
        List<int>? globs = null;
        for (var i = 0; i < _text.Length; i++)
        {
            if (!_quoted[i] && _text[i] is '*' or '?' or '[')
            {
                (globs ??= []).Add(i);
            }
        }

        if (globs is not null && _text[globs[0]] == '[' && globs.Count == 1 && _text.ToString().IndexOf(']', globs[0] + 1) < 0)
        {
            // `[` alone is a program's name.
            globs = null;
        }

        _words.Add(new ShellWord
        {
            Text = _text.ToString(),
            Span = _span,
            Globs = globs is null ? [] : globs.ToArray(),
            MaySplit = _maySplit,
            Variables = _variables.Count == 0 ? [] : _variables.ToArray(),
            Carries = _carried,
        });
        Reset();
    }

    // What an extended glob (`@(a|b)`) stands for is not looked into, nor what follows it.
    private void HideGroups()
    {
        for (var i = 0; i + 1 < _text.Length; i++)
        {
            if (_quoted[i] || _quoted[i + 1] || _text[i + 1] != '(' || _text[i] is not ('@' or '!' or '+' or '?' or '*'))
            {
                continue;
            }

            _text.Length = i;
            _text.Append(ShellWord.Unknown);
            _quoted.RemoveRange(i + 1, _quoted.Count - i - 1);
            _quoted[i] = true;
            _maySplit = true;
        }
    }

    // `{a,b}` and `{1..3}` come before every other expansion; each alternative is a word of its own.
    private void ExpandBraces(WordSyntax word, ShellState state)
    {
        var alternatives = _braces < 0 ? null : BraceExpansion.Expand(word, MostWords, ref _braces);
        if (alternatives is null)
        {
            _words.Add(new ShellWord { Text = "\0", Span = _span, MaySplit = true });
            return;
        }

        _braces -= WorkOfWord * alternatives.Count;
        foreach (var alternative in alternatives)
        {
            Add(alternative, state, splits: true);
            Finish(splits: true);
        }
    }
}
