namespace Aex.Policy.Shell.Knowledge;

/// <summary>What SQL does, told by the verbs of its statements. What only a reader of the dialect could tell counts as a change.</summary>
internal static class SqlText
{
    public static void Read(ShellWord word, Invocation call)
    {
        Programs.SqlReach.Read(word, call);
        // An unknown stretch can end the statement and begin another.
        if (word.HasUnknown)
        {
            call.Add("database.change");
            return;
        }

        foreach (var capability in Effects(word.Text))
        {
            call.Add(capability);
        }
    }

    /// <summary>The capabilities of a text of statements.</summary>
    public static IEnumerable<string> Effects(string text)
    {
        var reads = false;
        var changes = false;
        var destroys = false;
        var start = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\'' or '"' or '`')
            {
                var close = text.IndexOf(c, i + 1);
                i = close < 0 ? text.Length : close;
                start = false;
            }
            else if (c == '-' && i + 1 < text.Length && text[i + 1] == '-')
            {
                var end = text.IndexOf('\n', i);
                i = end < 0 ? text.Length : end;
            }
            else if (c == '/' && i + 1 < text.Length && text[i + 1] == '*')
            {
                // MySQL runs what stands in `/*! … */`.
                changes |= i + 2 < text.Length && text[i + 2] is '!' or 'M';
                var end = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                i = end < 0 ? text.Length : end + 1;
            }
            else if (c == ';')
            {
                start = true;
            }
            else if (c is '\\' or '.' && start)
            {
                // A client's own command, up to the line's end.
                var end = text.IndexOf('\n', i);
                end = end < 0 ? text.Length : end;
                changes |= !IsReadingMeta(text.AsSpan(i, end - i));
                reads = true;
                i = end;
            }
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                var end = i;
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                {
                    end++;
                }

                var name = text.AsSpan(i, end - i);
                Judge(name, start, text.AsSpan(end).TrimStart(), ref reads, ref changes, ref destroys);
                start = false;
                i = end - 1;
            }
            else if (!char.IsWhiteSpace(c) && c != '(')
            {
                start = false;
            }
        }

        if (reads)
        {
            yield return "database.read";
        }

        if (changes || destroys)
        {
            yield return "database.change";
        }

        if (destroys)
        {
            yield return "resource.destroy";
        }
    }

    private static void Judge(ReadOnlySpan<char> name, bool isStart, ReadOnlySpan<char> rest, ref bool reads, ref bool changes, ref bool destroys)
    {
        if (Is(name, "drop") || (isStart && Is(name, "truncate")))
        {
            destroys = true;
        }
        else if (isStart && (Is(name, "select") || Is(name, "show") || Is(name, "describe") || Is(name, "desc") || Is(name, "explain") || Is(name, "with")
            || Is(name, "values") || Is(name, "table") || Is(name, "summarize") || Is(name, "from") || Is(name, "use")))
        {
            reads = true;
        }
        else if (isStart && Is(name, "pragma"))
        {
            // `pragma table_info(t)` asks; `pragma journal_mode = wal` sets, as DuckDB's `pragma enable_profiling` does.
            reads = true;
            changes |= rest.StartsWith("enable", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("disable", StringComparison.OrdinalIgnoreCase) || rest.Contains('=') || (!rest.StartsWith("table_") && rest.Contains('('));
        }
        else if (isStart)
        {
            changes = true;
            destroys |= Is(name, "delete") && !rest.Contains("where", StringComparison.OrdinalIgnoreCase);
        }
        else if (Is(name, "insert") || Is(name, "update") || Is(name, "delete") || Is(name, "into") || Is(name, "alter") || Is(name, "create") || Is(name, "merge")
            || Is(name, "analyze") || Is(name, "copy") || Is(name, "attach"))
        {
            changes = true;
        }
        else if (rest.StartsWith("(") && IsWritingFunction(name))
        {
            changes = true;
        }
    }

    private static bool IsWritingFunction(ReadOnlySpan<char> name) =>
        name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("pg_get", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("pg_size", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith("_size", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("lo_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("dblink", StringComparison.OrdinalIgnoreCase) || Is(name, "load_extension") || Is(name, "writefile")
        || Is(name, "readfile") || Is(name, "edit") || Is(name, "load_file") || Is(name, "nextval") || Is(name, "setval") || Is(name, "sys_exec") || Is(name, "sys_eval");

    private static bool IsReadingMeta(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(" \t;");
        var name = end < 0 ? line : line[..end];
        return !line.Contains('|') && (name.StartsWith("\\d") || name is "\\l" or "\\l+" or "\\x" or "\\z" or "\\timing" or "\\q" or "\\conninfo" or "\\sf" or "\\sv" or "\\encoding" or "\\pset" or "\\?" or "\\h"
            or ".tables" or ".schema" or ".indexes" or ".indices" or ".databases" or ".dbinfo" or ".show" or ".headers" or ".header" or ".mode" or ".help" or ".quit" or ".exit"
            or ".fullschema" or ".dump" or ".width" or ".nullvalue" or ".separator" or ".timer" or ".stats" or ".eqp" or ".version" or ".print" or ".columns" or ".maxrows" or ".lint" or ".sha3sum" or ".changes" or ".explain" or ".limit" or ".echo" or ".bail");
    }

    private static bool Is(ReadOnlySpan<char> word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);
}
