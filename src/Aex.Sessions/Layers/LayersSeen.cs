using System.Text;
using Aex.Sessions.Files;

namespace Aex.Sessions.Layers;

/// <summary>
/// What the files that decide a call's layers looked like when the layers were read: those that are there, and the names where another would be
/// found. As long as nothing of it changed, reading again would give the same.
/// </summary>
internal sealed class LayersSeen
{
    // A file that changed just before it was read may change again without another time: it is read once more.
    private const long Settling = 50_000_000;

    private readonly List<(byte[] Path, FileStatus Status, int Result)> _files = [];
    private bool _isSettled = true;

    /// <summary>Looks at everything that <see cref="LayersInForce.Load"/> looks at. To be taken before it, so that a change in between is seen.</summary>
    public static LayersSeen Look(HostEnvironment host, EnforcerOptions options, string root, string cwd)
    {
        var seen = new LayersSeen();
        seen.Add(host, host.ManagedPolicy);
        seen.Add(host, host.ConfigFolder + "/policy.aex");
        if (options.PolicyFile is { } option)
        {
            seen.Add(host, option.StartsWith('/') ? option : root + "/" + option);
        }
        else
        {
            foreach (string folder in (List<string>)[.. ProjectRoot.Upwards(host, root), .. ProjectRoot.Between(root, cwd)])
            {
                string prefix = folder == "/" ? "" : folder;
                seen.Add(host, prefix + "/.aex/policy.aex");
                seen.Add(host, prefix + "/aex.policy.aex");
            }
        }

        if (options.ContractFile is { } contract)
        {
            seen.Add(host, contract.StartsWith('/') ? contract : root + "/" + contract);
        }

        return seen;
    }

    /// <summary>Adds the files that took part.</summary>
    public void AddPaths(HostEnvironment host, IReadOnlyList<string> paths)
    {
        for (int i = 0; i < paths.Count; i++)
        {
            Add(host, paths[i]);
        }
    }

    /// <summary>True when every file is as it was.</summary>
    public bool IsCurrent()
    {
        foreach ((byte[] path, FileStatus status, int result) in _files)
        {
            if (Posix.StatusOf(path, out FileStatus now) != result || now != status)
            {
                return false;
            }
        }

        return _isSettled;
    }

    private void Add(HostEnvironment host, string path)
    {
        byte[] zeroed = Encoding.UTF8.GetBytes(path + "\0");
        int result = Posix.StatusOf(zeroed, out FileStatus status);
        foreach ((byte[] known, _, _) in _files)
        {
            if (known.AsSpan().SequenceEqual(zeroed))
            {
                return;
            }
        }

        _isSettled &= result < 0 || (host.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100 - status.Changed > Settling;
        _files.Add((zeroed, status, result));
    }
}
