using Aex.Language.Text;
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
public sealed class Rule
{
    /// <summary>Makes one.</summary>
    /// <param name="verb">What it does.</param>
    /// <param name="pattern">The capabilities it names.</param>
    /// <param name="scope">The resources it is held to; null for all.</param>
    /// <param name="start">Offset of the grant in its file; -1 where it has no place of its own.</param>
    /// <param name="text">The grant as it is written, without its verb.</param>
    public Rule(RuleVerb verb, CapabilityPattern pattern, Scope? scope, int start, string text)
    {
        Verb = verb;
        Pattern = pattern;
        Scope = scope;
        Start = start;
        Text = text;
    }

    /// <summary>What it does.</summary>
    public RuleVerb Verb { get; }

    /// <summary>The capabilities it names.</summary>
    public CapabilityPattern Pattern { get; }

    /// <summary>Whether it is held to a scope.</summary>
    public bool HasScope => Scope is not null;

    /// <summary>The resources it is held to; null for all.</summary>
    public Scope? Scope { get; }

    /// <summary>Offset of the grant in its file; -1 where it has no place of its own.</summary>
    public int Start { get; }

    /// <summary>The grant as it is written, without its verb.</summary>
    public string Text { get; }

    /// <summary>Where the pattern stands in the file, without quotes; null if no run of the file's text is the pattern.</summary>
    internal TextSpan? PatternSpan { get; init; }

    /// <summary>Where the scope stands in the file, without quotes; null if no run of the file's text is the scope.</summary>
    internal TextSpan? ScopeSpan { get; init; }
}

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
