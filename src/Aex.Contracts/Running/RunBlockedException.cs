namespace Aex.Contracts.Running;

/// <summary>The run cannot go on: a sentence that says why.</summary>
public sealed class RunBlockedException(string message) : Exception(message)
{
    /// <summary>The code of the diagnostic, where it has one.</summary>
    public string? Code { get; init; }

    /// <summary>The tokens that a model counted for an answer that is none.</summary>
    public long Tokens { get; init; }

    /// <summary>Whether a call was denied, by a rule or by a person.</summary>
    public bool IsDenied { get; init; }
}
