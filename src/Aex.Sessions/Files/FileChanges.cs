namespace Aex.Sessions.Files;

/// <summary>
/// Changes of several files that happen together or not at all. Everything that can fail for want of room or rights is done first, in files
/// beside the targets; then each is put in its place by a rename. Should one fail after all, those before it are put back.
/// </summary>
internal sealed class FileChanges(RootFolder root) : IDisposable
{
    private readonly List<Change> _changes = [];
    private readonly List<(int Folder, string Name)> _madeFolders = [];
    private bool _isDone;

    /// <summary>Prepares a file's new text.</summary>
    /// <param name="path">The file, as <see cref="RootFolder"/> takes it.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="expected">What the file was when the change was judged; null where none may be there; the default value for whatever is there.</param>
    /// <param name="executable">Whether it is to be executable; null to keep what it is.</param>
    public void Write(string path, ReadOnlySpan<byte> bytes, FileStatus? expected, bool? executable = null)
    {
        int folder = root.OpenFolder(path, _madeFolders, out string name);
        var change = new Change(folder, name, path, expected);
        _changes.Add(change);
        int error = Posix.StatusAt(folder, name, out FileStatus now);
        if (error is < 0 and not -Posix.NoEntry)
        {
            throw FileFault.Of(path, error);
        }

        change.Replaces = error == 0;
        change.Check(now, error == 0);
        int mode = error == 0 ? now.Mode & 0b111_111_111 : 0b110_100_100;
        mode = executable is { } x ? x ? mode | ((mode & 0b100_100_100) >> 2) : mode & ~0b001_001_001 : mode;
        int descriptor = Posix.OpenAt(folder, change.Beside, Posix.WriteOnly | Posix.Create | Posix.Exclusive | Posix.NoFollow, 0b110_000_000);
        if (descriptor < 0)
        {
            throw FileFault.Of(path, descriptor);
        }

        change.IsBeside = true;
        try
        {
            for (int done = 0; done < bytes.Length;)
            {
                int count = Posix.Write(descriptor, bytes[done..]);
                if (count <= 0)
                {
                    throw FileFault.Of(path, count < 0 ? count : -Posix.NoSpace);
                }

                done += count;
            }

            int fault = Posix.SetMode(descriptor, mode);
            fault = fault < 0 ? fault : Posix.Flush(descriptor);
            if (fault < 0)
            {
                throw FileFault.Of(path, fault);
            }
        }
        finally
        {
            Posix.Close(descriptor);
        }
    }

    /// <summary>Prepares the removal of a file.</summary>
    public void Delete(string path, FileStatus expected)
    {
        int folder = root.OpenFolder(path, null, out string name);
        _changes.Add(new Change(folder, name, path, expected) { Removes = true });
    }

    /// <summary>Puts all in place.</summary>
    /// <exception cref="FileFault">One could not be; then none is.</exception>
    public void Commit()
    {
        int done = 0;
        try
        {
            for (; done < _changes.Count; done++)
            {
                _changes[done].Apply();
            }

            _isDone = true;
        }
        finally
        {
            for (int i = done - 1; i >= 0 && !_isDone; i--)
            {
                _changes[i].TakeBack();
            }
        }
    }

    /// <summary>Removes what was prepared and not used.</summary>
    public void Dispose()
    {
        foreach (Change change in _changes)
        {
            change.Dispose();
        }

        for (int i = _madeFolders.Count - 1; i >= 0; i--)
        {
            (int folder, string name) = _madeFolders[i];
            if (!_isDone)
            {
                _ = Posix.UnlinkAt(folder, name, isFolder: true);
            }

            Posix.Close(folder);
        }
    }

    private sealed class Change(int folder, string name, string path, FileStatus? expected)
    {
        private bool _isExchanged;

        // Not a name that a test or a watcher would take up.
        public string Beside { get; } = ".aex-" + Guid.NewGuid().ToString("N")[..16] + ".tmp";

        public bool Removes { get; init; }

        public bool Replaces { get; set; }

        public bool IsBeside { get; set; }

        /// <summary>Throws unless what stands there is what was judged.</summary>
        public void Check(FileStatus now, bool exists)
        {
            bool same = expected is not { } known ? !exists
                : known == default ? !exists || now.Type == FileType.Regular
                : exists && (now.Device, now.Inode, now.Size, now.Type) == (known.Device, known.Inode, known.Size, known.Type);
            if (!same)
            {
                throw new FileFault(expected is null ? $"{path} exists already" : exists && now.Type == FileType.Link ? $"{path} became a link while it was worked on"
                    : exists && now.Type != FileType.Regular ? $"{path} is no regular file" : $"{path} was changed by somebody else meanwhile");
            }
        }

        public void Apply()
        {
            if (Removes)
            {
                Must(Posix.RenameAt(folder, name, folder, Beside));
                IsBeside = _isExchanged = true;
                Verify();
            }
            else if (!Replaces)
            {
                // A link, so that nothing that came there meanwhile is overwritten.
                Must(Posix.LinkAt(folder, Beside, folder, name));
                _isExchanged = true;
            }
            else
            {
                int error = Posix.ExchangeAt(folder, Beside, folder, name);
                if (error == -Posix.Invalid)
                {
                    // This file system cannot exchange: the old one is kept by a second name.
                    string kept = Beside + "~";
                    Must(Posix.RenameAt(folder, name, folder, kept));
                    error = Posix.RenameAt(folder, Beside, folder, name);
                    if (error < 0)
                    {
                        _ = Posix.RenameAt(folder, kept, folder, name);
                    }

                    Must(error);
                    Must(Posix.RenameAt(folder, kept, folder, Beside));
                }

                Must(error);
                _isExchanged = true;
                Verify();
            }
        }

        public void TakeBack()
        {
            if (!_isExchanged)
            {
                return;
            }

            _isExchanged = false;
            if (Removes)
            {
                _ = Posix.RenameAt(folder, Beside, folder, name);
                IsBeside = false;
            }
            else if (!Replaces)
            {
                _ = Posix.UnlinkAt(folder, name);
            }
            else if (Posix.ExchangeAt(folder, Beside, folder, name) < 0)
            {
                _ = Posix.RenameAt(folder, Beside, folder, name);
                IsBeside = false;
            }
        }

        public void Dispose()
        {
            if (IsBeside)
            {
                _ = Posix.UnlinkAt(folder, Beside);
            }

            Posix.Close(folder);
        }

        // What was taken out of its place is what was judged; else it goes back.
        private void Verify()
        {
            try
            {
                int error = Posix.StatusAt(folder, Beside, out FileStatus old);
                Check(old, error == 0);
            }
            catch (FileFault)
            {
                TakeBack();
                throw;
            }
        }

        private void Must(int error)
        {
            if (error < 0)
            {
                throw FileFault.Of(path, error);
            }
        }
    }
}
