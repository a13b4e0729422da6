using System.Collections.Concurrent;
using Aex.Sessions.Files;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>What became of a session.</summary>
/// <param name="Name">The name of its files.</param>
/// <param name="State">Its state now; null where it is gone or can't be read.</param>
public sealed record SessionUpdate(string Name, SessionState? State);

/// <summary>
/// Tells which sessions of a root began, went on or ended, by the file system's own events. Each record is followed by its state, so whoever reads the
/// audit after an update misses no line.
/// </summary>
public sealed class SessionFeed : IDisposable
{
    private const int EventBytes = 64 << 10;

    private readonly string _folder;
    private readonly Action _wake;
    private readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);
    private readonly FileSystemWatcher _watcher;

    /// <summary>Begins to watch. Every session that is there counts as changed.</summary>
    /// <param name="host">The surroundings.</param>
    /// <param name="root">The project root.</param>
    /// <param name="wake">Called, from any thread, when there is something to <see cref="Take"/>.</param>
    /// <exception cref="SessionException">The state's folder cannot be made, or belongs to somebody else.</exception>
    public SessionFeed(HostEnvironment host, string root, Action wake)
    {
        ArgumentNullException.ThrowIfNull(host);
        _wake = wake;
        _folder = SessionPlace.FolderOf(host, root);
        PrivateFolder.Check(host.StateFolder);
        PrivateFolder.Make(_folder);
        _watcher = new FileSystemWatcher(_folder, "*.json")
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            InternalBufferSize = EventBytes,
        };
        _watcher.Created += (_, change) => Note(change.Name);
        _watcher.Changed += (_, change) => Note(change.Name);
        _watcher.Deleted += (_, change) => Note(change.Name);
        _watcher.Renamed += (_, change) =>
        {
            // A state takes its place by a rename, from and to a name.
            Note(change.OldName);
            Note(change.Name);
        };
        _watcher.Error += (_, _) =>
        {
            // Events were lost: look at all.
            NoteAll();
            _wake();
        };
        _watcher.EnableRaisingEvents = true;
        NoteAll();
    }

    /// <summary>The sessions that changed since the last time, each once.</summary>
    public IReadOnlyList<SessionUpdate> Take()
    {
        var updates = new List<SessionUpdate>();
        foreach (string name in _changed.Keys)
        {
            // Taken off before it is read: what happens meanwhile is noted anew.
            if (_changed.TryRemove(name, out _))
            {
                updates.Add(new SessionUpdate(name, Read(name)));
            }
        }

        return updates;
    }

    /// <summary>Ends the watching.</summary>
    public void Dispose() => _watcher.Dispose();

    private SessionState? Read(string name)
    {
        try
        {
            return new SessionPlace(_folder, name).ReadState();
        }
        catch (SessionException)
        {
            // Its own calls are denied and say why.
            return null;
        }
    }

    private void Note(string? file)
    {
        if (file is not null && file.EndsWith(".json", StringComparison.Ordinal))
        {
            _changed[file[..^5]] = 0;
            _wake();
        }
    }

    private void NoteAll() => _ = Posix.List(_folder, (name, _, _) =>
    {
        if (name.EndsWith(".json", StringComparison.Ordinal))
        {
            _changed[name[..^5]] = 0;
        }

        return true;
    });
}
