using System.Text;
using Aex.Policy.Decisions;
using CsCheck;
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
            Assert.Null(Load(Policy, index[..length], Maker));
        }
    }

    [Fact]
    public void A_place_outside_of_the_text_is_not_taken()
    {
        var index = Load(Policy).Index(Maker)!;
        BitConverter.TryWriteBytes(index.AsSpan(index.Length - RuleSize), int.MaxValue - 2);
        Assert.Null(Load(Policy, index, Maker));
    }

    [Fact]
    public void A_damaged_index_never_throws_and_never_reads_outside_of_the_text()
    {
        var whole = Load(Policy).Index(Maker)!;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var index = (byte[])whole.Clone();
            index[at] = value;
            if (Load(Policy, index, Maker) is { } layer)
            {
                foreach (var list in new[] { layer.Allow, layer.Deny, layer.Confirm })
                {
                    for (var i = 0; i < list.Count; i++)
                    {
                        _ = list.PatternAt(i);
                        _ = list.ScopeKindAt(i);
                        _ = list.TryPlainPath(i, new char[RuleList.LongestPlainPath], out var _);
                    }
                }
            }
        });
    }

    [Fact]
    public void Places_are_right_behind_a_byte_order_mark_and_letters_of_several_bytes()
    {
        const string text = "\uFEFFpolicy p v0\n\ngoal \"Zürich 𝄞 – 漢字\"  # ünd 😀\nallow file.read:\"größe/漢字/**\", file.write:src/é*\ndeny \"odd tööl\"\nbudget calls=7";
        var parsed = Load(text);
        Assert.Empty(parsed.Errors);
        Assert.Equal(Told(parsed), Told(Load(text, parsed.Index(Maker)!, Maker)!));
    }

    /// <summary>The law of the index: whatever the table of decisions holds is decided alike, with the same rule and the same reason.</summary>
    [Fact]
    public void Every_row_of_the_table_is_decided_alike_by_index()
    {
        var indexedSome = 0;
        foreach (var section in DecisionCorpus.Rows.GroupBy(row => row.Section))
        {
            List<Layer> indexed = [.. section.Key.Layers.Select(ByIndex)];
            indexedSome += indexed.Where((layer, i) => !ReferenceEquals(layer, section.Key.Layers[i])).Count();
            foreach (var row in section)
            {
                Assert.Equal(Answer(row, section.Key.Layers), Answer(row, indexed));
            }
        }

        Assert.True(indexedSome > 50, $"{indexedSome} layers were indexed");
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

    private const int RuleSize = 12;

    private static Layer ByIndex(Layer layer)
    {
        var utf8 = DecisionCorpus.TextOf(layer);
        return layer.Index(Maker) is { } index ? Layer.Load(layer.Kind, layer.File, layer.Path, layer.Root, utf8, index, Maker)! : layer;
    }

    private static string Answer(DecisionCorpus.Row row, List<Layer> layers)
    {
        var call = CallPreparation.Prepare(row.Call, layers, row.Section.Context());
        var verdict = Authorizer.Decide(call, new Counters { Elapsed = TimeSpan.FromMinutes(row.Section.ElapsedMinutes) });
        return $"{row.File}:{row.Line} {verdict.Decision} {verdict.Cause} {verdict.Source} {verdict.Rule?.Text} {Reasons.Describe(verdict, call)}";
    }

    private static Layer Load(string text) => Layer.Load(LayerKind.Project, "p.aex", "/r/p.aex", "/r", Encoding.UTF8.GetBytes(text));

    private static Layer? Load(string text, byte[] index, ReadOnlySpan<byte> maker) =>
        Layer.Load(LayerKind.Project, "p.aex", "/r/p.aex", "/r", Encoding.UTF8.GetBytes(text), index, maker);

    private static IEnumerable<string> Told(Layer layer) =>
        layer.Allow.Concat(layer.Deny).Concat(layer.Confirm)
            .Select(rule => $"{layer.SourceOf(rule)} {rule.Pattern.Kind} {rule.Pattern.Text} {rule.HasScope} {rule.Scope?.Kind} {rule.Scope?.Text} {rule.Start}")
            .Concat(layer.Limits.Select(limit => $"{layer.SourceOf(limit)} {limit.Value}"))
            .Append($"strict {layer.IsStrictShell}");
}
