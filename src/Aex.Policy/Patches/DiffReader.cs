using System.Globalization;

namespace Aex.Policy.Patches;

/// <summary>Walks through a diff once, line by line; the first fault ends it.</summary>
internal sealed class DiffReader
{
    private readonly string[] _lines;
    private readonly List<DiffFile> _files = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;

    public DiffReader(string text) => _lines = text.Split('\n');

    /// <summary>What is wrong; null so far.</summary>
    public string? Fault { get; private set; }

    // A last line end makes an empty last element.
    private bool IsAtEnd => _at >= _lines.Length || (_at == _lines.Length - 1 && _lines[_at].Length == 0);

    public List<DiffFile>? Read()
    {
        while (!IsAtEnd && Fault is null)
        {
            var line = Header();
            if (line.Length == 0)
            {
                _at++;
            }
            else if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                ReadGitFile();
            }
            else if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                ReadPlainFile();
            }
            else
            {
                Fail("is neither a file's header nor a hunk");
            }
        }

        if (Fault is null && _files.Count == 0)
        {
            Fault = "it names no file";
        }

        return Fault is null ? _files : null;
    }

    private void ReadPlainFile()
    {
        if (ReadNames(out var old, out var @new) && DiffName.Common(old, @new) is var name)
        {
            if (name is null)
            {
                Fail(string.Create(CultureInfo.InvariantCulture, $"and the one above it name two files, `{old}` and `{@new}`"), _at - 1);
                return;
            }

            var action = old == DiffName.None ? DiffAction.Create : @new == DiffName.None ? DiffAction.Delete : DiffAction.Modify;
            var hunks = ReadHunks();
            if (hunks.Count == 0)
            {
                Fail("should begin a hunk with `@@`");
            }

            Add(new DiffFile(action, action == DiffAction.Create ? null : name, action == DiffAction.Delete ? null : name, null, hunks));
        }
    }

    private void ReadGitFile()
    {
        var start = _at;
        var header = Header()["diff --git ".Length..];
        _at++;
        string? from = null;
        string? to = null;
        bool? executable = null;
        var action = DiffAction.Modify;
        while (!IsAtEnd && Fault is null)
        {
            var line = Header();
            if (Is(line, "rename from ", out var name) || Is(line, "copy from ", out name))
            {
                action = line[0] == 'r' ? DiffAction.Rename : DiffAction.Copy;
                from = DiffName.Read(name);
            }
            else if (Is(line, "rename to ", out name) || Is(line, "copy to ", out name))
            {
                to = DiffName.Read(name);
            }
            else if (Is(line, "new file mode ", out var mode))
            {
                action = DiffAction.Create;
                executable = Mode(mode);
            }
            else if (Is(line, "deleted file mode ", out mode))
            {
                action = DiffAction.Delete;
                _ = Mode(mode);
            }
            else if (Is(line, "new mode ", out mode))
            {
                executable = Mode(mode);
            }
            else if (Is(line, "old mode ", out mode))
            {
                _ = Mode(mode);
            }
            else if (Is(line, "GIT binary patch", out _) || Is(line, "Binary files ", out _))
            {
                Fail("changes a binary file, which no contract can look at");
            }
            else if (!Is(line, "index ", out _) && !Is(line, "similarity index ", out _) && !Is(line, "dissimilarity index ", out _))
            {
                break;
            }

            _at++;
        }

        FinishGitFile(start, header, action, from, to, executable);
    }

    private void FinishGitFile(int start, string header, DiffAction action, string? from, string? to, bool? executable)
    {
        if (Fault is not null)
        {
            return;
        }

        var moves = action is DiffAction.Rename or DiffAction.Copy;
        if (moves != (from is not null && to is not null) || (!moves && (from is not null || to is not null)))
        {
            Fail("begins a file that is renamed or copied, and does not say from what and to what", start);
            return;
        }

        string? old = null;
        string? @new = null;
        if (!IsAtEnd && Header().StartsWith("--- ", StringComparison.Ordinal))
        {
            if (!ReadNames(out old, out @new))
            {
                return;
            }

            if ((old == DiffName.None) != (action == DiffAction.Create) || (@new == DiffName.None) != (action == DiffAction.Delete))
            {
                Fail("and the one above it do not fit what the file's header says is made or removed", _at - 1);
                return;
            }
        }

        var name = moves ? null : HeaderName(header);
        if (!moves && name is null)
        {
            Fail("does not name one file", start);
            return;
        }

        from ??= action == DiffAction.Create ? null : name;
        to ??= action == DiffAction.Delete ? null : name;
        if (!Fits(header, from ?? name!, to ?? name!) || (old is not null && (!Fits(old, from) || !Fits(@new!, to))))
        {
            Fail("names other files than the lines below it", start);
            return;
        }

        Add(new DiffFile(action, from, to, executable, old is null ? [] : ReadHunks()));
    }

    // `a/x b/x`: both halves are the same name; quoted ones stand in quotes.
    private static string? HeaderName(string header)
    {
        if (header.StartsWith('"'))
        {
            return DiffName.Unquote(header, out var end) is { } old && end + 1 < header.Length && header[end] == ' ' && header[end + 1] == '"'
                && DiffName.Unquote(header[(end + 1)..], out var rest) is { } @new && end + 1 + rest == header.Length ? DiffName.Common(old, @new) : null;
        }

        var half = header.Length / 2;
        return header.Length % 2 == 1 && header[half] == ' ' && half > 0 && !header.Contains('"') ? DiffName.Common(header[..half], header[(half + 1)..]) : null;
    }

    private static bool Fits(string header, string from, string to)
    {
        foreach (var (left, right) in (ReadOnlySpan<(string, string)>)[("a/", "b/"), ("", ""), ("i/", "w/"), ("c/", "i/"), ("c/", "w/"), ("o/", "w/"), ("w/", "i/"), ("w/", "c/"), ("i/", "c/")])
        {
            if (header == $"{left}{from} {right}{to}" || Halves(header, left + from, right + to))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Halves(string header, string from, string to)
    {
        if (!header.Contains('"'))
        {
            return false;
        }

        string? first;
        string second;
        if (header.StartsWith('"'))
        {
            first = DiffName.Unquote(header, out var end);
            second = end < header.Length ? header[(end + 1)..] : "";
        }
        else
        {
            var quote = header.IndexOf(" \"", StringComparison.Ordinal);
            first = quote < 0 ? null : header[..quote];
            second = quote < 0 ? "" : header[(quote + 1)..];
        }

        return first == from && DiffName.Read(second) == to;
    }

    private static bool Fits(string written, string? name) =>
        name is null ? written == DiffName.None : written == name || (written.Length == name.Length + 2 && written[1] == '/' && "abciow".Contains(written[0]) && written.EndsWith(name, StringComparison.Ordinal));

    private bool ReadNames(out string old, out string @new)
    {
        old = DiffName.Read(Header()[4..]) ?? "";
        _at++;
        @new = "";
        if (IsAtEnd || !Header().StartsWith("+++ ", StringComparison.Ordinal))
        {
            Fail("should name the new file with `+++`");
            return false;
        }

        @new = DiffName.Read(Header()[4..]) ?? "";
        _at++;
        if (old.Length == 0 || @new.Length == 0)
        {
            Fail("or the one above it has a name that cannot be read", _at - 1);
            return false;
        }

        return true;
    }

    private List<DiffHunk> ReadHunks()
    {
        var hunks = new List<DiffHunk>();
        while (!IsAtEnd && Fault is null && _lines[_at].StartsWith("@@ ", StringComparison.Ordinal))
        {
            if (ReadHunk() is { } hunk)
            {
                hunks.Add(hunk);
            }
        }

        return hunks;
    }

    private DiffHunk? ReadHunk()
    {
        var start = _at;
        if (!TryRanges(_lines[_at], out var oldStart, out var oldCount, out var newCount))
        {
            Fail("is no hunk header of the form `@@ -1,2 +1,3 @@`");
            return null;
        }

        _at++;
        var lines = new List<DiffLine>();
        while (oldCount > 0 || newCount > 0)
        {
            // Some editors cut the blank of an empty line off.
            var line = IsAtEnd ? null : _lines[_at].Length == 0 ? " " : _lines[_at];
            if (line is null || line[0] is not (' ' or '-' or '+'))
            {
                Fail("should go on with the hunk: its header counts more lines", Math.Min(_at, _lines.Length - 1));
                return null;
            }

            oldCount -= line[0] == '+' ? 0 : 1;
            newCount -= line[0] == '-' ? 0 : 1;
            lines.Add(new DiffLine(line[0], line[1..] + "\n"));
            _at++;
            if (_at < _lines.Length && _lines[_at].StartsWith("\\ ", StringComparison.Ordinal))
            {
                lines[^1] = lines[^1] with { Text = line[1..] };
                _at++;
            }
        }

        if (oldCount < 0 || newCount < 0 || (!IsAtEnd && _lines[_at] is [' ' or '+', ..]) || IsMoreRemoved())
        {
            Fail("has more lines than the hunk's header counts", Math.Min(_at, _lines.Length - 1));
            return null;
        }

        return new DiffHunk(start + 1, oldStart, lines);
    }

    // A removed line behind the hunk's end, where it is not the `---` of the next file.
    private bool IsMoreRemoved() => !IsAtEnd && _lines[_at].StartsWith('-') && !(_lines[_at].StartsWith("--- ", StringComparison.Ordinal)
        && _at + 1 < _lines.Length && _lines[_at + 1].StartsWith("+++ ", StringComparison.Ordinal));

    private static bool TryRanges(string line, out int oldStart, out int oldCount, out int newCount)
    {
        (oldStart, oldCount, newCount) = (0, 0, 0);
        var end = line.IndexOf(" @@", 3, StringComparison.Ordinal);
        return end > 0 && line[3..end].Split(' ') is [['-', .. var old], ['+', .. var @new]]
            && TryRange(old, out oldStart, out oldCount) && TryRange(@new, out _, out newCount);
    }

    private static bool TryRange(string text, out int start, out int count)
    {
        var comma = text.IndexOf(',');
        count = 1;
        return int.TryParse(comma < 0 ? text : text[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out start)
            && (comma < 0 || int.TryParse(text[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out count));
    }

    private bool? Mode(string text)
    {
        if (text is not ("100644" or "100755"))
        {
            Fail(text.StartsWith("120", StringComparison.Ordinal) ? "makes or changes a symbolic link" : $"has a file mode that is not taken, `{text}`");
        }

        return text == "100755";
    }

    private void Add(DiffFile file)
    {
        if (Fault is not null)
        {
            return;
        }

        foreach (var name in (ReadOnlySpan<string?>)[file.OldName, file.NewName == file.OldName ? null : file.NewName])
        {
            if (name is not null && !DiffName.IsBelow(name))
            {
                Fail($"ends a file whose name leads elsewhere: `{name}`", _at - 1);
            }
            else if (name is not null && !(file.Action == DiffAction.Copy && name == file.OldName) && !_names.Add(name))
            {
                Fail($"ends a file that stands in the diff twice: `{name}`", _at - 1);
            }
        }

        _files.Add(file);
    }

    private string Header() => _lines[_at].TrimEnd('\r');

    private static bool Is(string line, string keyword, out string rest)
    {
        rest = line.StartsWith(keyword, StringComparison.Ordinal) ? line[keyword.Length..] : "";
        return line.StartsWith(keyword, StringComparison.Ordinal);
    }

    private void Fail(string what, int? line = null) => Fault ??= string.Create(CultureInfo.InvariantCulture, $"line {(line ?? _at) + 1} {what}");
}
