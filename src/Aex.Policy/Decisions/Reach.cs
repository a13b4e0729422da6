namespace Aex.Policy.Decisions;

/// <summary>The server over the network that a contract's tool reaches, which denies and confirmations of <c>network.*</c> speak of as well.</summary>
/// <param name="Origin">Its URL without a path.</param>
/// <param name="IsLoopback">Whether it is this machine.</param>
/// <param name="Sends">Whether a call may change something there.</param>
public sealed record Reach(string Origin, bool IsLoopback, bool Sends);
