namespace Aex.Policy.Shell.Knowledge;

/// <summary>What is done with an option's value, by the option's name, where no row speaks of it.</summary>
internal static class ValueNames
{
    // Texts, names and forms: `git commit -m docs/a`, `gh pr list --repo o/r`, `docker build --tag team/app`.
    private const string Texts =
        " -m --message --title --body --note --notes --comment --reason --description --desc --subject --format --query --jq --filter --label --labels --tag --tags --grep --regex --pattern --branch --base --head"
        + " --ref --search --author --assignee --reviewer --milestone --repo --image --name --user --group --scope --module --package --org --owner --topic --registry --namespace --date --since --until ";

    /// <summary>Whether it is the name of an option for where something is written: <c>--outdir</c>, <c>--python_out</c>, <c>--target-dir</c>.</summary>
    public static bool Output(ReadOnlySpan<char> option)
    {
        var name = option.TrimStart('-');
        return name.Length > 2
            && (name.StartsWith("out") || name.StartsWith("dest") || name.EndsWith("_out") || name.EndsWith("-out") || name.Contains("output", StringComparison.Ordinal) || name.StartsWith("target-dir")
                || name is "prefix" or "root" or "untardir" or "install-dir" or "installdir" or "dist-dir");
    }

    /// <summary>Whether it is such an option's name, or says that the value is not looked at: <c>--exclude-dir</c>.</summary>
    public static bool NoFile(ReadOnlySpan<char> option)
    {
        for (int from = 0, at; !option.IsEmpty && (at = Texts.AsSpan(from).IndexOf(option)) >= 0; from += at + option.Length)
        {
            if (Texts[from + at - 1] == ' ' && Texts[from + at + option.Length] == ' ')
            {
                return true;
            }
        }

        // `--exclude-from` and `--ignore-file` name a file that is read, though it says what is left out.
        return !option.Contains("from", StringComparison.Ordinal) && !option.Contains("file", StringComparison.Ordinal) && !option.Contains("path", StringComparison.Ordinal)
            && IsAboutLeavingOut(option);
    }

    private static bool IsAboutLeavingOut(ReadOnlySpan<char> option) =>
        option.Contains("exclude", StringComparison.Ordinal) || option.Contains("ignore", StringComparison.Ordinal) || option.Contains("skip", StringComparison.Ordinal)
            || option.Contains("omit", StringComparison.Ordinal) || option.Contains("prune", StringComparison.Ordinal);
}
