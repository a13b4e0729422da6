namespace Aex.Cli.Rendering;

/// <summary>Colour by meaning. <see cref="Plain"/> leaves every text as it is, so that a pipe gets the same output but for colour.</summary>
internal sealed class Style
{
    private readonly bool _ansi;

    private Style(bool ansi) => _ansi = ansi;

    /// <summary>No colour.</summary>
    public static Style Plain { get; } = new(false);

    /// <summary>ANSI escape sequences.</summary>
    public static Style Ansi { get; } = new(true);

    /// <summary>An error or a denial.</summary>
    public string Error(string text) => Wrap(text, "1;31");

    /// <summary>A warning or a question.</summary>
    public string Warning(string text) => Wrap(text, "1;33");

    /// <summary>Something that passed.</summary>
    public string Good(string text) => Wrap(text, "32");

    /// <summary>Something added or removed in a diff is <see cref="Good"/> or this.</summary>
    public string Removed(string text) => Wrap(text, "31");

    /// <summary>The mend.</summary>
    public string Help(string text) => Wrap(text, "36");

    /// <summary>What matters in a line.</summary>
    public string Bold(string text) => Wrap(text, "1");

    /// <summary>What stands beside the matter.</summary>
    public string Dim(string text) => Wrap(text, "2");

    private string Wrap(string text, string code) => _ansi && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
