using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aex.Mcp.Framing;
using Aex.Mcp.Proxy;
using Aex.Policy.Json;
using CsCheck;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>The pieces that the rounds of a call are made of, each by itself.</summary>
public sealed class RequestStateTests
{
    private static readonly string[] Cut = ["inputResponses", "requestState"];

    [Fact]
    public void A_state_opens_to_what_was_sealed() =>
        Gen.Select(Gen.Guid, Gen.Long[0, long.MaxValue], Gen.Guid).Sample((serial, until, call) =>
        {
            var states = new RequestState("s");
            Assert.Equal((serial.ToString("N"), until, call.ToString("N")), states.Open(states.Seal(serial.ToString("N"), until, call.ToString("N"))));
        });

    /// <summary>One place changed, cut out or put in, anywhere; or a state of another run or another session.</summary>
    [Fact]
    public void Any_other_text_opens_nothing()
    {
        var states = new RequestState("s");
        string state = states.Seal("serial", 1234567, "call");
        Gen.Select(Gen.Int[0, state.Length - 1], Gen.Char[" .0123456789abcdefxA\n\0\u00e9"], Gen.Int[0, 2]).Sample((at, letter, how) =>
        {
            string changed = how switch
            {
                0 => state[..at] + letter + state[(at + 1)..],
                1 => state[..at] + letter + state[at..],
                _ => state.Remove(at, 1),
            };
            Assert.True(changed == state || states.Open(changed) is null, changed);
        });
        Assert.Null(states.Open(""));
        Assert.Null(states.Open("."));
        Assert.Null(new RequestState("s").Open(state));
        Assert.Null(new RequestState("t").Open(state));
    }

    [Fact]
    public void A_call_goes_on_as_often_as_it_was_asked_and_no_more()
    {
        var all = new Continuations();
        all.Add("call", "state", new Continuation(true, 1));
        all.Add("call", "state", new Continuation(true, 2));
        all.Add("call", null, new Continuation(false, 3));
        Assert.Null(all.Take("call", "other"));
        Assert.Null(all.Take("other", "state"));
        Assert.Equal([1, 2, null], new[] { all.Take("call", "state"), all.Take("call", "state"), all.Take("call", "state") }.Select(one => one?.Rounds));
        Assert.Equal(3, all.Take("call", null)?.Rounds);
        Assert.Null(all.Take("call", null));
    }

    [Fact]
    public void What_nobody_answers_is_forgotten_from_the_oldest_on()
    {
        var all = new Continuations();
        for (int i = 0; i < 5000; i++)
        {
            all.Add("call" + i, null, new Continuation(false, 0));
        }

        Assert.Null(all.Take("call0", null));
        Assert.NotNull(all.Take("call4999", null));
        Assert.Equal(1023, Enumerable.Range(0, 5000).Count(i => all.Take("call" + i, null) is not null));
    }

    /// <summary>Against the framework's reader: what is left is the same object without the two members, in the same order and with the same bytes.</summary>
    [Fact]
    public void Members_are_cut_out_and_nothing_else()
    {
        var name = Gen.OneOf(Gen.Const("\"requestState\""), Gen.Const("\"inputResponses\""), Gen.Const("\"\\u0072equestState\""), Gen.Const("\"name\""), Gen.Const("\"requestStates\""), Gen.Const("\"a\\\"b\""), Gen.Const("\"\""));
        var value = Gen.OneOf(Gen.Const("1.50"), Gen.Const("\"x,}\\\"{\""), Gen.Const("{ \"requestState\" : [1 , 2] }"), Gen.Const("[]"), Gen.Const("null"));
        var space = Gen.OneOf(Gen.Const(""), Gen.Const(" "), Gen.Const("\t"));
        Gen.Select(Gen.Select(name, space, value).Array[0, 7], space).Sample((members, gap) =>
        {
            var once = members.DistinctBy(member => Name(member.Item1)).ToArray();
            string json = "{" + gap + string.Join(gap + "," + gap, once.Select(member => member.Item1 + member.Item2 + ":" + gap + member.Item3)) + gap + "}";
            byte[] line = Encoding.UTF8.GetBytes("{\"params\": " + json + " ,\"id\":1}\n");
            byte[] left = Message.Without(line, 11..(11 + json.Length), Cut);
            Assert.Null(StrictJson.Check(left));
            var expected = JsonNode.Parse(json)!.AsObject();
            _ = expected.Remove("requestState");
            _ = expected.Remove("inputResponses");
            Assert.Equal(expected.ToJsonString(), JsonNode.Parse(left)!["params"]!.ToJsonString());
            Assert.EndsWith(" ,\"id\":1}\n", Encoding.UTF8.GetString(left), StringComparison.Ordinal);
            Assert.All(once.Where(member => !Cut.Contains(Name(member.Item1))), member => Assert.Contains(member.Item3, Encoding.UTF8.GetString(left), StringComparison.Ordinal));
        });
    }

    private static string Name(string quoted)
    {
        using var document = JsonDocument.Parse(quoted);
        return document.RootElement.GetString()!;
    }
}
