using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>What the table of decisions cannot show: bases inside a policy, notices, pinned layers, traces, a search for hard links that is not finished.</summary>
public class EngineTests
{
    [Fact]
    public void A_base_inside_the_policy_can_only_narrow()
    {
        var layers = new List<Layer>();
        for (Layer? layer = Json("p.json", """{"allow":["*"],"extends":{"allow":["file.read"],"extends":{"deny":["file.read:x"],"allow":["*"]}}}"""); layer is not null; layer = layer.ExtendsPolicy)
        {
            layers.Add(layer);
        }

        Assert.Equal(3, layers.Count);
        Assert.Equal(Decision.Deny, Decide(layers, "Read", """{"file_path":"x"}""").Decision);
        Assert.Equal(Decision.Deny, Decide(layers, "WebSearch", "{}").Decision);
        Assert.Equal(Decision.Allow, Decide(layers, "Read", """{"file_path":"a"}""").Decision);
    }

    [Fact]
    public void A_layer_that_cannot_be_read_denies_and_says_why()
    {
        var layer = Layer.Unreadable(LayerKind.Project, ".aex/policy.aex", "/work/.aex/policy.aex", "/work", "it is a folder");
        Assert.Equal(".aex/policy.aex: it is a folder (AEX140): nothing may run until it is mended; see: aex check .aex/policy.aex", Describe([layer], "Read", "{}"));
    }

