using System.Text;
using Aex.Sessions.Files;
using Aex.Sessions.Layers;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>One policy file that wants a person's trust, as it is on the disk.</summary>
/// <param name="File">As shown: relative to the root where it lies inside.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Sha256">Of its text; 64 digits.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsTrusted">True when a person trusted this text of this file.</param>
/// <param name="LastTrusted">The text that was trusted last, for a diff; null when none was.</param>
public sealed record TrustedFile(string File, string Path, string Sha256, string Text, bool IsTrusted, string? LastTrusted);

/// <summary>
/// Which policies that came with a project a person trusts. A policy narrows untrusted; only trusted ones may answer the client's own
/// prompts. Trusting also makes the text on the disk the one that binds running sessions.
/// </summary>
public static class PolicyTrust
{
    /// <summary>The project's policies with their trust. Throws <see cref="SessionException"/> when one cannot be read.</summary>
    public static IReadOnlyList<TrustedFile> Of(HostEnvironment host, EnforcerOptions options, string root, string cwd)
    {
        var files = new List<TrustedFile>();
        foreach (LayerFile file in LayerFiles.Find(host, options, root, cwd))
        {
            if (!LayerFile.WantsTrust(file.Kind))
            {
                continue;
            }

            string shown = LayerFiles.Shown(root, file.Path);
            if (file.Fault is not null)
            {
                throw new SessionException($"{shown} cannot be read: {file.Fault}");
            }

            string hash = Sha256.Hex(file.Bytes);
            string? last = TrustStore.Last(host, file.Path);
            files.Add(new TrustedFile(
                shown, file.Path, hash, Encoding.UTF8.GetString(file.Bytes), TrustStore.IsTrusted(host, file.Path, hash),
                last is null ? null : Encoding.UTF8.GetString(PolicyStore.Get(host, last))));
        }

        return files;
    }

    /// <summary>
    /// Trusts the files with the texts that the person was shown, and binds the sessions that had another text pinned to them. The number of
    /// sessions that changed. A file that changed since it was shown is refused.
    /// </summary>
    public static int Trust(HostEnvironment host, IReadOnlyList<TrustedFile> files)
    {
        foreach (TrustedFile file in files)
        {
            if (FileReading.Read(file.Path, follow: true, FileReading.Limit, out byte[] bytes, out _) != ReadResult.Read || Sha256.Hex(bytes) != file.Sha256)
            {
                throw new SessionException($"{file.File} changed while it was looked at; run `aex trust` again");
            }

            _ = PolicyStore.Keep(host, bytes);
            TrustStore.Trust(host, file.Path, file.Sha256);
        }

        int changed = 0;
        foreach (SessionState session in SessionControl.List(host, null))
        {
            if (WouldChange(session, files))
            {
                Rebind(host, session, files);
                changed++;
            }
        }

        return changed;
    }

    /// <summary>Takes trust in a file back, with whatever text; true when there was any.</summary>
    public static bool Revoke(HostEnvironment host, string path) => TrustStore.Revoke(host, path) > 0;

    private static void Rebind(HostEnvironment host, SessionState session, IReadOnlyList<TrustedFile> files)
    {
        using SessionHold hold = SessionHold.Take(host, session);
        var layers = new List<PinnedFile>();
        foreach (PinnedFile pin in hold.State.Layers)
        {
            TrustedFile? file = Match(pin, files);
            layers.Add(file is null ? pin : pin with { Sha256 = file.Sha256 });
        }

        hold.State.Layers = layers;
        hold.State.PolicyHash = LayersInForce.HashOf(layers);
        foreach (TrustedFile file in files)
        {
            hold.Record(SessionControl.Entry(hold, "policy.trusted", "a person trusts this policy with sha256:" + file.Sha256, file.Path));
        }
    }

    private static bool WouldChange(SessionState session, IReadOnlyList<TrustedFile> files)
    {
        foreach (PinnedFile pin in session.Layers)
        {
            if (Match(pin, files) is { } file && file.Sha256 != pin.Sha256)
            {
                return true;
            }
        }

        return false;
    }

    private static TrustedFile? Match(PinnedFile pin, IReadOnlyList<TrustedFile> files)
    {
        foreach (TrustedFile file in files)
        {
            if (file.Path == pin.Path && LayerFile.WantsTrust(LayersInForce.Kind(pin.Role)))
            {
                return file;
            }
        }

        return null;
    }
}
