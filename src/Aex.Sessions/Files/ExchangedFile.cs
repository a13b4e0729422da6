namespace Aex.Sessions.Files;

/// <summary>
/// A file that one process replaces again and again, as <see cref="PrivateFolder.Replace"/> does: the new text goes into the file beside it, and the
/// two change places. Both stay open, which saves most of what a replacement costs. The caller holds the lock, and calls <see cref="Forget"/> where
/// another process may have replaced the file.
/// </summary>
internal sealed class ExchangedFile(string path) : IDisposable
{
    private readonly string _beside = path + ".tmp";
    private Kept? _spare;
    private Kept? _live;

    /// <summary>Replaces the file. What it is afterwards; all zero where that cannot be told.</summary>
    public FileStatus Replace(ReadOnlySpan<byte> bytes)
    {
        _spare ??= Open();
        if (Write(_spare, bytes) < 0 || Posix.Exchange(_beside, path) < 0
            || Posix.Status(path, follow: false, out FileStatus now) < 0 || now.Device != _spare.Device || now.Inode != _spare.Inode || now.Size != bytes.Length)
        {
            // There is no old one yet, the file system cannot exchange, or somebody changed or replaced the file beside, which may not become the file.
            Forget();
            PrivateFolder.Replace(path, bytes);
            return Posix.Status(path, follow: false, out now) == 0 ? now : default;
        }

        (_live, _spare) = (_spare, _live);
        return now;
    }

    /// <summary>Closes both files, which may no longer be those of these names.</summary>
    public void Forget()
    {
        _spare?.Dispose();
        _live?.Dispose();
        (_spare, _live) = (null, null);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => Forget();

    private static int Write(Kept file, ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        while (count < bytes.Length)
        {
            int written = Posix.WriteAt(file.Descriptor, bytes[count..], count);
            if (written <= 0)
            {
                return written < 0 ? written : -Posix.NoSpace;
            }

            count += written;
        }

        int error = file.Length == count ? 0 : Posix.SetLength(file.Descriptor, count);
        file.Length = count;
        return error;
    }

    private Kept Open()
    {
        int descriptor = Posix.Open(_beside, Posix.WriteOnly | Posix.Create | Posix.NoFollow | Posix.NonBlocking, 0b110_000_000);
        if (descriptor < 0)
        {
            throw PrivateFolder.Unwritable(_beside, descriptor);
        }

        int error = Posix.Status(descriptor, out FileStatus status);
        if (error < 0)
        {
            Posix.Close(descriptor);
            throw PrivateFolder.Unwritable(_beside, error);
        }

        return new Kept(descriptor, status.Device, status.Inode) { Length = status.Size };
    }

    private sealed class Kept(int descriptor, ulong device, ulong inode) : IDisposable
    {
        public int Descriptor => descriptor;

        public ulong Device => device;

        public ulong Inode => inode;

        public long Length { get; set; }

        public void Dispose() => Posix.Close(descriptor);
    }
}
