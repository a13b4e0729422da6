using System.Text;
using Aex.Policy.Decisions;
using Aex.Sessions.Files;
using Aex.Sessions.State;

namespace Aex.Sessions.Layers;

/// <summary>
/// The layers that a call is decided by: those pinned when the session began, and those on the disk now. What is on the disk can only
/// narrow: a file that changed takes part twice, a new one joins, one that vanished denies.
/// </summary>
internal sealed class LayersInForce
{
    private readonly List<(LayerKind Kind, string Path, string Root, string? Hash, byte[] Bytes)> _texts = [];
    private string? _changedHash;

    /// <summary>The layers, in their order.</summary>
    public List<Layer> Layers { get; } = [];

    /// <summary>True when a text on the disk differs from the pinned one, or a file joined.</summary>
    public bool Differs { get; private set; }

    /// <summary>True when a project policy, or the one named by an option, takes part.</summary>
    public bool HasProject { get; private set; }

    /// <summary>True when every layer was read and none has an error.</summary>
    public bool IsSound { get; private set; } = true;

        /// <summary>The paths of all layers, and what links among them lead to.</summary>
    public List<string> Paths { get; } = [];

    /// <summary>Finds, reads and compares. The state's pins count once the session has any.</summary>
    public static LayersInForce Load(HostEnvironment host, EnforcerOptions options, SessionState? state, string root, string cwd)
    {
        var force = new LayersInForce();
        List<LayerFile> found = LayerFiles.Find(host, options, root, cwd);
        if (state is { Pinned: true })
        {
            foreach (PinnedFile pin in state.Layers)
            {
                force.AddPinned(host, pin, found, root);
            }
        }

        foreach (LayerFile file in found)
        {
            force.Differs |= state is { Pinned: true };
            force.Add(root, file);
        }

        return force;
    }

    /// <summary>Pins what is in force, and the client's settings with it.</summary>
    public void Pin(HostEnvironment host, SessionState state, string client)
    {
        var pins = new List<PinnedFile>(_texts.Count);
        foreach ((LayerKind kind, string path, string root, string? hash, byte[] bytes) in _texts)
        {
            pins.Add(Pin(state.Root, kind, path, root, hash ?? PolicyStore.Keep(host, bytes)));
        }

        state.Layers = pins;
        state.PolicyHash = HashOf(pins);
        state.Settings = ClientSettings.Pin(host, client, state.Root);
        state.Pinned = true;
    }

    /// <summary>SHA-256 over all that takes part in this call.</summary>
    public string PolicyHash(SessionState state)
    {
        if (!Differs && state.Pinned)
        {
            return state.PolicyHash;
        }

        if (_changedHash is not null)
        {
            return _changedHash;
        }

        var files = new List<PinnedFile>(_texts.Count);
        foreach ((LayerKind kind, string path, string root, string? hash, byte[] bytes) in _texts)
        {
            files.Add(Pin(state.Root, kind, path, root, hash ?? Sha256.Hex(bytes)));
        }

        return _changedHash = HashOf(files);
    }

    /// <summary>True when there is a policy that came with the project and a person trusts every one of them.</summary>
    public bool IsTrusted(HostEnvironment host)
    {
        bool trusted = HasProject && IsSound;
        foreach ((LayerKind kind, string path, _, string? hash, byte[] bytes) in _texts)
        {
            trusted = trusted && (!LayerFile.WantsTrust(kind) || TrustStore.IsTrusted(host, path, hash ?? Sha256.Hex(bytes)));
        }

        return trusted;
    }

    /// <summary>SHA-256 over the names and texts of layers.</summary>
    public static string HashOf(IReadOnlyList<PinnedFile> files)
    {
        var text = new StringBuilder();
        for (int i = 0; i < files.Count; i++)
        {
            text.Append(files[i].Role).Append(' ').Append(files[i].Sha256).Append(' ').Append(files[i].Path);
            if (files[i].Root is { } root)
            {
                text.Append('\0').Append(root);
            }

            text.Append('\n');
        }

        return Sha256.Hex(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>A layer's kind as it stands in the state.</summary>
    public static string Role(LayerKind kind) => kind switch
    {
        LayerKind.Managed => "managed",
        LayerKind.User => "user",
        LayerKind.Project => "project",
        LayerKind.Option => "option",
        LayerKind.Contract => "contract",
    };

    /// <summary>The kind by its name in the state.</summary>
    public static LayerKind Kind(string role) => role switch
    {
        "managed" => LayerKind.Managed,
        "user" => LayerKind.User,
        "option" => LayerKind.Option,
        "contract" => LayerKind.Contract,
        _ => LayerKind.Project,
    };

    private static PinnedFile Pin(string projectRoot, LayerKind kind, string path, string root, string hash) =>
        new(Role(kind), path, hash) { Root = root == LayerFiles.RootOf(kind, path, projectRoot) ? null : root };

    private void AddPinned(HostEnvironment host, PinnedFile pin, List<LayerFile> found, string root)
    {
        LayerKind kind = Kind(pin.Role);
        string layerRoot = pin.Root ?? LayerFiles.RootOf(kind, pin.Path, root);
        LayerFile? now = null;
        for (int i = 0; i < found.Count && now is null; i++)
        {
            if (found[i].Kind == kind && found[i].Path == pin.Path && found[i].Root == layerRoot)
            {
                now = found[i];
                found.RemoveAt(i);
            }
        }

        // A pin binds wherever the agent has gone since, so a file that is not on the way from here is read all the same.
        now ??= LayerFiles.Read(kind, pin.Path, layerRoot)
            ?? new LayerFile(kind, pin.Path, layerRoot, [], "it was in force when this session began and is gone; put it back, or start a new session");
        bool same = now.Fault is null && PolicyStore.Holds(host, pin.Sha256, now.Bytes);
        byte[] text = same ? now.Bytes : PolicyStore.Get(host, pin.Sha256);
        var pinned = PolicyStore.Load(host, pin.Sha256, kind, LayerFiles.Shown(root, pin.Path), pin.Path, layerRoot, text);
        Add(same ? pinned : pinned.AsPinned(), text, pin.Sha256);
        if (!same)
        {
            Differs = true;
            Add(root, now);
        }
    }

    private void Add(string root, LayerFile file)
    {
        string shown = LayerFiles.Shown(root, file.Path);
        Add(
            file.Fault is { } fault
                ? Layer.Unreadable(file.Kind, shown, file.Path, file.Root, fault)
                : Layer.Load(file.Kind, shown, file.Path, file.Root, file.Bytes),
            file.Bytes,
            null);
    }

    private void Add(Layer layer, byte[] bytes, string? hash)
    {
        HasProject |= LayerFile.WantsTrust(layer.Kind);
        _texts.Add((layer.Kind, layer.Path, layer.Root, hash, bytes));
        Guard(layer.Path);
        for (Layer? part = layer; part is not null; part = part.ExtendsPolicy)
        {
            IsSound = IsSound && part.Errors.Count == 0;
            Layers.Add(layer.IsPinned && !part.IsPinned ? part.AsPinned() : part);
        }
    }

    private void Guard(string path)
    {
        Paths.Add(path);
        if (Posix.ReadLink(path, out _) >= 0 && Posix.RealPath(path) is { } real)
        {
            Paths.Add(real);
        }
    }
}
