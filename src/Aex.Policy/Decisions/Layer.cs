using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Policy.Decisions;

/// <summary>One file's rules. Layers are never merged: each is asked.</summary>
public sealed class Layer
{
    // The text of a layer that was taken by its index is decoded for people only.
    private readonly byte[]? _utf8;
    private SourceText? _source;

    internal Layer(LayerKind kind, string file, string path, string root, SourceText? source, LayerContent content, byte[]? utf8 = null)
    {
        Kind = kind;
        File = file;
        Path = path;
        Root = root;
        _source = source;
        _utf8 = utf8;
        Allow = content.Indexed?.Allow ?? new RuleList([.. content.Allow]);
        Deny = content.Indexed?.Deny ?? new RuleList([.. content.Deny]);
        Confirm = content.Indexed?.Confirm ?? new RuleList([.. content.Confirm]);
        Limits = content.Limits.ToArray();
        Mappings = content.Mappings.ToArray();
        IsStrictShell = content.IsStrictShell;
        Errors = content.Errors;
        ExtendsFile = content.ExtendsFile;
        ExtendsPolicy = content.ExtendsPolicy is null ? null : new Layer(kind, file, path, root, null, content.ExtendsPolicy);
    }

    /// <summary>Where it comes from.</summary>
    public LayerKind Kind { get; }

    /// <summary>The file's name as shown, relative to the project's root where it lies inside.</summary>
    public string File { get; }

    /// <summary>The file's absolute path.</summary>
    public string Path { get; }

    /// <summary>The absolute folder that its relative scopes start from.</summary>
    public string Root { get; }

    /// <summary>Set for a layer as it was when the session began, where the file has changed since.</summary>
    public bool IsPinned { get; init; }

    /// <summary>What it grants, in order.</summary>
    public RuleList Allow { get; }

    /// <summary>What it denies, in order.</summary>
    public RuleList Deny { get; }

    /// <summary>What it wants confirmed, in order.</summary>
    public RuleList Confirm { get; }

    /// <summary>Its budgets, in order.</summary>
    public IReadOnlyList<Limit> Limits { get; }

    /// <summary>Its <c>map</c> lines, in order.</summary>
    public IReadOnlyList<Mapping> Mappings { get; }

    /// <summary>Whether it says <c>strict shell</c>: what a call also does must be allowed as well.</summary>
    public bool IsStrictShell { get; }

    /// <summary>What is wrong with it. With any, nothing may run.</summary>
    public IReadOnlyList<LayerError> Errors { get; }

    /// <summary>The base that a JSON policy names by file, as written; null without.</summary>
    public string? ExtendsFile { get; }

    /// <summary>The base that a JSON policy holds in itself: one more layer.</summary>
    public Layer? ExtendsPolicy { get; }

    /// <summary>Whether it says nothing about what is allowed: the machine's or the person's policy without an <c>allow</c> line.</summary>
    public bool IsNeutral => Kind is LayerKind.Managed or LayerKind.User && Allow.Count == 0 && Errors.Count == 0;

    internal ReadOnlySpan<Limit> LimitSpan => (Limit[])Limits;

    /// <summary>Reads a policy, a contract or a JSON policy. Never fails: what is wrong stands in <see cref="Errors"/>.</summary>
    /// <param name="kind">Where it comes from.</param>
    /// <param name="file">Its name as shown.</param>
    /// <param name="path">Its absolute path.</param>
    /// <param name="root">The absolute folder that its relative scopes start from.</param>
    /// <param name="utf8">Its bytes.</param>
    public static Layer Load(LayerKind kind, string file, string path, string root, ReadOnlySpan<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (JsonPolicyReader.IsJson(path, utf8))
        {
            return new Layer(kind, file, path, root, null, JsonPolicyReader.Read(utf8));
        }

        var source = SourceText.FromUtf8(file, utf8);
        return new Layer(kind, file, path, root, source, TreeReader.Read(kind, source));
    }

