using System.Text;
using Aex.Contracts.Models;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Review;

namespace Aex.Contracts.Drafting;

/// <summary>What a contract is drafted from.</summary>
public sealed record DraftRequest
{
    /// <summary>What is wanted, in a sentence.</summary>
    public required string Prompt { get; init; }

    /// <summary>A plan that the contract is to carry out; null for none.</summary>
    public string? Plan { get; init; }

    /// <summary>The contract's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file it is going to be, as shown in diagnostics.</summary>
    public required string File { get; init; }

    /// <summary>The same, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>The policies in force.</summary>
    public required IReadOnlyList<Layer> Policies { get; init; }

    /// <summary>What a decision needs to know of the machine.</summary>
    public required CallContext Context { get; init; }

    /// <summary>How often the model is shown what is wrong with its draft.</summary>
    public int MostRetries { get; init; } = 1;
}

/// <summary>A contract that a model wrote, with what is to be said of it. It is never run by being drafted.</summary>
/// <param name="Text">The contract.</param>
/// <param name="Review">How it reads under the policies.</param>
/// <param name="Tokens">The tokens of all attempts.</param>
public sealed record ContractDraft(string Text, ContractReview Review, long Tokens)
{
    /// <summary>Has a model draft it, and draft it again with the diagnostics as long as it would not run and attempts are left.</summary>
    /// <param name="request">What it is drafted from.</param>
    /// <param name="make">Who drafts.</param>
    /// <param name="retries">Told before each attempt but the first: what was wrong.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="RunBlockedException">The model gave no answer.</exception>
    public static async Task<ContractDraft> Of(DraftRequest request, MakeStep make, Action<ContractReview> retries, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(retries);
        var policy = DraftBackground.PolicyLines(EffectivePermissions.Of(request.Policies));
        List<KeyValuePair<string, Value>> inputs =
        [
            new("request", Value.Of(request.Prompt)),
            new("policy", Value.Of(policy.Length > 0 ? policy : "none: the contract alone says what is allowed\n")),
            new("repository", Value.Of(RepositoryBrief.Of(request.Context.ProjectRoot))),
        ];
        if (request.Plan is { } plan)
        {
            inputs.Add(new("plan", Value.Of(plan)));
        }

        List<string> instructions =
        [
            request.Plan is null ? "Draft a contract that does what stands under `request`." : "Draft a contract that carries `plan` out, as `request` wants it.",
            $"Name it `{request.Name}`.",
            "Stay within `policy`: what it does not allow, or denies, the contract must not use.",
            "Take file names and the test command from `repository` where they are known.",
        ];
        var tokens = 0L;
        for (var attempt = 0; ; attempt++)
        {
            var answer = await make(new MakeRequest("aex", "contract", inputs, instructions) { Background = DraftBackground.Text }, stop).ConfigureAwait(false);
            tokens += answer.Tokens;
            var text = Named(CodeFence.Strip(answer.Text), request);
            var review = ContractReview.Of(Encoding.UTF8.GetBytes(text), request.File, request.Path, request.Policies, request.Context);
            if (review.RunsUnderPolicy || attempt >= request.MostRetries)
            {
                return string.IsNullOrWhiteSpace(text) ? throw new RunBlockedException("the model drafted nothing: its answer is empty; say more of what is wanted") { Tokens = tokens } : new ContractDraft(text, review, tokens);
            }

            retries(review);
            inputs.RemoveAll(static input => input.Key is "draft" or "diagnostics");
            inputs.Add(new("draft", Value.Of(text)));
            inputs.Add(new("diagnostics", Value.Of(Diagnostics(review))));
            if (attempt == 0)
            {
                instructions.Add("`draft` is what you wrote before. Mend everything that `diagnostics` names and write the whole contract again.");
            }
        }
    }

    /// <summary>Everything that keeps a contract from running, a line each with its place.</summary>
    public static string Diagnostics(ContractReview review)
    {
        ArgumentNullException.ThrowIfNull(review);
        return string.Concat(review.Errors.Concat(review.Beyond).Select(static line => $"{line.Place}: {line.Text}\n"));
    }

    // The header's name is the one that the file has.
    private static string Named(string answer, DraftRequest request)
    {
        var text = answer.ReplaceLineEndings("\n").TrimStart('\n', '\uFEFF');
        text = text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
        var header = Parser.Parse(SourceText.FromUtf8(request.File, Encoding.UTF8.GetBytes(text))).Root.Header;
        return header is { DocumentKind: DocumentKind.Task, Name.Length: > 0 } ? string.Concat(text.AsSpan(0, header.NameSpan.Start), request.Name, text.AsSpan(header.NameSpan.End)) : text;
    }
}
