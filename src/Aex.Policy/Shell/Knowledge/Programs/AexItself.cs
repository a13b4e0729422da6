namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>aex turned on itself: only what shows something is no change of what is enforced. Who makes a run's texts gets what it reads, and is a person's choice.</summary>
internal static class AexItself
{
    public static void Read(Invocation call)
    {
        var runs = false;
        var wider = false;
        var prunes = false;
        var isValue = false;
        string? verb = null;
        foreach (var word in call.Arguments)
        {
            if (isValue)
            {
                // What stands behind -C is a folder, whatever its name.
                isValue = false;
                wider |= word.MaySplit;
                verb = word.MaySplit ? "?" : verb;
                continue;
            }

            isValue = verb is null && word.IsKnown && word.Text is "-C" or "--color";
            prunes |= verb == "log" && (!word.IsKnown || word.Text == "prune");
            verb ??= word.IsKnown && word.Text.StartsWith('-') ? verb : word.IsKnown ? word.Text : "?";
            runs |= word.Text.StartsWith("--ru", StringComparison.Ordinal);
            wider |= word.HasUnknown || word.Text.StartsWith("--auto-confirm", StringComparison.Ordinal) || word.Text.StartsWith("--policy", StringComparison.Ordinal)
                || word.Text.StartsWith("--model", StringComparison.Ordinal) || word.Text.StartsWith("--registry", StringComparison.Ordinal)
                || word.Text.StartsWith("--mcp", StringComparison.Ordinal) || word.Text.StartsWith("--otlp", StringComparison.Ordinal);
        }

        var isHarmless = verb is null or "check" or "fmt" or "parse" or "compile" or "effective" or "explain" or "tools" or "test" or "replay" or "learn" or "stats" or "why" or "audit" or "completion" or "classify" or "verify" or "help"
            || (verb == "log" && !prunes) || (verb == "review" && !runs);
        if (verb == "run" && !wider)
        {
            call.Add("build.run");
        }
        else if (!isHarmless)
        {
            call.Add("aex.configure");
        }
        else if (verb == "fmt")
        {
            foreach (var word in call.Arguments)
            {
                if (!word.Text.StartsWith('-') && word.Text != "fmt")
                {
                    call.Writes(word);
                }
            }
        }
    }
}
