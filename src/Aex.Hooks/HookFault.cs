namespace Aex.Hooks;

/// <summary>
/// An input that the gate can't take for a call. It ends in a denial whose reason is the message: what is wrong, in one sentence, never
/// quoting values of the input.
/// </summary>
internal sealed class HookFault(string message) : Exception(message);
