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
    public static ReadResult Read(string path, bool follow, int limit, out byte[] bytes, out string fault) => Read(path, follow, limit, out bytes, out fault, out _);

    /// <summary>The same, with what the system says of the very file that was read.</summary>
    public static ReadResult Read(string path, bool follow, int limit, out byte[] bytes, out string fault, out FileStatus status)
    {
        status = default;
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
            int error = Posix.Status(descriptor, out status);
            fault = error < 0 ? Posix.Describe(error)
                : status.Type == FileType.Folder ? "it is a folder"
                : status.Type != FileType.Regular ? "it is no regular file"
                : status.Size > limit ? $"it is larger than {limit >> 20} MiB"
                : "";
            if (fault.Length > 0)
            {
                return ReadResult.Fault;
            }

            // It may have grown meanwhile: it ends where a further read finds nothing.
            byte[] buffer = GC.AllocateUninitializedArray<byte>((int)status.Size);
            Span<byte> next = stackalloc byte[1];
            int count = Posix.Read(descriptor, buffer);
            int more = count == buffer.Length ? Posix.Read(descriptor, next) : 0;
            while (more > 0 && count <= limit)
            {
                Array.Resize(ref buffer, Math.Min(Math.Max(buffer.Length * 2, 64), limit + 1));
                buffer[count++] = next[0];
                more = Posix.Read(descriptor, buffer.AsSpan(count));
                count += Math.Max(more, 0);
                more = more >= 0 && count == buffer.Length ? Posix.Read(descriptor, next) : Math.Min(more, 0);
            }

            count = more < 0 ? more : count;
            if (count < 0 || count > limit)
            {
                fault = count < 0 ? Posix.Describe(count) : $"it is larger than {limit >> 20} MiB";
                return ReadResult.Fault;
            }

            if (count < buffer.Length)
            {
                Array.Resize(ref buffer, count);
            }

            bytes = buffer;
            return ReadResult.Read;
        }
        finally
        {
            Posix.Close(descriptor);
        }
    }
}
