using System.Text.Json;
using System.Text.Json.Nodes;
using Aex.Language.Compilation;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Validation;
using NJsonSchema;
using Xunit;

namespace Aex.Tests.Language;

/// <summary>tests/corpus/valid: each file beside its compiled form.</summary>
public sealed class ValidCorpusTests
{
    public static TheoryData<string> Files() => [.. Corpus.Files("valid", ".aex").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_means_what_stands_beside_it(string name)
    {
        var bytes = await File.ReadAllBytesAsync(Corpus.At("tests", "corpus", "valid", name + ".aex"), TestContext.Current.CancellationToken);
        var tree = Parser.Parse(SourceText.FromUtf8(name, bytes));
        Assert.Empty(Validator.Check(tree, warnings: false));
        Assert.Equal(bytes, tree.Source.ToUtf8());
        var compiled = Compiler.ToJson(tree);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Corpus.At("tests", "corpus", "valid", name + ".json"), TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(compiled)), System.Text.Encoding.UTF8.GetString(compiled));
        Assert.Empty((await Schema()).Validate(System.Text.Encoding.UTF8.GetString(compiled)));
    }

    [Theory]
    [InlineData("""{"version":"v1","agent":"a","type":"task"}""")]
    [InlineData("""{"version":"v0","agent":"a","type":"task","steps":[{"op":"jump"}]}""")]
    [InlineData("""{"version":"v0","agent":"a","type":"policy","more":1}""")]
    [InlineData("""{"version":"v0","agent":"a","type":"task","return":{"a":1}}""")]
    public async Task The_schema_refuses_what_the_compiler_never_writes(string json) => Assert.NotEmpty((await Schema()).Validate(json));

    [Theory]
    [MemberData(nameof(Files))]
    public void The_tree_as_JSON_holds_every_token_once(string name)
    {
        var tree = Parser.Parse(SourceText.FromUtf8(name, File.ReadAllBytes(Corpus.At("tests", "corpus", "valid", name + ".aex"))));
        using var json = JsonDocument.Parse(TreeJson.Write(tree), new JsonDocumentOptions { MaxDepth = 1000 });
        var texts = new List<string>();
        Collect(json.RootElement, texts);
        Assert.Equal(tree.Tokens.ToArray().Select(token => tree.Source.Slice(token.Span)), texts);
        Assert.Equal("Document", json.RootElement.GetProperty("kind").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("span").GetProperty("column").GetInt32());
    }

    private static void Collect(JsonElement node, List<string> texts)
    {
        if (node.TryGetProperty("text", out var text))
        {
            texts.Add(text.GetString()!);
            return;
        }

        foreach (var child in node.GetProperty("children").EnumerateArray())
        {
            Collect(child, texts);
        }
    }

    private static Task<JsonSchema> Schema() => JsonSchema.FromFileAsync(Corpus.At("docs", "schemas", "compiled.schema.json"));
}
