using System.Text;
using System.Text.Json.Nodes;
using Aex.Mcp.MetaTools;
using Aex.Policy.Decisions;
using Aex.Tests.Sessions;
using CsCheck;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>
/// Whatever is spent, kept and taken up in whatever order by two sessions: what is left never grows. The oracle knows no more than what each
/// session used and what stood in each checkpoint.
/// </summary>
public sealed class CheckpointLawTests
{
    private const int Limit = 6;

    private enum Step
    {
        Spend,
        Keep,
        TakeUp,
    }

    [Fact]
    public void What_is_left_never_grows()
    {
        var step = Gen.Select(Gen.Int[0, 3].Select(one => (Step)Math.Max(0, one - 1)), Gen.Int[0, 1], Gen.Int[0, 1]);
        step.Array[1, 25].Sample(Hold, iter: 20, threads: 1);
    }

    private static void Hold((Step Step, int Session, int Name)[] steps)
    {
        using var box = new SessionSandbox($"allow file.read\nbudget calls={Limit}\n");
        long[] used = [0, 0];
        long?[] kept = [null, null];
        foreach (var (step, index, name) in steps)
        {
            string session = "s" + index;
            switch (step)
            {
                case Step.Spend:
                    bool passes = used[index] < Limit;
                    Assert.Equal(passes ? Decision.Allow : Decision.Deny, box.Read(session).Decision);
                    used[index] += passes ? 1 : 0;
                    break;
                case Step.Keep:
                    Assert.NotNull(Call(box, session, "aex.checkpoint", name));
                    kept[name] = used[index];
                    break;
                case Step.TakeUp:
                    var resumed = Call(box, session, "aex.resume", name);
                    Assert.Equal(kept[name] is not null, resumed is not null);
                    used[index] = Math.Max(used[index], kept[name] ?? 0);
                    Assert.True(resumed is null || ((long)resumed["callsUsed"]! == used[index] && (long)resumed["budgetRemaining"]! == Limit - used[index]));
                    break;
            }
        }
    }

    private static JsonNode? Call(SessionSandbox box, string session, string tool, int name)
    {
        var answer = MetaToolList.Call(new MetaSession(box.Host, box.Options, box.Request(session)), MetaToolList.Find(tool)!, Encoding.UTF8.GetBytes($$"""{"name":"c{{name}}"}"""));
        return answer.Error is null ? JsonNode.Parse(answer.Json) : null;
    }
}
