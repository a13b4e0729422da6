using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;

namespace Aex.Policy.Review;

/// <summary>
/// A contract as it reads under the policies in force: what it asks for, what it gets, and what keeps it from running. For a person to judge
/// before it runs (<c>aex review</c>) and for a model that drafts one (<c>aex.review_task</c>). Decides nothing.
/// </summary>
public sealed class ContractReview
{
    internal ContractReview(DocumentSyntax root, EffectivePermissions effective)
    {
        Task = root.DocumentKind == DocumentKind.Task ? root.Header!.Name : "";
        Effective = effective;
    }

    /// <summary>The contract's name; empty for a file that is no contract.</summary>
    public string Task { get; }

    /// <summary>What it is to reach; empty where it does not say.</summary>
    public string Goal { get; internal set; } = "";

    /// <summary>What it asks for: its <c>use</c> lines.</summary>
    public IReadOnlyList<ReviewedLine> Requested { get; internal set; } = [];

    /// <summary>What it forbids itself: its <c>deny</c> lines.</summary>
    public IReadOnlyList<ReviewedLine> Denied { get; internal set; } = [];

    /// <summary>What it and the policies come to together.</summary>
    public EffectivePermissions Effective { get; }

    /// <summary>Its <c>check</c> steps, as written.</summary>
    public IReadOnlyList<ReviewedLine> Checks { get; internal set; } = [];

    /// <summary>What a model makes in it: <c>patch: diff from sources</c>.</summary>
    public IReadOnlyList<ReviewedLine> MakeSteps { get; internal set; } = [];

    /// <summary>What it calls or asks for that a person is asked about before it runs, each with the line that wants that.</summary>
    public IReadOnlyList<ReviewedLine> ConfirmRequired { get; internal set; } = [];

    /// <summary>Whether it is a contract without an error.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>Whether it may run under the policies: it is valid, and everything it asks for and calls can pass.</summary>
    public bool RunsUnderPolicy => IsValid && Beyond.Count == 0;

    /// <summary>What is wrong with it or with a policy: nothing runs with any.</summary>
    public IReadOnlyList<ReviewedLine> Errors { get; internal set; } = [];

    /// <summary>What in it goes beyond the policies.</summary>
    public IReadOnlyList<ReviewedLine> Beyond { get; internal set; } = [];

    /// <summary>What a person should know before it runs and what does not keep it from running.</summary>
    public IReadOnlyList<ReviewedLine> Warnings { get; internal set; } = [];

    /// <summary>Reads a contract under policies.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="file">Its name as it is shown.</param>
    /// <param name="path">Its absolute path.</param>
    /// <param name="policies">The other layers in force.</param>
    /// <param name="context">What a decision needs to know of the machine; steps whose arguments are written out are decided with it.</param>
    public static ContractReview Of(ReadOnlySpan<byte> utf8, string file, string path, IReadOnlyList<Layer> policies, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(context);
        var contract = Layer.Load(LayerKind.Contract, file, path, context.ProjectRoot, utf8);
        var guarded = context with { GuardedFiles = [.. context.GuardedFiles, path] };
        return new ContractReader(Parser.Parse(SourceText.FromUtf8(file, utf8)), contract, policies, guarded).Read();
    }
}

/// <summary>Something that a review shows, with where it stands.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="File">The file's name as shown.</param>
/// <param name="Line">Its 1-based line; 0 where the file has none to name.</param>
public sealed record ReviewedLine(string Text, string File, int Line)
{
    /// <summary><c>FILE:LINE</c>, or the file alone without a line.</summary>
    public string Place => Line > 0 ? File + ":" + Line.ToString(System.Globalization.CultureInfo.InvariantCulture) : File;
}
