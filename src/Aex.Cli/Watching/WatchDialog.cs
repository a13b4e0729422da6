using Aex.Sessions.State;

namespace Aex.Cli.Watching;

/// <summary>What the person is being asked, or was told.</summary>
/// <param name="Selected">The waiting call that the mark stands at, by its id; null for none.</param>
/// <param name="Asked">The call in question; null while none is looked at.</param>
/// <param name="Scope">The scope as far as it is typed; null while none is.</param>
/// <param name="Notice">What became of the last answer.</param>
internal sealed record WatchDialog(string? Selected, WaitingCall? Asked, string? Scope, string Notice);