    /// <summary>Loads a policy by the index that <see cref="Index"/> made of the same text; null if it is another's or another form's.</summary>
    /// <param name="kind">Where it comes from.</param>
    /// <param name="file">Its name as shown.</param>
    /// <param name="path">Its absolute path.</param>
    /// <param name="root">The absolute folder that its relative scopes start from.</param>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="index">The index.</param>
    /// <param name="maker">What tells one build of aex from another.</param>
    public static Layer? Load(LayerKind kind, string file, string path, string root, byte[] utf8, byte[] index, ReadOnlySpan<byte> maker) =>
        LayerIndex.Read(index, utf8, maker) is { } content ? new Layer(kind, file, path, root, null, content, utf8) : null;

    /// <summary>
    /// Where in its text the rules stand, so that a large policy that was found sound once need not be parsed before each call; null for a
    /// policy whose rules are not all runs of its text, or that is not sound.
    /// </summary>
    /// <param name="maker">What tells one build of aex from another: an index serves the build that made it.</param>
    public byte[]? Index(ReadOnlySpan<byte> maker) => _source is null || Kind == LayerKind.Contract ? null : LayerIndex.Write(this, _source, maker);

    /// <summary>A layer that cannot be read: nothing may run under it.</summary>
    public static Layer Unreadable(LayerKind kind, string file, string path, string root, string why)
    {
        var content = new LayerContent();
        content.Errors.Add(new LayerError(Catalogue.PolicyUnusable, 0, 0, why));
        return new Layer(kind, file, path, root, null, content);
    }

    /// <summary>The same layer as it was when the session began.</summary>
    public Layer AsPinned() => new(this) { IsPinned = true };

    /// <summary>Where a rule stands.</summary>
    public RuleSource SourceOf(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var verb = rule.Verb switch
        {
            RuleVerb.Allow => Kind == LayerKind.Contract ? "use " : "allow ",
            RuleVerb.Deny => "deny ",
            RuleVerb.Confirm => "confirm before ",
        };
        return new RuleSource(File, LineOf(rule.Start), verb + rule.Text);
    }

    /// <summary>Where a limit stands.</summary>
    public RuleSource SourceOf(Limit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return new RuleSource(File, LineOf(limit.Start), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"budget {limit.Key}={limit.Value}"));
    }

    /// <summary>Where a <c>map</c> line stands.</summary>
    public RuleSource SourceOf(Mapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return new RuleSource(File, LineOf(mapping.Start), $"map {mapping.Tool}({string.Join(", ", mapping.Arguments)}) to {mapping.Target}");
    }

    private Layer(Layer other)
    {
        (Kind, File, Path, Root, _source, _utf8) = (other.Kind, other.File, other.Path, other.Root, other._source, other._utf8);
        (Allow, Deny, Confirm, Limits, Mappings) = (other.Allow, other.Deny, other.Confirm, other.Limits, other.Mappings);
        (IsStrictShell, Errors, ExtendsFile, ExtendsPolicy) = (other.IsStrictShell, other.Errors, other.ExtendsFile, other.ExtendsPolicy);
    }

    private int LineOf(int start)
    {
        if (_utf8 is not null)
        {
            _source ??= SourceText.FromUtf8(File, _utf8);
        }

        return start < 0 || _source is null ? 0 : _source.LineOf(start);
    }
}

/// <summary>What is wrong with a layer.</summary>
/// <param name="Code">The diagnostic's code.</param>
/// <param name="Line">Its 1-based line; 0 where it has none.</param>
/// <param name="Column">Its 1-based column; 0 where it has none.</param>
/// <param name="Message">What is wrong.</param>
public sealed record LayerError(string Code, int Line, int Column, string Message);

/// <summary>A layer's rules while they are read.</summary>
internal sealed class LayerContent
{
    /// <summary>The rules by an index, instead of the lists.</summary>
    public IndexedRules? Indexed { get; init; }

    public List<Rule> Allow { get; } = [];

    public List<Rule> Deny { get; } = [];

    public List<Rule> Confirm { get; } = [];

    public List<Limit> Limits { get; } = [];

    public List<Mapping> Mappings { get; } = [];

    public bool IsStrictShell { get; set; }

    public List<LayerError> Errors { get; } = [];

    public string? ExtendsFile { get; set; }

    public LayerContent? ExtendsPolicy { get; set; }

    public List<Rule> ListOf(RuleVerb verb) => verb switch
    {
        RuleVerb.Allow => Allow,
        RuleVerb.Deny => Deny,
        RuleVerb.Confirm => Confirm,
    };
}
