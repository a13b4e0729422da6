namespace Aex.Sessions.State;

/// <summary>A file as it was when the session began. Its text is kept once for all sessions, under its SHA-256.</summary>
/// <param name="Role">What it is: the layer's kind in small letters (<c>project</c>, <c>user</c>, …) or <c>settings</c>.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Sha256">64 hexadecimal digits; empty for a settings file that did not exist.</param>
public sealed record PinnedFile(string Role, string Path, string Sha256)
{
    /// <summary>
    /// The folder that a layer's relative scopes start from, where its path does not say so: a base that a JSON policy extends keeps to the
    /// root of the policy that names it. Null otherwise.
    /// </summary>
    public string? Root { get; init; }
}
