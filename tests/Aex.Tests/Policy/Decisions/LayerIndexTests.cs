using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>A layer taken by its index is the layer that parsing gives, or none.</summary>
public sealed class LayerIndexTests
{
    private const string Policy = """
        policy workspace v0

        goal "All that an index can hold."  # and a comment

        allow file.read, file.write:src/**, "odd tool"
        allow network.*:"*.example.com", git.*, *
        deny file.read:{a,b}/**, shell.exec:"rm *"
        confirm before agent.spawn:"general*", network.fetch:docs.example.com:8443
        budget calls=7, file.write=3, minutes=90
        strict shell
        """;

    private static readonly byte[] Maker = [.. Enumerable.Range(1, 40).Select(i => (byte)i)];

    [Fact]
    public void The_same_rules_with_the_same_places()
    {
        var parsed = Load(Policy);
        var indexed = Load(Policy, parsed.Index(Maker)!, Maker);
        Assert.NotNull(indexed);
        Assert.Empty(parsed.Errors);
        Assert.Equal(Told(parsed), Told(indexed));
    }

    [Fact]
    public void The_same_rules_for_every_valid_policy_of_the_corpus()
    {
        var indexedSome = 0;
        foreach (var file in Corpus.Files("valid", ".aex"))
        {
            var text = File.ReadAllText(file);
            var parsed = Load(text);
            if (parsed.Index(Maker) is { } index)
            {
                indexedSome++;
                Assert.Equal(Told(parsed), Told(Load(text, index, Maker)!));
            }
        }

        Assert.True(indexedSome > 0, "no policy of the corpus was indexed");
    }

    [Fact]
    public void An_index_of_another_build_is_not_taken() => Assert.Null(Load(Policy, Load(Policy).Index(Maker)!, new byte[40]));

    [Fact]
    public void An_index_of_another_text_is_not_taken() => Assert.Null(Load(Policy + "\ndeny file.read", Load(Policy).Index(Maker)!, Maker));

    [Fact]
    public void A_cut_index_is_not_taken()
    {
        var index = Load(Policy).Index(Maker)!;
        for (var length = 0; length < index.Length; length++)
        {
            Assert.Null(Load(Policy, index.AsSpan(0, length), Maker));
        }
    }

    [Fact]
    public void A_place_outside_of_the_text_is_not_taken()
    {
        var index = Load(Policy).Index(Maker)!;
        var entry = index.AsSpan(index.Length - 32);
        BitConverter.TryWriteBytes(entry[8..], int.MaxValue - 2);
        Assert.Null(Load(Policy, index, Maker));
    }

    [Theory]
    [InlineData("policy p v0\ngoal \"g\"\nallow file.raed:x\nallow ,")]
    [InlineData("policy p v0\ngoal \"g\"\nmap read_file(path) to file.read\nallow file.read")]
    [InlineData("policy p v0\ngoal \"g\"\nallow file.read:\"a\\\"b\"")]
    public void What_is_not_sound_or_no_run_of_the_text_is_not_indexed(string policy) => Assert.Null(Load(policy).Index(Maker));

    [Fact]
    public void A_scope_keeps_holding_when_it_is_read_late()
    {
        var layer = Load(Policy, Load(Policy).Index(Maker)!, Maker)!;
        var scoped = layer.Allow.Single(rule => rule.Text == "file.write:src/**");
        Assert.True(scoped.HasScope);
        Assert.Equal("src/**", scoped.Scope!.Text);
    }

    private static Layer Load(string text) => Layer.Load(LayerKind.Project, "p.aex", "/r/p.aex", "/r", Encoding.UTF8.GetBytes(text));

    private static Layer? Load(string text, ReadOnlySpan<byte> index, ReadOnlySpan<byte> maker) =>
        Layer.Load(LayerKind.Project, "p.aex", "/r/p.aex", "/r", Encoding.UTF8.GetBytes(text), index, maker);

    private static IEnumerable<string> Told(Layer layer) =>
        layer.Allow.Concat(layer.Deny).Concat(layer.Confirm)
            .Select(rule => $"{layer.SourceOf(rule)} {rule.Pattern.Kind} {rule.Pattern.Text} {rule.HasScope} {rule.Scope?.Kind} {rule.Scope?.Text} {rule.Start}")
            .Concat(layer.Limits.Select(limit => $"{layer.SourceOf(limit)} {limit.Value}"))
            .Append($"strict {layer.IsStrictShell}");
}
