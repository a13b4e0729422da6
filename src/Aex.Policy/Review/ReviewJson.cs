using System.Text.Json;
using Aex.Policy.Decisions;

namespace Aex.Policy.Review;

/// <summary>A review as data: docs/schemas/review.schema.json.</summary>
public static class ReviewJson
{
    /// <summary>Writes one object.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="review">The review.</param>
    /// <param name="file">The contract's name as shown.</param>
    /// <param name="policies">The other layers in force, in order.</param>
    public static void Write(Utf8JsonWriter json, ContractReview review, string file, IReadOnlyList<Layer> policies)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(policies);
        json.WriteStartObject();
        json.WriteString("task", Whole(review.Task));
        json.WriteString("goal", Whole(review.Goal));
        json.WriteStartObject("source");
        json.WriteString("task", Whole(file));
        if (policies.FirstOrDefault(layer => layer.Kind is LayerKind.Project or LayerKind.Option) is { } policy)
        {
            json.WriteString("policy", Whole(policy.File));
        }
        else
        {
            json.WriteNull("policy");
        }

        Texts(json, "policies", policies.Select(layer => layer.File).Distinct());
        json.WriteEndObject();
        Texts(json, "requested", review.Requested.Select(line => line.Text));
        Texts(json, "denied", review.Denied.Select(line => line.Text));
        WriteEffective(json, review);
        Texts(json, "checks", review.Checks.Select(line => line.Text));
        Texts(json, "makeSteps", review.MakeSteps.Select(line => line.Text));
        Texts(json, "confirmRequired", review.ConfirmRequired.Select(line => line.Text));
        json.WriteBoolean("valid", review.IsValid);
        json.WriteBoolean("runsUnderPolicy", review.RunsUnderPolicy);
        Texts(json, "errors", review.Errors.Concat(review.Beyond).Select(Placed));
        Texts(json, "warnings", review.Warnings.Select(Placed));
        json.WriteEndObject();
    }

    private static void WriteEffective(Utf8JsonWriter json, ContractReview review)
    {
        json.WriteStartObject("effective");
        Texts(json, "allow", review.Effective.Allow.Select(grant => grant.Text));
        Texts(json, "deny", review.Effective.Deny.Select(grant => grant.Text));
        Texts(json, "confirm", review.Effective.Confirm.Select(grant => grant.Text));
        var calls = review.Effective.Budget.FirstOrDefault(limit => limit.Key == "calls");
        if (calls is null)
        {
            json.WriteNull("budget");
        }
        else
        {
            json.WriteNumber("budget", calls.Value);
        }

        json.WriteStartObject("budgets");
        foreach (var limit in review.Effective.Budget)
        {
            json.WriteNumber(Whole(limit.Key), limit.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(Whole(text));
        }

        json.WriteEndArray();
    }

    private static string Placed(ReviewedLine line) => $"{line.Place}: {line.Text}";

    // A byte that is no UTF-8 was read as a lone surrogate, which the writer refuses.
    private static string Whole(string text)
    {
        var isWhole = true;
        for (var i = 0; i < text.Length && isWhole; i++)
        {
            isWhole = !char.IsSurrogate(text[i]);
        }

        return isWhole ? text : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
