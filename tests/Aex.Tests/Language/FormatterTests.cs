using Aex.Fuzz;
using Aex.Language.Compilation;
using Aex.Language.Formatting;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Xunit;

namespace Aex.Tests.Language;

public sealed class FormatterTests
{
    public static TheoryData<string> Files() =>
        [.. Corpus.Files("format", ".expected.aex").Select(file => Path.GetFileName(file)[..^".expected.aex".Length])];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_comes_out_as_the_one_beside_it(string name)
    {
        var tree = Parser.Parse(SourceText.FromUtf8(name, File.ReadAllBytes(Corpus.At("tests", "corpus", "format", name + ".aex"))));
        Assert.Empty(Trees.Show(tree));
        Assert.Equal(File.ReadAllText(Corpus.At("tests", "corpus", "format", name + ".expected.aex")), Formatter.Format(tree));
        LanguageLaws.Run(tree.Source.ToUtf8());
    }

    [Theory]
    [InlineData("policy   x   v0\n\n\n\nallow  a ,b# no\n", null)]
    [InlineData("policy   x   v0 # head\n\n\n\nallow  a ,b:c,\"d\":'e f'  # why\n# last", "policy x v0  # head\n\nallow a, b:c, \"d\":\"e f\"  # why\n# last\n")]
    [InlineData("\n\n# first\npolicy x v0\r\ngoal 'say \"hi\"'\r\n", "# first\npolicy x v0\ngoal \"say \\\"hi\\\"\"\n")]
    [InlineData("policy x v0\r\nmap  a ( b,c ) to d\r\n", "policy x v0\r\nmap a(b, c) to d\r\n")]
    [InlineData("task x v0\nif a\n    # in\n    check b\n    # end\n  # between\n# out\nreturn [1,2]\n", "task x v0\nif a\n  # in\n  check b\n  # end\n# between\n# out\nreturn [1, 2]\n")]
    [InlineData("task x v0\ndo  a( b = 1 , # one\n c=[ 2 ,\n # three\n\n 3 ], d={ \"k\" :1} ) ->r\n", "task x v0\ndo a(\n  b=1,  # one\n  c=[\n    2,\n    # three\n\n    3,\n  ],\n  d={\"k\": 1},\n) -> r\n")]
    [InlineData("task x v0\nmake a:b from c,d with\n    -   text  # is text \n    # comment\n    - more\n", "task x v0\nmake a: b from c, d with\n  - text  # is text\n  # comment\n  - more\n")]
    [InlineData("task x v0\nneed a :list[ str ] ?\nreturn a.b[0] \n", "task x v0\nneed a: list[str]?\nreturn a.b[0]\n")]
    public void Text_comes_out_in_its_canonical_form(string text, string? expected)
    {
        var tree = Trees.Parse(text);
        var formatted = Formatter.Format(tree);
        Assert.Equal(expected ?? text, formatted);
        Assert.Equal(expected is null, tree.HasErrors);
        if (expected is null)
        {
            return;
        }

        var again = Trees.Parse(formatted);
        Assert.Equal(formatted, Formatter.Format(again));
        Assert.Equal(Compiler.ToJson(tree), Compiler.ToJson(again));
    }
}
