using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>What a line does with what it names.</summary>
public enum RuleVerb
{
    /// <summary><c>allow</c>, and <c>use</c> of a contract.</summary>
    Allow,

    /// <summary><c>deny</c>.</summary>
    Deny,

    /// <summary><c>confirm before</c>.</summary>
    Confirm,
}

/// <summary>One grant of one line: a pattern and its scope.</summary>
/// <param name="Verb">What it does.</param>
/// <param name="Pattern">The capabilities it names.</param>
/// <param name="Scope">The resources it is held to; null for all.</param>
/// <param name="Start">Offset of the grant in its file; -1 where it has no place of its own.</param>
/// <param name="Text">The grant as it is written, without its verb.</param>
public sealed record Rule(RuleVerb Verb, CapabilityPattern Pattern, Scope? Scope, int Start, string Text);

/// <summary>One budget.</summary>
/// <param name="Key"><c>calls</c>, <c>minutes</c>, <c>tokens</c> or a pattern.</param>
/// <param name="Value">The most that may be used.</param>
/// <param name="Start">Offset in its file; -1 where it has no place of its own.</param>
public sealed record Limit(string Key, long Value, int Start)
{
    /// <summary>What the key names, where it is a pattern.</summary>
    public CapabilityPattern? Pattern { get; } = Key is "calls" or "minutes" or "tokens" ? null : CapabilityPattern.Parse(Key, quoted: false);

    /// <summary>The limit with what a person added; never past the largest number.</summary>
    public long Most(Counters counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var raised = Math.Max(0, counters.Raised(Key));
        return Value > long.MaxValue - raised ? long.MaxValue : Value + raised;
    }

    /// <summary>Whether this counts calls: <c>calls</c> and every pattern.</summary>
    public bool CountsCalls => Pattern is not null || Key == "calls";
}

/// <summary>A line <c>map TOOL(ARGUMENT, …) to CAPABILITY</c>.</summary>
/// <param name="Tool">The tool's name as written.</param>
/// <param name="Arguments">The arguments that hold its resources.</param>
/// <param name="Target">The capability by which the layer judges it.</param>
/// <param name="Start">Offset in its file.</param>
public sealed record Mapping(string Tool, IReadOnlyList<string> Arguments, string Target, int Start);
