using System.Text;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Policy.Decisions;
using Aex.Sessions.Processes;

namespace Aex.Contracts.Tools;

/// <summary><c>tests.run(cmd="…")</c>: <c>{passed, stdout, stderr, exitCode}</c>. Tests that fail are a result; a command that cannot be run blocks.</summary>
internal sealed class TestsRun : Tool
{
    public override string Name => "tests.run";

    public override Value Invoke(ObjectValue arguments, ToolContext context)
    {
        var command = new Arguments(Name, arguments).Only("cmd").Text("cmd");
        var words = TestCommand.Split(command, out var unread) ?? throw new RunBlockedException($"the command `{command}` is not run: {unread}");
        var end = Run(Name, words, context);
        return new ObjectValue(
        [
            new("passed", Value.Of(end.ExitCode == 0)),
            new("stdout", Value.Of(Encoding.UTF8.GetString(end.Output))),
            new("stderr", Value.Of(Encoding.UTF8.GetString(end.Errors))),
            new("exitCode", Value.Of(end.ExitCode)),
        ]);
    }

    /// <summary>Runs a program in the project's root.</summary>
    public static ProcessEnd Run(string tool, IReadOnlyList<string> words, ToolContext context)
    {
        var fault = ProcessRun.Run(words, context.Root, default, context.Timeout, context.Stop, out var end);
        return end is null ? throw new RunBlockedException($"{tool} cannot start `{words[0]}`: {Sentence.OfError(fault)}")
            : end.TimedOut ? throw new RunBlockedException($"{tool} was ended after {Sentence.Of(context.Timeout)}, with all that `{words[0]}` had started; --timeout gives it longer")
            : end;
    }
}
