using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

// Pipelines, branches and loops.
internal sealed partial class ScriptWalker
{
    private void VisitPipeline(PipelineCommand pipeline, ShellState state, StandardInput input)
    {
        for (var i = 0; i < pipeline.Commands.Count && Fault is null; i++)
        {
            // The last one may run in the shell itself (lastpipe, zsh).
            var own = state.Copy();
            Visit(pipeline.Commands[i], own, input);
            if (i + 1 == pipeline.Commands.Count)
            {
                state.Merge(own);
            }

            input = new StandardInput(StandardInputSource.Pipe, OutputOf(pipeline.Commands[i], input, state));
        }
    }

    private void VisitBranches(IReadOnlyList<CommandList> lists, ShellState state, StandardInput input)
    {
        foreach (var list in lists)
        {
            var own = state.Copy();
            Walk(list, own, input);
            state.Merge(own);
        }
    }

    private void VisitLoop(LoopCommand loop, ShellState state, StandardInput input)
    {
        if (loop.Header is { } header)
        {
            VisitInside(header, state);
            state.ForgetVariables();
        }

        if (TooManyWords(PartsOf(loop.Words ?? []), loop.Span))
        {
            return;
        }

        var values = new List<ShellWord>();
        foreach (var word in loop.Words ?? [])
        {
            VisitInside(word, state);
            _expansion.Expand(word, state, splits: true, values);
        }

        var isKnown = loop.Words is not null && values.Count is > 0 and <= MostTurns && values.TrueForAll(static value => !value.HasUnknown && !value.MaySplit);
        if (loop.Variable is not null && !isKnown)
        {
            var names = new List<string>();
            foreach (var value in values)
            {
                names.AddRange(value.Variables);
            }

            values = [new ShellWord { Text = "\0", MaySplit = true, Variables = [.. names] }];
        }

        var turns = loop.Variable is null ? 1 : values.Count;
        for (var turn = 0; turn < turns && Fault is null; turn++)
        {
            for (var again = 0; again < 3; again++)
            {
                var mark = _commands.Count;
                var own = state.Copy();
                if (loop.Variable is not null)
                {
                    own.Set(loop.Variable, values[turn]);
                }

                foreach (var list in loop.Lists)
                {
                    Walk(list, own, input);
                }

                if (loop.Variable is not null)
                {
                    own.Unset(loop.Variable);
                    state.Unset(loop.Variable);
                }

                // What a turn leaves behind is what the next one begins with.
                if (!state.Merge(own) || Fault is not null)
                {
                    break;
                }

                if (again < 2)
                {
                    _commands.RemoveRange(mark, _commands.Count - mark);
                }

                if (again == 1)
                {
                    state.Folders = ["\0"];
                    state.ForgetVariables();
                }
            }
        }

        if (loop.Variable is not null)
        {
            state.Set(loop.Variable, values.Count == 1 ? values[0] : ShellState.Any(loop.Variable));
        }
    }
}
