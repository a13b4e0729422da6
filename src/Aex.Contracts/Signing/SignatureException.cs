namespace Aex.Contracts.Signing;

/// <summary>A key or a signature that cannot be used, or does not hold: a sentence that says why and what to do.</summary>
public sealed class SignatureException(string message) : Exception(message);
