using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aex.Contracts.Models;

/// <summary>The tokens that the Messages API counts. In a stream each number is the sum so far, and what a later event leaves out stands.</summary>
internal sealed class AnthropicUsage
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>The sums: what was read from a cache and what was put into one are input as well.</summary>
    public UsageDetails Details
    {
        get
        {
            var input = _counts.GetValueOrDefault("input_tokens") + _counts.GetValueOrDefault("cache_creation_input_tokens") + _counts.GetValueOrDefault("cache_read_input_tokens");
            var output = _counts.GetValueOrDefault("output_tokens");
            return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
        }
    }

    /// <summary>Takes the numbers of an object's <c>usage</c>.</summary>
    public void Take(JsonElement holder)
    {
        if (!holder.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in usage.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var count))
            {
                _counts[member.Name] = count;
            }
        }
    }
}
