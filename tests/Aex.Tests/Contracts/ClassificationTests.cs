using Aex.Contracts.Classification;
using Xunit;

namespace Aex.Tests.Contracts;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData("deploy", "production", "payment", "send", "email", "admin", "secrets", "migration", "publish", "release")]
    public void Words_of_what_cannot_be_taken_back_need_a_contract(params string[] words) =>
        Assert.All(words, word => Assert.Equal(TaskMode.ContractRequired, TaskKind.Of($"Explain how to fix the {word} code").Mode));

    [Theory]
    [InlineData("fix", "update", "modify", "edit", "write", "delete", "create", "add", "remove", "refactor", "change", "rename", "move", "install", "upgrade", "patch", "migrate")]
    public void Words_of_change_recommend_one(params string[] words) =>
        Assert.All(words, word => Assert.Equal(TaskMode.ContractRecommended, TaskKind.Of($"show where to {word.ToUpperInvariant()} it").Mode));

    [Theory]
    [InlineData("explain", "summarize", "find", "inspect", "understand", "search", "describe", "what", "where", "how", "why", "show", "list", "read", "look", "check", "tell", "help")]
    public void Words_of_looking_need_none(params string[] words) =>
        Assert.All(words, word => Assert.Equal(TaskMode.Exploratory, TaskKind.Of($"{word} the parser").Mode));

    [Theory]
    [InlineData("the parser", "contract_recommended")]
    [InlineData("", "contract_recommended")]
    [InlineData("explain the deployment", "contract_required")]
    [InlineData("who was emailed?", "contract_required")]
    [InlineData("rotate a secret", "contract_required")]
    [InlineData("released", "contract_required")]
    [InlineData("deleting tests", "contract_recommended")]
    [InlineData("it was modified", "contract_recommended")]
    [InlineData("explain readme and address and editorial and movies", "exploratory")]
    [InlineData("describe sender", "contract_required")]
    [InlineData("what is in src/deploy.ts?", "contract_required")]
    public void A_word_counts_in_its_forms_and_not_within_others(string prompt, string mode) => Assert.Equal(mode, TaskKind.Of(prompt).ModeName);

    [Fact]
    public void The_reason_names_the_word() => Assert.Contains("`deploy`", TaskKind.Of("Deploy it").Reason, StringComparison.Ordinal);
}
