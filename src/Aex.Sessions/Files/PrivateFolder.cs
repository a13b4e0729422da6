namespace Aex.Sessions.Files;

/// <summary>Folders and files that belong to the user alone: folders 0700, files 0600, replaced whole.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes the folder and those above it where they are missing.</summary>
    public static void Make(string path)
    {
        int error = Posix.MakeFolder(path, 0b111_000_000);
        if (error == -Posix.NoEntry && path.LastIndexOf('/') is > 0 and int slash)
        {
            Make(path[..slash]);
            error = Posix.MakeFolder(path, 0b111_000_000);
        }

        if (error < 0 && error != -Posix.Exists)
        {
            throw new SessionException($"the folder {path} cannot be made: {Posix.Describe(error)}; make it writable, or set AEX_STATE_DIR to a folder that is");
        }
    }

    /// <summary>Refuses a state folder that others could write to.</summary>
    public static void Check(string path)
    {
        int error = Posix.Status(path, follow: true, out FileStatus status);
        if (error == -Posix.NoEntry)
        {
            Make(path);
            return;
        }

        if (error < 0 || status.Type != FileType.Folder)
        {
            throw new SessionException($"the state folder {path} cannot be used: {(error < 0 ? Posix.Describe(error) : "it is no folder")}; mend it, or set AEX_STATE_DIR");
        }

        uint user = Posix.User();
        if ((status.Mode & 0b000_010_010) != 0 || (status.Owner != user && user != 0))
        {
            throw new SessionException($"the state folder {path} belongs to or can be written by another user; `chmod 700 {path}`, or set AEX_STATE_DIR to a folder of your own");
        }
    }

    /// <summary>
    /// Replaces a file: the new text is written beside it and takes its place whole, so a reader sees the old or the new one. The caller
    /// holds the lock that guards it.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        // The two files change places, and the old one is overwritten the next time. A plain rename over a file makes ext4 write the new
        // blocks out at once: ten times the cost of all else, with outliers of milliseconds.
        string beside = path + ".tmp";
        int descriptor = Posix.Open(beside, Posix.WriteOnly | Posix.Create | Posix.NoFollow | Posix.NonBlocking, 0b110_000_000);
        if (descriptor < 0)
        {
            throw Unwritable(beside, descriptor);
        }

        int error = WriteAll(descriptor, bytes);
        error = error < 0 ? error : Posix.SetLength(descriptor, bytes.Length);
        Posix.Close(descriptor);
        if (error >= 0)
        {
            error = Posix.Exchange(beside, path);
            // There is no old one yet, or the file system cannot exchange.
            error = error < 0 ? Posix.Rename(beside, path) : error;
        }

        if (error < 0)
        {
            throw Unwritable(path, error);
        }
    }

    /// <summary>Makes a file that nobody has made yet; false when one is there. Whoever sees the name sees the whole content.</summary>
    public static bool Add(string path, ReadOnlySpan<byte> bytes)
    {
        string beside = $"{path}.{Posix.Process()}.{Environment.CurrentManagedThreadId}.tmp";
        int descriptor = Posix.Open(beside, Posix.WriteOnly | Posix.Create | Posix.Truncate | Posix.NoFollow, 0b110_000_000);
        if (descriptor < 0)
        {
            throw Unwritable(beside, descriptor);
        }

        int error = WriteAll(descriptor, bytes);
        Posix.Close(descriptor);
        error = error < 0 ? error : Posix.Link(beside, path);
        _ = Posix.Unlink(beside);
        return error >= 0 || (error == -Posix.Exists ? false : throw Unwritable(path, error));
    }

    private static int WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = Posix.Write(descriptor, bytes);
            if (count <= 0)
            {
                return count < 0 ? count : -Posix.NoSpace;
            }

            bytes = bytes[count..];
        }

        return 0;
    }

    /// <summary>The sentence for a file that cannot be written.</summary>
    public static SessionException Unwritable(string path, int error) =>
        new($"{path} cannot be written: {Posix.Describe(error)}; make room and rights there, or set AEX_STATE_DIR to another folder");
}
