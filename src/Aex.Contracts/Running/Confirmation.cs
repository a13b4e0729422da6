using Aex.Contracts.Values;
using Aex.Sessions;

namespace Aex.Contracts.Running;

/// <summary>What a person is asked about.</summary>
/// <param name="Line">The contract's line.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Reason">Which line wants it, in a sentence.</param>
public sealed record Confirmation(int Line, string Tool, ObjectValue Arguments, string Reason)
{
    /// <summary>Why nobody could be asked, with the mend: the sentence behind an answer of <see cref="PersonAnswer.None"/>.</summary>
    public const string Nobody = "nobody can be asked here: run it in a terminal, or with --auto-confirm";
}

/// <summary>Asks a person; <see cref="PersonAnswer.None"/> where none can be asked.</summary>
public delegate PersonAnswer Confirm(Confirmation question, CancellationToken stop);
