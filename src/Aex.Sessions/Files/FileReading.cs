namespace Aex.Sessions.Files;

/// <summary>How reading a file ended.</summary>
internal enum ReadResult
{
    /// <summary>Nothing of that name is there.</summary>
    Absent,

    /// <summary>The bytes are all there.</summary>
    Read,

    /// <summary>Something of that name is there and cannot be read.</summary>
    Fault,
}

/// <summary>Whole small files, read without ever waiting on a pipe or a device.</summary>
internal static class FileReading
{
    /// <summary>The largest policy, contract or settings file, bytes.</summary>
    public const int Limit = 4 << 20;

    /// <summary>Reads a regular file of at most <paramref name="limit"/> bytes. A dangling link counts as a fault, not as absent.</summary>
    public static ReadResult Read(string path, bool follow, int limit, out byte[] bytes, out string fault)
    {
        bytes = [];
        fault = "";
        int descriptor = Posix.Open(path, Posix.ReadOnly | Posix.NonBlocking | (follow ? 0 : Posix.NoFollow));
        if (descriptor is -Posix.NoEntry or -Posix.NotFolder)
        {
            if (Posix.ReadLink(path, out _) >= 0)
            {
                fault = "it is a link to nothing";
                return ReadResult.Fault;
            }

            return ReadResult.Absent;
        }

        if (descriptor < 0)
        {
            fault = Posix.Describe(descriptor);
            return ReadResult.Fault;
        }

        try
        {
            int error = Posix.Status(descriptor, out FileStatus status);
            fault = error < 0 ? Posix.Describe(error)
                : status.Type == FileType.Folder ? "it is a folder"
                : status.Type != FileType.Regular ? "it is no regular file"
                : status.Size > limit ? $"it is larger than {limit >> 20} MiB"
                : "";
            if (fault.Length > 0)
            {
                return ReadResult.Fault;
            }

            // One byte more than it had: a file that grew meanwhile is read again from its new size.
            byte[] buffer = new byte[(int)status.Size + 1];
            int count = Posix.Read(descriptor, buffer);
            while (count == buffer.Length && count <= limit)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit + 1));
                int more = Posix.Read(descriptor, buffer.AsSpan(count));
                count = more < 0 ? more : count + more;
            }

            if (count < 0 || count > limit)
            {
                fault = count < 0 ? Posix.Describe(count) : $"it is larger than {limit >> 20} MiB";
                return ReadResult.Fault;
            }

            Array.Resize(ref buffer, count);
            bytes = buffer;
            return ReadResult.Read;
        }
        finally
        {
            Posix.Close(descriptor);
        }
    }
}
