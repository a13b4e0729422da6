namespace Aex.Policy.Capabilities;

/// <summary>Where in a tool's arguments its resources stand.</summary>
public enum ResourceShape
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>Paths: strings, lists of strings, or lists of objects with a path.</summary>
    Paths,

    /// <summary>A folder with all below it, the call's own folder if it is not given; the second argument is a glob.</summary>
    Tree,

    /// <summary>The text of a command.</summary>
    Command,

    /// <summary>URLs.</summary>
    Urls,

    /// <summary>A text that holds URLs.</summary>
    UrlsInText,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A patch that names its files.</summary>
    Patch,
}

/// <summary>What a client's tool is.</summary>
/// <param name="Capability">Its capability.</param>
/// <param name="Shape">Where its resources stand.</param>
/// <param name="Argument">The argument that holds them; several spellings are separated by <c>|</c>.</param>
/// <param name="Glob">For a tree, the argument that holds a glob.</param>
public readonly record struct ToolMeaning(string Capability, ResourceShape Shape = ResourceShape.None, string Argument = "", string Glob = "")
{
    /// <summary>Whether it also deletes what it names.</summary>
    public bool Deletes { get; init; }
}
