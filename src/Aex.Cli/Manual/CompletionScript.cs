namespace Aex.Cli.Manual;

/// <summary>What a shell has to be told, so that it asks <c>aex</c> for what may be typed.</summary>
internal static class CompletionScript
{
    /// <summary>The shells that are served.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for a shell.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => throw new ArgumentException($"no script for {shell}", nameof(shell)),
    };

    // The words are compared, never run or expanded; without a candidate bash offers files.
    private const string Bash = """
        # bash completion for aex: eval "$(aex completion bash)" in ~/.bashrc
        _aex() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                COMPREPLY+=("${line%%$'\t'*}")
            done < <(aex complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -o default -o bashdefault -F _aex aex

        """;

    private const string Zsh = """
        #compdef aex
        # zsh completion for aex: eval "$(aex completion zsh)" in ~/.zshrc, behind compinit
        _aex() {
            local -a found
            local line
            while IFS= read -r line; do
                found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
            done < <(aex complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
            if (( ${#found} )); then
                _describe aex found
            else
                _files
            fi
        }
        compdef _aex aex

        """;

    private const string Fish = """
        # fish completion for aex: aex completion fish > ~/.config/fish/completions/aex.fish
        function __aex_complete
            set -l words (commandline -opc)
            aex complete -- $words[2..-1] (commandline -ct) 2>/dev/null
        end
        complete -c aex -a '(__aex_complete)'

        """;

    private const string PowerShell = """
        # PowerShell completion for aex: aex completion pwsh | Out-String | Invoke-Expression in $PROFILE
        Register-ArgumentCompleter -Native -CommandName aex -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
            # An empty word would be lost on its way to a program in older versions; a blank is taken for one.
            $typed = if ($wordToComplete) { $wordToComplete } else { ' ' }
            aex complete -- @words $typed 2>$null | ForEach-Object {
                $word, $what = $_ -split "`t", 2
                [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $(if ($what) { $what } else { $word }))
            }
        }

        """;
}
