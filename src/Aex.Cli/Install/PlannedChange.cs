namespace Aex.Cli.Install;

/// <summary>What a command is about to write into one file.</summary>
/// <param name="File">The file.</param>
/// <param name="Before">Its bytes; null for no file.</param>
/// <param name="After">What will stand in it; null for no file.</param>
internal sealed record PlannedChange(SettingsFile File, byte[]? Before, byte[]? After)
{
    /// <summary>Whether anything changes.</summary>
    public bool IsChange => (Before, After) switch
    {
        (null, null) => false,
        ({ } before, { } after) => !before.AsSpan().SequenceEqual(after),
        _ => true,
    };
}
