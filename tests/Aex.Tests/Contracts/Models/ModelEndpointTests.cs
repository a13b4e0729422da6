using Aex.Contracts.Models;
using Xunit;

namespace Aex.Tests.Contracts.Models;

/// <summary>From what a person writes to a server, a model and a key.</summary>
public sealed class ModelEndpointTests
{
    [Theory]
    [InlineData("anthropic", ModelProvider.Anthropic, ModelEndpoint.AnthropicModel)]
    [InlineData("openai", ModelProvider.OpenAI, ModelEndpoint.OpenAIModel)]
    [InlineData("openai:llama3", ModelProvider.OpenAI, "llama3")]
    [InlineData("openai:qwen2.5-coder:7b", ModelProvider.OpenAI, "qwen2.5-coder:7b")]
    [InlineData("anthropic:claude-x", ModelProvider.Anthropic, "claude-x")]
    public void A_spec_names_a_model(string spec, ModelProvider provider, string model) => Assert.Equal((provider, model), ModelEndpoint.Parse(spec, out _));

    [Theory]
    [InlineData("")]
    [InlineData("openai:")]
    [InlineData(":llama3")]
    [InlineData("llama3")]
    [InlineData("Anthropic")]
    [InlineData("openai:a b")]
    [InlineData("openai:a\n")]
    public void Anything_else_names_none(string spec)
    {
        Assert.Null(ModelEndpoint.Parse(spec, out var fault));
        Assert.Contains("names no model", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelProvider.Anthropic, null, "https://api.anthropic.com/v1/")]
    [InlineData(ModelProvider.Anthropic, "", "https://api.anthropic.com/v1/")]
    [InlineData(ModelProvider.Anthropic, "http://localhost:8080", "http://localhost:8080/v1/")]
    [InlineData(ModelProvider.Anthropic, "http://localhost:8080/v1/", "http://localhost:8080/v1/")]
    [InlineData(ModelProvider.Anthropic, "https://gateway.example/anthropic", "https://gateway.example/anthropic/v1/")]
    [InlineData(ModelProvider.OpenAI, null, "https://api.openai.com/v1/")]
    [InlineData(ModelProvider.OpenAI, "http://localhost:11434/v1", "http://localhost:11434/v1/")]
    public void An_address_leads_to_the_api(ModelProvider provider, string? given, string address)
    {
        var endpoint = ModelEndpoint.Find(provider, "m", name => name.EndsWith("_BASE_URL", StringComparison.Ordinal) ? given : "k", out var fault);
        Assert.Equal("", fault);
        Assert.Equal(address, endpoint!.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("ftp://host")]
    [InlineData("https://user:pass@host")]
    [InlineData("https://host/?key=1")]
    [InlineData("https://host/#x")]
    [InlineData("https://")]
    [InlineData("/v1")]
    public void Another_is_none_and_is_not_shown(string given)
    {
        Assert.Null(ModelEndpoint.Find(ModelProvider.OpenAI, "m", name => name.EndsWith("_BASE_URL", StringComparison.Ordinal) ? given : "k", out var fault));
        Assert.StartsWith("OPENAI_BASE_URL is no address of a server", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\nend")]
    [InlineData("schlüssel")]
    public void A_key_that_cannot_be_sent_is_told_without_showing_it(string key)
    {
        Assert.Null(ModelEndpoint.Find(ModelProvider.Anthropic, "m", name => name == "ANTHROPIC_API_KEY" ? key : null, out var fault));
        Assert.StartsWith("ANTHROPIC_API_KEY holds a character that no key has", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(key, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_end_behind_a_key_is_no_part_of_it()
    {
        var endpoint = ModelEndpoint.Find(ModelProvider.Anthropic, "m", name => name == "ANTHROPIC_API_KEY" ? "sk-key\n" : null, out _)!;
        Assert.Equal("sk-key", endpoint.Key);
        Assert.DoesNotContain("sk-key", endpoint.ToString(), StringComparison.Ordinal);
    }
}
