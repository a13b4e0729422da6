using Aex.Language.Text;

namespace Aex.Policy.Shell;

/// <summary>What an effect reaches for.</summary>
public enum EffectTarget
{
    /// <summary>Nothing that a scope could speak of.</summary>
    None,

    /// <summary>One file or folder, in <see cref="Effect.Word"/>; relative to the command's folder.</summary>
    Path,

    /// <summary>A folder with all below it, in <see cref="Effect.Word"/>.</summary>
    Tree,

    /// <summary>Some files in a folder, which are not named: what a formatter rewrites, what an archive holds. The folder is in <see cref="Effect.Word"/>.</summary>
    Among,

    /// <summary>A host, in <see cref="Effect.Host"/> and <see cref="Effect.Port"/>.</summary>
    Host,

    /// <summary>A name, in <see cref="Effect.Word"/>.</summary>
    Name,

    /// <summary>Something that cannot be told before it runs.</summary>
    Unknown,
}

/// <summary>One thing that a command does: a capability and what it reaches for (docs/shell.md).</summary>
public sealed record Effect
{
    /// <summary>The capability, of <see cref="Capabilities.KnownCapabilities.Names"/>.</summary>
    public required string Capability { get; init; }

    /// <summary>The kind of what it reaches for.</summary>
    public EffectTarget Target { get; init; }

    /// <summary>The word that names it, or the part of a word (<c>f</c> of <c>--output=f</c>); null where no word does.</summary>
    public ShellWord? Word { get; init; }

    /// <summary>The host in its canonical form; empty unless <see cref="Target"/> is a host.</summary>
    public string Host { get; init; } = "";

    /// <summary>The host's port; 0 if none is given or implied.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Whether only a deny or a confirm is to speak of it: a word may be a file's name or something else (<c>git checkout x</c>), or another capability
    /// stands for it (<c>git.read</c> for <c>git show HEAD:f</c>).
    /// </summary>
    public bool IsPossible { get; init; }

    /// <summary>Whether only a rule with a scope is to speak of it: the word is more likely no file (<c>git checkout main</c>), unless a scope names it.</summary>
    public bool IsByNameOnly { get; init; }

    /// <summary>Whether what is written comes from an archive, a patch or another place that is not read.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>Whether a folder is copied, with all that a scope below it may name.</summary>
    public bool IsCopied { get; init; }

    /// <summary>Whether it happens on another machine or in a container: its paths are not this file system's.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Where it comes from in the source; the whole command's where no word is to blame.</summary>
    public TextSpan Span => Word?.Span ?? default;

    /// <summary>As people read it: <c>file.read src/a.cs</c>.</summary>
    public override string ToString() => IsPossible ? $"may {Capability}{(Word is null ? "" : $" {Word}")}" : Target switch
    {
        EffectTarget.None => Capability,
        EffectTarget.Path or EffectTarget.Name => $"{Capability} {Word}",
        EffectTarget.Tree => $"{Capability} {Word}/**",
        EffectTarget.Among => $"{Capability} some of {Word}/**",
        EffectTarget.Host => Port == 0 ? $"{Capability} {Host}" : $"{Capability} {Host}:{Port}",
        EffectTarget.Unknown => $"{Capability} ?",
    };
}
