using Aex.Contracts.Models;
using Aex.Contracts.Values;
using CsCheck;
using Microsoft.Extensions.AI;
using Xunit;

namespace Aex.Tests.Contracts.Models;

/// <summary>What is data stays inside its fence, whatever it holds.</summary>
public sealed class MakePromptTests
{
    [Fact]
    public void Nothing_in_an_input_closes_its_fence() =>
        Gen.Char["`\n a"].Array[0, 40].Select(letters => new string(letters)).Sample(data =>
        {
            var lines = Told(new MakeRequest("markdown", "text", [new("notes", Value.Of(data))], ["Do it."])).Split('\n');
            var open = Array.IndexOf(lines, "notes:") + 1;
            var fence = lines[open];
            var close = Array.FindIndex(lines, open + 1, line => line.Trim(' ') is var text && text.Length >= fence.Length && text.All(c => c == '`'));
            return fence.All(c => c == '`') && string.Join('\n', lines[(open + 1)..close]).TrimEnd('\n') == data.TrimEnd('\n') && close == lines.Length - 2;
        });

    [Fact]
    public void Files_stand_under_their_names_line_by_line_and_other_values_as_json()
    {
        var text = Told(new MakeRequest("diff", "patch",
            [
                new("files", new ObjectValue([new("src/a b.py", Value.Of("x = 1\n")), new("src/c.py", Value.Of("y"))])),
                new("numbers", new ListValue([Value.Of(1), Value.Of(2)])),
            ],
            ["Change it.", "Keep it small."]));
        Assert.Contains("files, \"src/a b.py\":\n```\nx = 1\n```\n", text, StringComparison.Ordinal);
        Assert.Contains("files, \"src/c.py\":\n```\ny\n```\n", text, StringComparison.Ordinal);
        Assert.Contains("numbers:\n```json\n[1,2]\n```\n", text, StringComparison.Ordinal);
        Assert.Contains("Instructions:\n- Change it.\n- Keep it small.\n", text, StringComparison.Ordinal);
        Assert.Contains("git apply", text, StringComparison.Ordinal);
    }

    private static string Told(MakeRequest request) => MakePrompt.Of(request).Single(message => message.Role == ChatRole.User).Text;
}
