namespace Aex.Policy.Decisions;

/// <summary>The files that a patch in Codex's form (<c>*** Update File: path</c>) writes.</summary>
internal static class PatchFiles
{
    private const string Begin = "*** Begin Patch";
    private const string End = "*** End Patch";
    private const string OtherLineEnds = "\r\f\u0085\u2028\u2029";

    /// <summary>Adds every file that the text names; true if it names any.</summary>
    /// <param name="text">A patch, or a command that holds one.</param>
    /// <param name="files">Takes the names as written.</param>
    /// <param name="deletes">Whether one is deleted or moved away.</param>
    public static bool Collect(ReadOnlySpan<char> text, List<string> files, out bool deletes)
    {
        deletes = false;
        var count = files.Count;
        foreach (var raw in text.EnumerateLines())
        {
            AddFile(raw.Trim(), files, ref deletes);
        }

        // Other readers end a line at U+000A only: what stands behind another line end is part of the name there.
        if (text.ContainsAny(OtherLineEnds))
        {
            foreach (var range in text.Split('\n'))
            {
                AddFile(text[range].Trim(), files, ref deletes);
            }
        }

        return files.Count > count;
    }

    /// <summary>Whether a text speaks of patches at all.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => text.Contains(Begin, StringComparison.Ordinal);

    /// <summary>
    /// Whether a command is a patch and nothing else: <c>apply_patch</c> with one heredoc whose delimiter is quoted, so that a shell changes
    /// nothing in it. Such a command Codex runs itself; any other is a shell's.
    /// </summary>
    public static bool IsWhole(ReadOnlySpan<char> command)
    {
        command = command.Trim();
        if (!command.StartsWith("apply_patch", StringComparison.Ordinal))
        {
            return false;
        }

        var rest = command["apply_patch".Length..].TrimStart(' ');
        if (!rest.StartsWith("<<", StringComparison.Ordinal))
        {
            return false;
        }

        rest = rest[2..].TrimStart(' ');
        var quote = rest.IsEmpty ? '\0' : rest[0];
        if (quote is not '\'' and not '"')
        {
            return false;
        }

        var close = rest[1..].IndexOf(quote);
        if (close < 1)
        {
            return false;
        }

        var delimiter = rest.Slice(1, close);
        rest = rest[(close + 2)..];
        if (delimiter.IndexOfAnyExceptInRange('A', 'Z') >= 0 || !rest.StartsWith("\n", StringComparison.Ordinal) || !rest[1..].StartsWith(Begin, StringComparison.Ordinal))
        {
            return false;
        }

        // The delimiter stands alone on the last line and on no other.
        var body = rest[1..];
        var last = body.LastIndexOf('\n');
        if (last < 0 || !body[(last + 1)..].SequenceEqual(delimiter))
        {
            return false;
        }

        body = body[..last];
        foreach (var line in body.EnumerateLines())
        {
            if (line.SequenceEqual(delimiter))
            {
                return false;
            }
        }

        return body.TrimEnd().EndsWith(End, StringComparison.Ordinal);
    }

    private static void AddFile(ReadOnlySpan<char> line, List<string> files, ref bool deletes)
    {
        var isDelete = line.StartsWith("*** Delete File:", StringComparison.Ordinal);
        var isMove = line.StartsWith("*** Move to:", StringComparison.Ordinal);
        if (!isDelete && !isMove && !line.StartsWith("*** Add File:", StringComparison.Ordinal) && !line.StartsWith("*** Update File:", StringComparison.Ordinal))
        {
            return;
        }

        deletes |= isDelete || isMove;
        var file = line[(line.IndexOf(':') + 1)..].Trim().ToString();
        if (!files.Contains(file))
        {
            files.Add(file);
        }
    }
}
