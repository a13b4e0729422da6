namespace Aex.Policy.Shell;

/// <summary>Where a command's standard input comes from.</summary>
public enum StandardInputSource
{
    /// <summary>Nowhere that the command line says: the terminal, or what the surrounding command was given.</summary>
    Inherited,

    /// <summary>Another command's output.</summary>
    Pipe,

    /// <summary>A file (<c>&lt; f</c>), in <see cref="StandardInput.Word"/>.</summary>
    File,

    /// <summary>A heredoc or here-string, in <see cref="StandardInput.Word"/>.</summary>
    Text,
}

/// <summary>A command's standard input.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Word">The file, the text, or what a pipe is known to carry (<c>echo x |</c>); null where it is not known.</param>
public readonly record struct StandardInput(StandardInputSource Source, ShellWord? Word = null);
