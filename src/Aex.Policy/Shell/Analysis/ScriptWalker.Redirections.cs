using Aex.Policy.Shell.Knowledge;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

// What is read and written by redirections.
internal sealed partial class ScriptWalker
{
    private void Redirect(Redirection redirection, ShellState state, List<Effect> effects, ref StandardInput input, bool visits = true)
    {
        if (visits)
        {
            VisitInside(redirection.Target, state);
        }

        var isInput = redirection.Descriptor is "" or "0";
        var words = new List<ShellWord>();
        var isText = redirection.Kind is RedirectionKind.Heredoc or RedirectionKind.HereString;
        _expansion.Expand(redirection.Target, state, splits: !isText, words);
        var word = words.Count == 1 ? words[0] : isText && words.Count == 0 ? ShellWord.Known("", redirection.Span) : new ShellWord { Text = "\0", Span = redirection.Span };
        switch (redirection.Kind)
        {
            case RedirectionKind.Heredoc or RedirectionKind.HereString:
                input = isInput ? new StandardInput(StandardInputSource.Text, word) : input;
                return;
            case RedirectionKind.InputCopy or RedirectionKind.OutputCopy when IsDescriptor(word.Text):
                input = isInput && redirection.Kind == RedirectionKind.InputCopy ? new StandardInput(StandardInputSource.Pipe) : input;
                return;
            case RedirectionKind.Input or RedirectionKind.InputCopy:
                Touch("file.read");
                input = isInput ? new StandardInput(StandardInputSource.File, word) : input;
                return;
            case RedirectionKind.Both:
                Touch("file.read");
                Touch("file.write");
                input = redirection.Descriptor is "" or "0" ? new StandardInput(StandardInputSource.File, word) : input;
                return;
            case RedirectionKind.Output or RedirectionKind.Append or RedirectionKind.AllOutput or RedirectionKind.OutputCopy:
                Touch("file.write");
                return;
        }

        void Touch(string capability)
        {
            if (word.Text.StartsWith("/dev/tcp/", StringComparison.Ordinal) || word.Text.StartsWith("/dev/udp/", StringComparison.Ordinal))
            {
                Connect(word, effects);
            }
            else if (capability == "file.read" ? !IsNoFile(word.Text) : !Invocation.IsDevice(word.Text))
            {
                effects.Add(new Effect { Capability = capability, Target = EffectTarget.Path, Word = word });
            }
        }
    }

    private static bool IsDescriptor(string text) => text == "-" || (text.Length > 0 && text.AsSpan().TrimEnd('-').IndexOfAnyExceptInRange('0', '9') < 0);

    private static void Connect(ShellWord word, List<Effect> effects)
    {
        var report = new ProgramReport();
        var parts = word.Text.Split('/');
        var end = parts.Length > 3 ? 9 + parts[3].Length : word.Text.Length;
        new Invocation("/dev/tcp", [], default, report).Contacts(word.Slice(Math.Min(9, word.Text.Length), end), sends: true);
        effects.AddRange(report.Effects);
    }
}
