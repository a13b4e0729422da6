using Aex.Policy.Decisions;

namespace Aex.Sessions.Layers;

/// <summary>One policy or contract file as it is on the disk now.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Root">The folder that its relative scopes start from.</param>
/// <param name="Bytes">Its text; empty when <paramref name="Fault"/> says why it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
internal sealed record LayerFile(LayerKind Kind, string Path, string Root, byte[] Bytes, string? Fault)
{
    /// <summary>True for files that came with the project and want a person's trust before they may grant.</summary>
    public static bool WantsTrust(LayerKind kind) => kind is LayerKind.Project or LayerKind.Option;
}
