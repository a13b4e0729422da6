namespace Aex.Policy.Decisions;

/// <summary>What a resource is.</summary>
public enum ResourceKind
{
    /// <summary>One file or folder.</summary>
    Path,

    /// <summary>A folder with all below it.</summary>
    Tree,

    /// <summary>A shell command.</summary>
    Command,

    /// <summary>A host and port.</summary>
    Host,

    /// <summary>A name.</summary>
    Name,

    /// <summary>Something that cannot be told: outside of every allow scope, inside every deny and confirm scope.</summary>
    Unresolved,
}

/// <summary>What a request reaches for.</summary>
public sealed class Resource
{
    /// <summary>What it is.</summary>
    public required ResourceKind Kind { get; init; }

    /// <summary>As shown to people; not yet escaped or masked. For something unresolved, why.</summary>
    public required string Shown { get; init; }

    /// <summary>Every absolute path that it can mean: as written, and as resolved. An allow needs all of them inside, a deny one.</summary>
    internal string[] Paths { get; init; } = [];

    /// <summary>Further names of the same file (hard links), which count for deny and confirm.</summary>
    internal string[] OtherNames { get; set; } = [];

    /// <summary>Set where links led in a loop or the search for hard links was not finished: any guarded name may be one of its names.</summary>
    internal bool MayBeAnything { get; set; }

    /// <summary>For a tree: the searches made in it, each an absolute path that ends in a glob.</summary>
    internal string[] Searches { get; init; } = [];

    /// <summary>For a tree that is changed or copied: a deny or a confirm of something below it speaks of it.</summary>
    internal bool IsWide { get; set; }

    /// <summary>For a tree: whether only some of its files are meant, which cannot be named.</summary>
    internal bool IsPart { get; set; }

    /// <summary>For such a part: whether what is written there comes from an archive or the like.</summary>
    internal bool IsUnseen { get; set; }

    internal bool IgnoresCase { get; init; }

    internal PathFacts Facts { get; init; }

    /// <summary>Set for what a shell's glob stands for: it lies in no allow scope.</summary>
    internal bool IsComputed { get; set; }

    /// <summary>For what is written under a name that is not known: paths that it could be, of those that are guarded among others.</summary>
    internal Resource[] Probes { get; set; } = [];

    /// <summary>For a command: what it does.</summary>
    internal Shell.ShellAnalysis? Simple { get; set; }

    internal string Host { get; init; } = "";

    internal int Port { get; init; }

    internal static Resource Unknown(string why) => new() { Kind = ResourceKind.Unresolved, Shown = why };
}