    [Fact]
    public void A_pinned_layer_says_that_it_is()
    {
        var layer = Policy("allow file.read").AsPinned();
        Assert.Contains("with which the session began", Describe([layer], "Bash", """{"command":"ls"}"""), StringComparison.Ordinal);
        Assert.DoesNotContain("with which the session began", Describe([layer], "Read", """{"file_path":"a"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_raised_budget_lets_more_pass()
    {
        var prepared = Prepare([Policy("allow *\nbudget calls=1, minutes=1")], "Read", """{"file_path":"a"}""");
        var counters = new Counters { Elapsed = TimeSpan.FromSeconds(59) };
        counters.Set("calls", 1, 0);
        Assert.Equal(Cause.BudgetExhausted, Authorizer.Decide(prepared, counters).Cause);
        counters.Set("calls", 1, 1);
        Assert.Equal(Decision.Allow, Authorizer.Decide(prepared, counters).Decision);
        counters.Charge("calls");
        Assert.Equal(Decision.Deny, Authorizer.Decide(prepared, counters).Decision);
        counters.Set("calls", 0, long.MaxValue);
        Assert.Equal(Decision.Allow, Authorizer.Decide(prepared, counters).Decision);
        counters.Elapsed = TimeSpan.FromMinutes(1);
        Assert.Equal("minutes", Authorizer.Decide(prepared, counters).Limit!.Key);
        Assert.Equal(("calls", 0L, long.MaxValue), counters[0]);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(10, 1)]
    public void At_four_fifths_of_a_budget_the_model_is_told(int used, int notices)
    {
        var prepared = Prepare([Policy("allow *\nbudget calls=10"), Policy("allow *\nbudget calls=20, minutes=30")], "Read", """{"file_path":"a"}""");
        var counters = new Counters();
        counters.Set("calls", used, 0);
        var told = BudgetNotice.For(prepared, counters);
        Assert.Equal(notices, told.Count);
        Assert.All(told, notice => Assert.Equal($"budget calls: {used} of 10 used (p.aex:3)", notice.Sentence));
    }

    [Fact]
    public void Of_two_limits_the_nearer_is_told()
    {
        var prepared = Prepare([Policy("allow *\nbudget calls=20"), Policy("allow *\nbudget calls=10, file.read=50")], "Read", """{"file_path":"a"}""");
        var counters = new Counters();
        counters.Set("calls", 20, 0);
        Assert.Equal(10, Assert.Single(BudgetNotice.For(prepared, counters)).Most);
        Assert.Empty(BudgetNotice.For(Prepare([Policy("allow *\nbudget calls=1")], "TodoWrite", "{}"), counters));
    }

    [Fact]
    public void Each_budget_that_runs_out_is_told_where_it_stands()
    {
        var prepared = Prepare([Policy("allow *\nbudget calls=10, minutes=10, tokens=0, file.write=1"), Policy("allow *\n\nbudget calls=10")], "Read", """{"file_path":"a"}""");
        var counters = new Counters { Elapsed = TimeSpan.FromSeconds((8 * 60) + 30) };
        counters.Set("calls", 9, 0);
        counters.Set("file.write", 1, 0);
        Assert.Equal(["budget calls: 9 of 10 used (p.aex:3)", "budget minutes: 8 of 10 used (p.aex:3)"], BudgetNotice.For(prepared, counters).Select(notice => notice.Sentence));
        counters.Elapsed = TimeSpan.FromMinutes(7);
        Assert.Equal("calls", Assert.Single(BudgetNotice.For(prepared, counters)).Key);
    }

    [Fact]
    public void The_keys_that_a_call_is_charged_under_are_each_named_once()
    {
        var layers = new[] { Policy("allow *\nbudget calls=9, file.*=9, secrets.read=9, network.*=9"), Policy("allow *\nbudget file.*=3, file.read=2") };
        var prepared = Prepare(layers, "Read", """{"file_path":".env"}""");
        Assert.Equal(["calls", "file.*", "secrets.read", "file.read"], prepared.ChargedKeys());
        Assert.True(prepared.IsCountedBy(layers[0], layers[0].Limits[1]));
        Assert.False(prepared.IsCountedBy(layers[0], layers[0].Limits[3]));
        Assert.False(prepared.IsCountedBy(Policy("allow *"), layers[0].Limits[1]));
        Assert.Empty(Prepare(layers, "TodoWrite", "{}").ChargedKeys());
    }

    [Fact]
    public void A_trace_holds_each_rule_that_was_tried_and_the_one_that_decided()
    {
        var layer = Policy("allow file.read\nallow network.*\ndeny network.fetch:evil.net\nbudget calls=5");
        var trace = new Trace();
        var prepared = Prepare([layer], "WebFetch", """{"url":"https://example.com"}""");
        var verdict = Authorizer.Decide(prepared, new Counters(), trace);
        Assert.Equal(verdict, trace.Verdict);
        Assert.Equal(
            ["Tried deny network.fetch:evil.net False", "Tried allow file.read False", "Tried allow network.* True", "Checked allow network.* True", "Counted budget calls=5 False"],
            trace.Steps.Select(step => $"{step.Kind} {(step.Rule is { } rule ? layer.SourceOf(rule).Text : layer.SourceOf(step.Limit!).Text)} {step.Matched}"));
    }

    [Fact]
    public void A_search_for_hard_links_that_is_not_finished_counts_as_any_guarded_name()
    {
        var paths = new UnfinishedSearch();
        var context = Context() with { Paths = paths };
        var layer = Policy("allow *\ndeny secrets.*, file.read:private/**");
        Assert.Equal(3, Decide([layer], "Read", """{"file_path":"linked"}""", context).Source!.Line);
        Assert.Equal(Decision.Deny, Decide([Policy("allow *")], "Write", """{"file_path":"linked"}""", context).Decision);

        // Where no rule could speak of another name, nothing is searched.
        paths.Searches = 0;
        Assert.Equal(Decision.Allow, Decide([Policy("allow *\ndeny network.*")], "Read", """{"file_path":"linked"}""", context).Decision);
        Assert.Equal(0, paths.Searches);
    }

    [Fact]
    public void A_guarded_file_outside_of_the_project_is_found_by_its_identity()
    {
        var paths = new TablePathResolver().AddFile("/home/u/.local/state/aex/x.json").AddHardLink("/work/x", "/home/u/.local/state/aex/x.json")
            .AddFile("/work/.codex/rules").AddFile("/home/u/.codex/notes").AddHardLink("/work/notes", "/home/u/.codex/notes").AddFile("/opt/aex/bin").AddLink("/work/bin", "/opt/aex/bin");
        var context = Context() with { Paths = paths, GuardedFolders = ["/home/u/.local/state/aex"], GuardedFiles = ["/opt/aex/bin"] };
        foreach (var file in new[] { "x", "notes", "bin" })
        {
            Assert.Equal(Cause.Guarded, Decide([Policy("allow *")], "Write", $$"""{"file_path":"{{file}}"}""", context).Cause);
        }
    }

    [Fact]
    public void A_relative_folder_of_PATH_may_be_any()
    {
        var context = Context() with { PathFolders = ["", "/usr/bin"] };
        Assert.Equal(Cause.Guarded, Decide([Policy("allow *")], "Write", """{"file_path":"anywhere/aex"}""", context).Cause);
        Assert.Equal(Decision.Allow, Decide([Policy("allow *")], "Write", """{"file_path":"anywhere/aexx"}""", context).Decision);
    }

    [Fact]
    public void A_linked_state_folder_is_guarded_where_it_lies()
    {
        var context = Context() with { GuardedFolders = ["/home/u/.state"], Paths = new TablePathResolver().AddFolder("/big/state").AddLink("/home/u/.state", "/big/state") };
        Assert.Equal(Cause.Guarded, Decide([Policy("allow *")], "Write", """{"file_path":"/big/state/x"}""", context).Cause);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("{\"file_path\":\"a\"")]
    [InlineData("{\"file_path\":\"\\ud800\"}")]
    public void Arguments_that_cannot_be_read_are_outside_of_every_scope(string arguments) =>
        Assert.Equal(Decision.Deny, Decide([Policy("allow file.read:**")], "Read", arguments).Decision);

    [Fact]
    public void Without_a_home_folder_a_tilde_cannot_be_told()
    {
        var context = Context() with { Home = "" };
        Assert.Equal(Decision.Deny, Decide([Policy("allow file.read:**")], "Read", """{"file_path":"~/x"}""", context).Decision);
        Assert.Equal(Decision.Deny, Decide([Policy("allow file.read:~/**")], "Read", """{"file_path":"/x"}""", context).Decision);

        // Nor the folder of a search, nor its pattern; what does not speak of it is as it was.
        foreach (var (tool, arguments) in new[] { ("Read", """{"file_path":"~/x"}"""), ("Glob", """{"path":"~","pattern":"*"}"""), ("Glob", """{"pattern":"~/x/*"}"""), ("LS", """{"path":"~"}""") })
        {
            var prepared = Prepare([Policy("allow *\ndeny file.read:private/**")], tool, arguments, context);
            var verdict = Authorizer.Decide(prepared, new Counters());
            Assert.Equal(3, verdict.Source!.Line);
            Assert.Contains("there is no home folder", Reasons.Describe(verdict, prepared), StringComparison.Ordinal);
        }

        Assert.Equal(Decision.Allow, Decide([Policy("allow *")], "Write", """{"file_path":"a"}""", context).Decision);
        Assert.Equal(Cause.Guarded, Decide([Policy("allow *")], "Write", """{"file_path":".mcp.json"}""", context).Cause);
    }

    [Fact]
    public void A_folder_named_tilde_is_looked_at_too()
    {
        var context = Context() with { Paths = new TablePathResolver().AddFile("/work/~/x") };
        Assert.Equal(3, Decide([Policy("allow *\ndeny file.read:/work/~/**")], "Read", """{"file_path":"~/x"}""", context).Source!.Line);
    }

    [Fact]
    public void Reasons_show_no_secret_and_no_unseen_character()
    {
        var reason = Describe([Policy("deny *")], "Bash", """{"command":"TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789 run \u202e\u200b\t\u0007😀"}""");
        Assert.DoesNotContain("ghp_abc", reason, StringComparison.Ordinal);
        Assert.Contains("\\u{202E}", reason, StringComparison.Ordinal);
        Assert.Contains("\\u{0007}", reason, StringComparison.Ordinal);
        Assert.Contains("😀", reason, StringComparison.Ordinal);
        Assert.All(reason, c => Assert.False(char.IsControl(c)));
    }

    [Fact]
    public void A_long_text_is_cut_in_a_reason() =>
        Assert.True(Describe([Policy("deny *")], "Bash", $$"""{"command":"{{new string('x', 5000)}}"}""").Length < 400);

    [Fact]
    public void A_permitting_line_permits()
    {
        foreach (var (tool, arguments) in new[]
        {
            ("Read", """{"file_path":"src/a, b.cs"}"""), ("Grep", """{"pattern":"x","path":"src"}"""), ("Grep", """{"pattern":"x"}"""), ("WebFetch", """{"url":"https://example.com:8443/"}"""),
            ("Agent", """{"subagent_type":"my helper"}"""), ("mcp__a__b", "{}"), ("Odd tool", "{}"), ("Bash", """{"command":"ls"}"""), ("WebSearch", "{}"), ("Write", """{"file_path":"/etc/x"}"""),
        })
        {
            var prepared = Prepare([Policy("allow tests.run")], tool, arguments);
            var verdict = Authorizer.Decide(prepared, new Counters());
            var line = Reasons.PermittingLine(verdict.Request!, verdict.Layer!);
            Assert.NotNull(line);
            Assert.True(Decide([Policy(line)], tool, arguments).Decision == Decision.Allow, line);
        }
    }

    [Fact]
    public void Where_a_mapping_stands_is_known()
    {
        var layer = Policy("map read_file(path, other) to file.read");
        Assert.Equal("p.aex:2 map read_file(path, other) to file.read", layer.SourceOf(layer.Mappings[0]) is var source ? source.Place + " " + source.Text : "");
    }

    [Fact]
    public void Effective_permissions_name_their_sources_and_keep_what_two_scopes_share()
    {
        var effective = EffectivePermissions.Of([Policy("allow file.write:src/**, git.*, aex.*\ndeny network.*\nbudget calls=5"), Policy("allow file.write:*.cs, git.diff, aex.configure\nconfirm before git.*\nbudget calls=3, minutes=1")]);
        Assert.Equal(["file.write:src/** and *.cs", "git.diff"], effective.Allow.Select(grant => grant.Text));
        Assert.Equal(["p.aex:2", "p.aex:2"], effective.Allow[0].Sources.Select(source => source.Place).Concat(effective.Deny.Select(_ => "p.aex:2")).Take(2));
        Assert.Equal(["network.*"], effective.Deny.Select(grant => grant.Text));
        Assert.Equal(["git.*"], effective.Confirm.Select(grant => grant.Text));
        Assert.Equal([("calls", 3L), ("minutes", 1L)], effective.Budget.Select(limit => (limit.Key, limit.Value)));
        Assert.Equal(["*"], EffectivePermissions.Of([Policy("allow *, file.read, file.read:src/**")]).Allow.Select(grant => grant.Text));
        Assert.Empty(EffectivePermissions.Of([Policy("allow file.read\ndeny *")]).Allow);
        Assert.Empty(EffectivePermissions.Of([]).Allow);
        Assert.Equal(["network.*"], EffectivePermissions.Of([Policy("allow network.*"), Policy("allow network.*")]).Allow.Select(grant => grant.Text));
        Assert.Empty(EffectivePermissions.Of([Policy("allow network"), Policy("allow networkx.*")]).Allow);
        Assert.Equal(["network"], EffectivePermissions.Of([Policy("allow network"), Policy("allow network.*")]).Allow.Select(grant => grant.Text));

        // By two ways to the same scopes: once.
        Assert.Equal(["file.write:a/** and b/**"], EffectivePermissions.Of([Policy("allow file.write:a/**, file.write:b/**"), Policy("allow file.write:a/**"), Policy("allow file.write:b/**")]).Allow.Select(grant => grant.Text));

        // Of equal limits the first, as a call meets them.
        Assert.Equal("p.aex:3", Assert.Single(EffectivePermissions.Of([Policy("allow *\nbudget calls=3"), Policy("allow *\n\nbudget calls=3")]).Budget).Source.Place);
    }

    [Theory]
    [InlineData("""{"allow":[["x"]]}""", "a list of strings")]
    [InlineData("""{"allow":["a b:x"]}""", "before the `:` stands a capability")]
    [InlineData("""{"allow":["1x:y"]}""", "before the `:` stands a capability")]
    [InlineData("""{"allow":["a..b:y"]}""", "before the `:` stands a capability")]
    [InlineData("""{"allow":[":y"]}""", "before the `:` stands a capability")]
    [InlineData("""{"allow":[""]}""", "names nothing")]
    [InlineData("""{"allow":["network.fetch:https://x/"]}""", "a host and no URL")]
    [InlineData("""{"budget":5}""", "`budget` is an object")]
    [InlineData("""{"budget":{"a b":5}}""", "names nothing")]
    [InlineData("""{"budget":{"calls":"5"}}""", "no whole number")]
    [InlineData("""{"extends":""}""", "`extends` names no file")]
    [InlineData("""[]""", "a JSON policy is an object")]
    public void What_is_wrong_in_a_JSON_policy_is_said(string text, string expected) =>
        Assert.Contains(Json("p.json", text).Errors, error => error.Message.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void What_is_wrong_deep_inside_of_a_JSON_policy_is_said()
    {
        Assert.Contains(Json("p.json", $$"""{"allow":["*"],"deep":{{new string('[', 200)}}{{new string(']', 200)}}}""").Errors, error => error.Message.Contains("the field `deep` is unknown", StringComparison.Ordinal));

        // Sixteen bases inside each other, and no more.
        static string Nested(int depth) => depth == 0 ? """{"allow":["*"]}""" : $$"""{"allow":["*"],"extends":{{Nested(depth - 1)}}}""";
        Assert.Empty(Json("p.json", Nested(16)).Errors);
        Assert.Contains(Json("p.json", Nested(17)).Errors, error => error.Message.Contains("at most 16 deep", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tool_name_with_other_characters_is_one_name_in_JSON()
    {
        var layer = Json("p.json", """{"allow":["*"],"deny":["drop table"]}""");
        Assert.Empty(layer.Errors);
        Assert.Equal(Decision.Deny, Decide([layer], "mcp__pg__drop_table", "{}").Decision);
    }

    [Theory]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch\n*** End Patch\nEOF", true)]
    [InlineData("  apply_patch << \"PATCH\"\n*** Begin Patch\n*** End Patch\nPATCH\n", true)]
    [InlineData("apply_patch <<EOF\n*** Begin Patch\n*** End Patch\nEOF", false)]
    [InlineData("apply_patch <<'EOF\n*** Begin Patch\n*** End Patch\nEOF", false)]
    [InlineData("apply_patch <<'E F'\n*** Begin Patch\n*** End Patch\nE F", false)]
    [InlineData("apply_patch <<'EOF' && rm x\n*** Begin Patch\n*** End Patch\nEOF", false)]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch\nEOF\nrm x\n*** End Patch\nEOF", false)]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch\n*** End Patch\nEOF\nrm x", false)]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch\nEOF", false)]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch", false)]
    [InlineData("apply_patch '*** Begin Patch'", false)]
    [InlineData("apply_patch <<", false)]
    [InlineData("ls", false)]
    [InlineData("other_patch <<'EOF'\n*** Begin Patch\n*** End Patch\nEOF", false)]
    [InlineData("apply_patch xx'EOF'\n*** Begin Patch\n*** End Patch\nEOF", false)]
    [InlineData("apply_patch <<'eOF'\n*** Begin Patch\n*** End Patch\neOF", false)]
    [InlineData("apply_patch <<'E'\n*** Begin Patch\n*** End Patch\nE", true)]
    [InlineData("apply_patch <<'EOF' *** Begin Patch\n*** End Patch\nEOF", false)]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch\n*** End Patch\nrm x", false)]
    [InlineData("x apply_patch <<'EOF'\n*** Begin Patch\n*** End Patch\nEOF", false)]
    public void Only_a_command_that_is_a_patch_and_nothing_else_is_one(string command, bool expected) => Assert.Equal(expected, PatchFiles.IsWhole(command));

    private static Layer Policy(string lines) => Layer.Load(LayerKind.Project, "p.aex", "/work/p.aex", "/work", Encoding.UTF8.GetBytes("policy p v0\n" + lines + "\n"));

    private static Layer Json(string file, string text) => Layer.Load(LayerKind.Project, file, "/work/" + file, "/work", Encoding.UTF8.GetBytes(text));

    private static CallContext Context() => new() { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work") };

    private static PreparedCall Prepare(IReadOnlyList<Layer> layers, string tool, string arguments, CallContext? context = null) =>
        CallPreparation.Prepare(new ToolCall { Client = "claude-code", Tool = tool, Arguments = Encoding.UTF8.GetBytes(arguments), Cwd = "/work" }, layers, context ?? Context());

    private static Verdict Decide(IReadOnlyList<Layer> layers, string tool, string arguments, CallContext? context = null) =>
        Authorizer.Decide(Prepare(layers, tool, arguments, context), new Counters());

    private static string Describe(IReadOnlyList<Layer> layers, string tool, string arguments)
    {
        var prepared = Prepare(layers, tool, arguments);
        return Reasons.Describe(Authorizer.Decide(prepared, new Counters()), prepared);
    }

    [Fact]
    public void A_search_that_finds_too_many_names_counts_as_any_name()
    {
        var context = Context() with { Paths = new ManyNames() };
        Assert.Equal(3, Decide([Policy("allow *\ndeny file.read:private/**")], "Read", """{"file_path":"linked"}""", context).Source!.Line);
        Assert.Equal(Decision.Deny, Decide([Policy("allow file.read:**\nstrict shell")], "Read", """{"file_path":"linked"}""", context).Decision);
    }

    [Fact]
    public void Whether_case_matters_is_asked_where_a_path_leads()
    {
        var context = Context() with { Paths = new CaselessDisk() };
        var layer = Policy("allow *\ndeny file.read:/mnt/key");
        Assert.Equal(3, Decide([layer], "Read", """{"file_path":"disk/KEY"}""", context).Source!.Line);
        Assert.Equal(Decision.Allow, Decide([layer], "Read", """{"file_path":"/srv/mnt/KEY"}""", context).Decision);
    }

    // Finds a further name whenever it is asked.
    private sealed class ManyNames : IPathResolver
    {
        public PathFacts Look(string absolutePath) => new(absolutePath, absolutePath == "/work/linked", false, new FileId(1, 2), absolutePath == "/work/linked" ? 2u : 0);

        public bool IgnoresCase(string absolutePath) => false;

        public bool AnyName(FileId id, string folder, Func<string, bool> matches)
        {
            for (var i = 0; i < 100_000; i++)
            {
                if (matches($"{folder}/n{i}"))
                {
                    return true;
                }
            }

            return false;
        }
    }

    // Below /mnt names are found in any case; /work/disk leads there.
    private sealed class CaselessDisk : IPathResolver
    {
        public PathFacts Look(string absolutePath) => new(absolutePath.Replace("/work/disk", "/mnt", StringComparison.Ordinal), false, false, default, 0);

        public bool IgnoresCase(string absolutePath) => absolutePath.StartsWith("/mnt/", StringComparison.Ordinal);

        public bool AnyName(FileId id, string folder, Func<string, bool> matches) => false;
    }

    private sealed class UnfinishedSearch : IPathResolver
    {
        public int Searches { get; set; }

        public PathFacts Look(string absolutePath) => new(absolutePath, absolutePath == "/work/linked", false, new FileId(1, 2), absolutePath == "/work/linked" ? 2u : 0);

        public bool IgnoresCase(string absolutePath) => false;

        public bool AnyName(FileId id, string folder, Func<string, bool> matches)
        {
            Searches++;
            return true;
        }
    }
}
