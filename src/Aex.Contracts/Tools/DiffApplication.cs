using System.Globalization;
using System.Text;
using Aex.Contracts.Values;
using Aex.Policy.Patches;
using Aex.Sessions.Files;

namespace Aex.Contracts.Tools;

/// <summary>
/// Applies a diff as <c>git apply</c> does: a hunk's lines must be there exactly, if need be at another place, the nearest. All files or none: that a
/// diff does not apply is a result, and then nothing has changed.
/// </summary>
internal static class DiffApplication
{
    /// <summary>The answer to a diff that cannot be read, which names no file for sure; null where it can be.</summary>
    public static Value? Refuse(ObjectValue arguments) =>
        arguments is { Members: [{ Key: "diff", Value: TextValue diff }] } && UnifiedDiff.Read(diff.Text, out var fault) is null ? Refused("it is no valid diff: " + fault) : null;

    /// <summary>Applies it: <c>{applied: true}</c>, or <c>{applied: false, message}</c>.</summary>
    public static Value Apply(string text, ToolContext context)
    {
        if (UnifiedDiff.Read(text, out var unreadable) is not { } diff)
        {
            return Refused("it is no valid diff: " + unreadable);
        }

        try
        {
            using var changes = new FileChanges(context.Files);
            foreach (var file in diff.Files)
            {
                if (Prepare(file, context, changes) is { } misfit)
                {
                    return Refused(misfit);
                }
            }

            context.Stop.ThrowIfCancellationRequested();
            changes.Commit();
            return new ObjectValue([new("applied", Value.True)]);
        }
        catch (FileFault fault)
        {
            return Refused(fault.Message);
        }
    }

    private static ObjectValue Refused(string message) => new([new("applied", Value.False), new("message", Value.Of(message))]);

    private static string? Prepare(DiffFile file, ToolContext context, FileChanges changes)
    {
        var old = file.OldName is null ? null : context.Resolve(file.OldName);
        var target = file.NewName is null ? null : context.Resolve(file.NewName);
        FileStatus status = default;
        byte[] bytes = [];
        if (old is not null)
        {
            try
            {
                bytes = context.Files.Read(old, out status);
            }
            catch (FileFault fault) when (fault.IsAbsent)
            {
                return $"{file.OldName} does not exist";
            }
        }

        if (Patched(file, bytes, out var misfit) is not { } changed)
        {
            return misfit;
        }

        if (file.Action == DiffAction.Delete)
        {
            if (changed.Length > 0)
            {
                return $"{file.OldName} holds more than the diff removes";
            }

            changes.Delete(old!, status);
            return null;
        }

        var executable = file.IsExecutable ?? (file.Action is DiffAction.Rename or DiffAction.Copy ? (status.Mode & 0b001_000_000) != 0 : null);
        changes.Write(target!, changed, file.Action == DiffAction.Modify ? status : null, executable);
        if (file.Action == DiffAction.Rename)
        {
            changes.Delete(old!, status);
        }

        return null;
    }

    private static byte[]? Patched(DiffFile file, byte[] bytes, out string misfit)
    {
        misfit = "";
        var lines = Lines(bytes);
        var result = new List<byte[]>(lines.Count);
        var at = 0;
        foreach (var hunk in file.Hunks)
        {
            var before = hunk.Lines.Where(static line => line.Kind != '+').Select(static line => Encoding.UTF8.GetBytes(line.Text)).ToList();
            // An added-only hunk of `-3,0` stands behind line 3.
            var wanted = before.Count == 0 ? hunk.OldStart : Math.Max(0, hunk.OldStart - 1);
            var found = Find(lines, before, wanted, at);
            if (found < 0)
            {
                misfit = string.Create(CultureInfo.InvariantCulture, $"the hunk in line {hunk.Line} of the diff does not fit {file.OldName ?? file.NewName}: its lines are not there{(before.Count > 0 ? $" as they stand in the diff, the first one is `{hunk.Lines.First(static line => line.Kind != '+').Text.TrimEnd('\n')}`" : "")}");
                return null;
            }

            result.AddRange(lines[at..found]);
            result.AddRange(hunk.Lines.Where(static line => line.Kind != '-').Select(static line => Encoding.UTF8.GetBytes(line.Text)));
            at = found + before.Count;
        }

        result.AddRange(lines[at..]);
        if (result.Take(Math.Max(0, result.Count - 1)).Any(static line => line is not [.., (byte)'\n']))
        {
            misfit = $"the diff says that {file.OldName ?? file.NewName} ends without a line end where more follows";
            return null;
        }

        return [.. result.SelectMany(static line => line)];
    }

    // At its place, else at the nearest one behind what was changed already.
    private static int Find(List<byte[]> lines, List<byte[]> wanted, int start, int least)
    {
        if (wanted.Count == 0)
        {
            return start >= least && start <= lines.Count ? start : -1;
        }

        for (var distance = 0; distance <= lines.Count + start; distance++)
        {
            if (Stands(lines, wanted, start + distance, least))
            {
                return start + distance;
            }

            if (distance > 0 && Stands(lines, wanted, start - distance, least))
            {
                return start - distance;
            }
        }

        return -1;
    }

    private static bool Stands(List<byte[]> lines, List<byte[]> wanted, int at, int least)
    {
        if (at < least || at + wanted.Count > lines.Count)
        {
            return false;
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            if (!lines[at + i].AsSpan().SequenceEqual(wanted[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static List<byte[]> Lines(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end + 1;
            lines.Add(bytes[start..end]);
            start = end;
        }

        return lines;
    }
}
