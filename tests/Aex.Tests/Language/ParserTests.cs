using Aex.Language.Syntax;
using Xunit;

namespace Aex.Tests.Language;

public sealed class ParserTests
{
    [Fact]
    public void A_policy_is_read()
    {
        var tree = Trees.Parse("""
            policy workspace v0
            goal "Keep it \"safe\""
            allow file.read, shell.exec:"npm test *", file.write:{src,tests}/**, network.fetch:*.github.com:443 # hosts
            use "odd name"
            deny network.*, *
            confirm before file.write
            budget calls=20, network.* = 5
            strict shell
            map mcp.fs.read(path, other) to file.read
            """);

        Assert.Empty(Trees.Show(tree));
        Assert.Equal(DocumentKind.Policy, tree.Root.DocumentKind);
        Assert.Equal("workspace", tree.Root.Header!.Name);
        Assert.Equal("Keep it \"safe\"", Assert.IsType<GoalSyntax>(tree.Root.Statements[0]).Text);
        var allow = Assert.IsType<GrantsSyntax>(tree.Root.Statements[1]);
        Assert.Equal(["file.read", "shell.exec", "file.write", "network.fetch"], allow.Grants.Select(g => g.Pattern));
        Assert.Equal([null, "npm test *", "{src,tests}/**", "*.github.com:443"], allow.Grants.Select(g => g.Scope));
        Assert.Equal(GrantVerb.Allow, allow.Verb);
        var use = Assert.IsType<GrantsSyntax>(tree.Root.Statements[2]);
        Assert.True(use.Grants[0].Quoted);
        Assert.Equal("odd name", use.Grants[0].Pattern);
        Assert.Equal(["network.*", "*"], Assert.IsType<GrantsSyntax>(tree.Root.Statements[3]).Grants.Select(g => g.Pattern));
        var budget = Assert.IsType<BudgetSyntax>(tree.Root.Statements[5]);
        Assert.Equal([("calls", 20L), ("network.*", 5L)], budget.Limits.Select(l => (l.Key, l.Value)));
        var map = Assert.IsType<MapSyntax>(tree.Root.Statements[7]);
        Assert.Equal("mcp.fs.read", map.Tool);
        Assert.Equal(["path", "other"], map.Arguments);
        Assert.Equal("file.read", map.Target);
    }

    [Fact]
    public void A_task_is_read()
    {
        var tree = Trees.Parse("""
            task fix_bug v0
            goal "Fix it"
            use file.read, tests.run
            need target: file
            need extra: list[str]?
            do file.read(
              paths=[target, "b\n"],   # both
              deep={a: 1, "b c": [true, null, -1.5]},
            ) -> sources
            make patch: diff from sources, target with:
              - Keep it small # not a comment
              - "quoted"
            check patch is valid diff
            check not patch has "TODO"
            if sources.items[0].name is not "x"
              for one in sources.items
                do tests.run(cmd=one) -> result
              check result.passed
            return {patch: patch, ok: true}
            """);

        Assert.Empty(Trees.Show(tree));
        Assert.Equal(10, tree.Root.Statements.Count);
        var make = Assert.IsType<MakeSyntax>(tree.Root.Statements[5]);
        Assert.Equal(["Keep it small # not a comment", "\"quoted\""], make.Instructions.Select(i => i.Text));
        Assert.Equal("target", make.Input(1));
        var step = Assert.IsType<IfSyntax>(tree.Root.Statements[8]);
        Assert.Equal(SyntaxKind.Equality, step.Condition.Kind);
        Assert.True(step.Condition.Negated);
        Assert.Equal("sources.items[0].name", Assert.IsType<PathSyntax>(step.Condition.Subject).Text);
        Assert.Equal("result", Assert.IsType<DoSyntax>(Assert.IsType<ForSyntax>(step.Body[0]).Body[0]).Bind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFFpolicy x v0\r\n\tallow a # c\r\n")]
    [InlineData("policy x v0\ndo x(a=[1,\n2\nreturn y\n")]
    [InlineData("allow @ # c\n\"\\\r\0\u2028")]
    public void Printing_gives_the_text_back(string text) => Assert.Equal(text, Trees.Parse(text).ToText());
}
