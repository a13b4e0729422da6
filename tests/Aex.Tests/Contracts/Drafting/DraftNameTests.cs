using Aex.Contracts.Drafting;
using CsCheck;
using Xunit;

namespace Aex.Tests.Contracts.Drafting;

/// <summary>A contract's name from what was asked for: the rule of contracts.md.</summary>
public sealed class DraftNameTests
{
    [Theory]
    [InlineData("Fix the failing test in src/foo.ts", "fix_failing_test_srcfoots")]
    [InlineData("fix it", "fix")]
    [InlineData("Update the README for the new release, please", "update_readme_new_release")]
    [InlineData("internationalization infrastructure documentation overhaul", "internationalization_infrastru")]
    [InlineData("3 little changes", "_3_little_changes")]
    [InlineData("the", "task")]
    [InlineData("…", "task")]
    [InlineData("", "task")]
    [InlineData("Größe ändern", "gre_ndern")]
    public void Few_words_say_it(string prompt, string name) => Assert.Equal(name, DraftName.Of(prompt));

    [Fact]
    public void Whatever_is_asked_for_it_is_a_name_of_at_most_30_characters() =>
        Gen.String.Sample(prompt => DraftName.IsName(DraftName.Of(prompt)) && DraftName.Of(prompt).Length <= 30);
}
