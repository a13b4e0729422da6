namespace Aex.Policy.Json;

/// <summary>Why a text is refused as JSON, and where.</summary>
/// <param name="Offset">Bytes from the start of the text to the fault.</param>
/// <param name="Message">
/// What is wrong, as a clause without a full stop, e.g. <c>the key `tool_name` stands twice in one object</c>.
/// It never holds a value of the text, only a key's plain ASCII beginning.
/// </param>
public readonly record struct JsonFault(int Offset, string Message);
