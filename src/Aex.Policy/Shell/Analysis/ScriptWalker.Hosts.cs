using Aex.Policy.Shell.Knowledge;

namespace Aex.Policy.Shell.Analysis;

// Hosts that words name which no row speaks of: to a deny or a confirm the program may go there.
internal sealed partial class ScriptWalker
{
    private static readonly System.Buffers.SearchValues<char> s_urlEnds = System.Buffers.SearchValues.Create(" \t\n'\"`,;()<>{}|\\");

    private static void MayContact(string program, List<ShellWord> words, ProgramReport report, StandardInput input, List<Effect> effects)
    {
        if (!report.IsPartial && !GoesOut(report))
        {
            return;
        }

        MayContact(program, words, input, effects);
        if (report.Code is { } code)
        {
            MayContact(program, code, input, effects);
        }
    }

    private static void MayContact(string program, List<ShellWord> words, StandardInput input, List<Effect> effects)
    {
        for (var i = 1; i < words.Count; i++)
        {
            // A text with blanks in it speaks of a place more often than it is one.
            if (words[i].Text.AsSpan().IndexOfAny(" \t\n") < 0)
            {
                MayContact(program, words[i], input, effects);
            }
        }
    }

    private static bool GoesOut(ProgramReport report)
    {
        foreach (var effect in report.Effects)
        {
            if (effect.Capability.StartsWith("packages.", StringComparison.Ordinal) || effect.Capability.StartsWith("containers.", StringComparison.Ordinal)
                || effect.Capability.StartsWith("cloud.", StringComparison.Ordinal) || effect.Capability.StartsWith("database.", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Every URL in a word; `{http://www.w3.org/2000/svg}path` is a name.
    private static void MayContact(string program, ShellWord word, StandardInput input, List<Effect> effects)
    {
        var text = word.Text;
        var found = 0;
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at > 0 && found < 16; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var start = at;
            while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '-' or '.'))
            {
                start--;
            }

            var end = text.AsSpan(at + 3).IndexOfAny(s_urlEnds);
            end = end < 0 ? text.Length : at + 3 + end;
            if (start == at || end == at + 3 || (start > 0 && text[start - 1] == '{') || text.AsSpan(start, at - start) is "file" or "urn" or "data" or "gs" or "s3" or "az" or "abfs" or "abfss")
            {
                continue;
            }

            found++;
            AddContact(program, word.Slice(start, end), input, effects);
        }
    }

    private static void AddContact(string program, ShellWord place, StandardInput input, List<Effect> effects)
    {
        var report = new ProgramReport();
        new Invocation(program, [], input, report).Contacts(place, sends: input.Source != StandardInputSource.Inherited);
        foreach (var effect in report.Effects)
        {
            effects.Add(effect with { IsPossible = true });
        }
    }

    // `HTTPS_PROXY=…`, `npm_config_registry=…`, `PIP_INDEX_URL=…`, `DOCKER_HOST=…`: what the program talks to instead.
    private static void MayContact(string variable, ShellWord value, List<Effect> effects)
    {
        if (value.Text.Length > 0 && NamesPlace(variable) && (value.Text.Contains("://", StringComparison.Ordinal) || (value.Text.Contains('.') && !value.Text.Contains('/'))))
        {
            AddContact("", value, default, effects);
        }
    }

    private static bool NamesPlace(string variable)
    {
        foreach (var part in (ReadOnlySpan<string>)["PROXY", "REGISTRY", "INDEX", "ENDPOINT", "MIRROR", "_HOST", "_ADDR", "_SOURCE", "FIND_LINKS"])
        {
            if (variable.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return !variable.StartsWith("no_", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}
