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

    private static readonly byte[] Maker = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

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
    public void An_index_of_another_build_is_not_taken() => Assert.Null(Load(Policy, Load(Policy).Index(Maker)!, new byte[32]));

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
        const string text = "\uFEFFpolicy p v0\n\ngoal \"Zürich 𝄞 – 漢字 \u0800\u07ff\"  # ünd 😀\nallow file.read:\"größe/漢字/**\", file.write:src/é*\ndeny \"odd tööl\"\nbudget calls=7";
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

    [Fact]
    public void Rules_that_are_longer_than_an_index_can_tell_are_not_indexed()
    {
        var fits = $"policy p v0\nallow \"{new string('a', 0xFFFF - 2)}\"\ndeny file.write";
        Assert.Empty(Load(fits).Errors);
        Assert.Equal(Told(Load(fits)), Told(Load(fits, Load(fits).Index(Maker)!, Maker)!));
        var tooLong = $"policy p v0\nallow \"{new string('a', 0xFFFF - 1)}\"\ndeny file.write";
        Assert.Empty(Load(tooLong).Errors);
        Assert.Null(Load(tooLong).Index(Maker));
    }

    [Fact]
    public void More_patterns_than_share_a_number_are_matched_alike()
    {
        var lines = "policy p v0\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"allow t{i}.x\nallow t{i}.x\n")) + "deny t79.y\ndeny t79.z";
        var indexed = Load(lines, Load(lines).Index(Maker)!, Maker)!;
        Assert.Equal(Decision.Allow, Decide(indexed, "t0.x"));
        Assert.Equal(Decision.Allow, Decide(indexed, "t31.x"));
        Assert.Equal(Decision.Allow, Decide(indexed, "t32.x"));
        Assert.Equal(Decision.Allow, Decide(indexed, "t79.x"));
        Assert.Equal(Decision.Deny, Decide(indexed, "t79.z"));
        Assert.Equal(Decision.Deny, Decide(indexed, "t80.x"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("./private")]
    [InlineData("private/")]
    [InlineData("./private/**")]
    [InlineData("/work/private/**")]
    [InlineData("../work/private/**")]
    [InlineData("{private,x}/**")]
    [InlineData("private/**")]
    [InlineData("private//a")]
    public void A_scope_means_the_same_by_index(string scope)
    {
        var lines = $"policy p v0\nallow *\ndeny file.read:\"{scope}\"";
        var indexed = Load(lines, Load(lines).Index(Maker)!, Maker)!;
        foreach (var path in new[] { "/r/private/a", "/r/a", "/work/private/a", "/r/x/private/a", "/r/other" })
        {
            Assert.Equal(Decide(Load(lines), "Read", path), Decide(indexed, "Read", path));
        }
    }

    [Fact]
    public void The_longest_scope_that_is_matched_from_the_text_and_the_last_rule_of_a_text_are_indexed()
    {
        foreach (var length in new[] { RuleList.LongestPlainPath - 1, RuleList.LongestPlainPath, RuleList.LongestPlainPath + 1 })
        {
            var lines = $"policy p v0\nallow *\ndeny file.read:{new string('a', length)}";
            var indexed = Load(lines, Load(lines).Index(Maker)!, Maker);
            Assert.NotNull(indexed);
            Assert.Equal(Decision.Deny, Decide(indexed, "Read", "/r/" + new string('a', length)));
            Assert.Equal(Decision.Allow, Decide(indexed, "Read", "/r/" + new string('a', length - 1)));
        }

        Assert.NotNull(Load("policy p v0\nallow file.read", Load("policy p v0\nallow file.read").Index(Maker)!, Maker));
    }

    [Fact]
    public void A_header_that_does_not_add_up_is_not_taken()
    {
        var whole = Load(Policy).Index(Maker)!;
        Assert.Null(LoadChanged(whole, (0, 1)));
        Assert.Null(LoadChanged(whole, (8, 1)));
        Assert.Null(LoadChanged(whole, (12, 1)));

        // The counts of patterns, limits, rules that allow, deny and confirm: negative, and made up for by another, so that the length is right.
        int[] sizes = [PatternSize, LimitSize, RuleSize, RuleSize, RuleSize];
        for (var i = 0; i < sizes.Length; i++)
        {
            for (var j = 0; j < sizes.Length; j++)
            {
                if (i != j)
                {
                    var by = 24;
                    Assert.Null(LoadChanged(whole, (CountsAt + (4 * i), -by * sizes[j]), (CountsAt + (4 * j), by * sizes[i])));
                }
            }
        }
    }

    [Fact]
    public void A_rule_that_does_not_lie_in_its_line_is_not_taken()
    {
        var whole = Load(Policy).Index(Maker)!;
        var patterns = BitConverter.ToInt32(whole, CountsAt);
        for (var rule = whole.Length - RuleSize; rule > whole.Length - (5 * RuleSize); rule -= RuleSize)
        {
            // A pattern behind the last one; a scope that ends behind its grant; a plain path where there is no scope.
            Assert.Null(LoadWith(whole, rule + 6, (ushort)patterns));
            Assert.Null(LoadWith(whole, rule + 10, 0x7000));
        }

        const string text = "policy p v0\nallow file.read";
        var index = Load(text).Index(Maker)!;
        BitConverter.TryWriteBytes(index.AsSpan(index.Length - 2), (ushort)0x8000);
        Assert.Null(Load(text, index, Maker));
    }

    private const int RuleSize = 12;
    private const int PatternSize = 12;
    private const int LimitSize = 24;
    private const int CountsAt = 20;

    private static Layer? LoadChanged(byte[] index, params (int At, int By)[] changes)
    {
        var changed = (byte[])index.Clone();
        foreach (var (at, by) in changes)
        {
            BitConverter.TryWriteBytes(changed.AsSpan(at), BitConverter.ToInt32(changed, at) + by);
        }

        return Load(Policy, changed, Maker);
    }

    private static Layer? LoadWith(byte[] index, int at, ushort value)
    {
        var changed = (byte[])index.Clone();
        BitConverter.TryWriteBytes(changed.AsSpan(at), value);
        return Load(Policy, changed, Maker);
    }

    private static Decision Decide(Layer layer, string tool, string path = "/r/a")
    {
        var call = new ToolCall { Client = "claude-code", Tool = tool, Arguments = Encoding.UTF8.GetBytes($$"""{"file_path":"{{path}}"}"""), Cwd = "/r" };
        var context = new CallContext { ProjectRoot = "/r", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/r") };
        return Authorizer.Decide(CallPreparation.Prepare(call, [layer], context), new Counters()).Decision;
    }

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
