using Aex.Contracts.Models;
using Aex.Contracts.Signing;
using Aex.Contracts.Tools;
using Aex.Contracts.Values;
using Aex.Language.Syntax;
using Aex.Sessions;

namespace Aex.Contracts.Running;

/// <summary>What a run is made of.</summary>
public sealed record RunSetup
{
    /// <summary>The contract; it has no error, and the session's contract layer is of the same bytes.</summary>
    public required SyntaxTree Contract { get; init; }

    /// <summary>SHA-256 of the contract's bytes, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Who signed these bytes, where a signature was asked for and holds.</summary>
    public ContractSignature? Signature { get; init; }

    /// <summary>Its inputs, held against its <c>need</c> lines.</summary>
    public required IReadOnlyDictionary<string, Value> Inputs { get; init; }

    /// <summary>The session that decides, counts and records, opened with <see cref="AskMode.Hold"/>.</summary>
    public required Session Session { get; init; }

    /// <summary>What it can call.</summary>
    public required ToolBox Tools { get; init; }

    /// <summary>Called when the run has begun, before its first step: adds the tools that come from elsewhere. Throws <see cref="RunBlockedException"/> where that fails.</summary>
    public Action<CancellationToken> Connect { get; init; } = static _ => { };

    /// <summary>Who makes texts; null where nobody was named.</summary>
    public MakeStep? Make { get; init; }

    /// <summary>The name of whoever makes texts, for the record.</summary>
    public string? Model { get; init; }

    /// <summary>Why nobody makes texts, with the mend, where <see cref="Make"/> is null.</summary>
    public string NoModel { get; init; } = "none is named";

    /// <summary>Who is asked.</summary>
    public required Confirm Confirm { get; init; }

    /// <summary>Told of every event, in order.</summary>
    public required Action<RunEvent> Report { get; init; }

    /// <summary>Told when a step begins that may take time: its line and what it is.</summary>
    public Action<int, string> Begins { get; init; } = static (_, _) => { };

    /// <summary>How long one call may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Masks secrets in what is reported.</summary>
    public required Func<string, string> Mask { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
