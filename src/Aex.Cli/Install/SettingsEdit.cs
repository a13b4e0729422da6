namespace Aex.Cli.Install;

/// <summary>What aex puts into one settings file of a client, and how it takes it out again. Every byte that is not part of it stays.</summary>
internal abstract class SettingsEdit
{
    /// <summary>
    /// Whether what stands in the file is told to be of aex by its receipt only: a person may have written the same. Without a receipt it then stays.
    /// </summary>
    public virtual bool NeedsReceipt => false;

    /// <summary>The text with it. The same text where it stands there already.</summary>
    /// <param name="text">The file's bytes; blank for a new file.</param>
    /// <exception cref="SettingsFault">The text cannot be edited.</exception>
    public abstract byte[] Install(ReadOnlySpan<byte> text);

    /// <summary>The text without it; lists and objects that hold nothing else go with it.</summary>
    /// <exception cref="SettingsFault">The text cannot be edited.</exception>
    public abstract byte[] Uninstall(ReadOnlySpan<byte> text);

    /// <summary>Whether any of it stands in the text.</summary>
    /// <exception cref="SettingsFault">The text cannot be read.</exception>
    public abstract bool IsInstalled(ReadOnlySpan<byte> text);

    /// <summary>Whether the text holds nothing at all.</summary>
    protected static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;
}

/// <summary>A settings file that cannot be edited.</summary>
/// <param name="reason">Why, as a part of a sentence.</param>
/// <param name="line">The line, from 1; 0 if it has no place.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="help">What to do; null for the usual.</param>
internal sealed class SettingsFault(string reason, long line = 0, long column = 0, string? help = null) : Exception(reason)
{
    /// <summary>The line, from 1; 0 if it has no place.</summary>
    public long Line { get; } = line;

    /// <summary>The column, from 1.</summary>
    public long Column { get; } = column;

    /// <summary>What to do; null for the usual.</summary>
    public string? Help { get; } = help;

    /// <summary>The fault of a JSON reader.</summary>
    public static SettingsFault Of(System.Text.Json.JsonException fault) =>
        new(ReasonOf(fault), fault.LineNumber + 1 ?? 0, fault.BytePositionInLine + 1 ?? 0);

    /// <summary>The reader's sentence without the place, which is told apart.</summary>
    public static string ReasonOf(System.Text.Json.JsonException fault) => fault.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
}
