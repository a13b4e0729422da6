using Aex.Contracts.Values;

namespace Aex.Contracts.Models;

/// <summary>What a <c>make</c> asks for.</summary>
/// <param name="Type">What kind of text: <c>diff</c>, <c>markdown</c>, …</param>
/// <param name="Bind">The name that it gets.</param>
/// <param name="Inputs">The values that it is made from, by name, in order.</param>
/// <param name="Instructions">The lines under it.</param>
public sealed record MakeRequest(string Type, string Bind, IReadOnlyList<KeyValuePair<string, Value>> Inputs, IReadOnlyList<string> Instructions)
{
    /// <summary>What is to be known beforehand, whatever the inputs are; null for a text that needs nothing of that kind.</summary>
    public string? Background { get; init; }
}

/// <summary>What was made.</summary>
/// <param name="Text">The text, as the model gave it.</param>
/// <param name="Tokens">The tokens used for asking and answering; 0 where nobody counts them.</param>
public sealed record MakeAnswer(string Text, long Tokens);

/// <summary>
/// Whoever makes the texts of <c>make</c> steps: a model provider or a program. Throws <see cref="Running.RunBlockedException"/> with a sentence that says
/// what is wrong and what to do, and <see cref="OperationCanceledException"/> when <paramref name="stop"/> asks for the end.
/// </summary>
public delegate Task<MakeAnswer> MakeStep(MakeRequest request, CancellationToken stop);
