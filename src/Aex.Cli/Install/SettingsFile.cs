using System.Globalization;
using System.Text;
using System.Text.Json;
using Aex.Cli.Commands;
using Aex.Sessions;

namespace Aex.Cli.Install;

/// <summary>One settings file of a client, with the receipt of what aex put into it.</summary>
/// <param name="path">Absolute path of the file.</param>
/// <param name="stateFolder">Where receipts are kept.</param>
internal sealed class SettingsFile(string path, string stateFolder)
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Absolute path of the file.</summary>
    public string FullPath { get; } = path;

    /// <summary>The user's settings of Claude Code.</summary>
    public static SettingsFile OfUser(HostEnvironment host) => new(Path.Combine(host.ClaudeFolder, "settings.json"), host.StateFolder);

    /// <summary>The settings of Claude Code that are checked in with a project.</summary>
    public static SettingsFile OfProject(HostEnvironment host, string root) => new(Path.Combine(root, ".claude", "settings.json"), host.StateFolder);

    /// <summary>The file's bytes; null when there is none.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public byte[]? Read()
    {
        try
        {
            return File.Exists(FullPath) || Directory.Exists(FullPath) ? File.ReadAllBytes(FullPath) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"cannot read `{FullPath}`: {InputFiles.ReasonOf(fault)}", null);
        }
    }

    /// <summary>The text with aex's hooks in it.</summary>
    /// <exception cref="CommandFailure">The text cannot be edited.</exception>
    public byte[] WithHooks(byte[]? text, string program) => Edit(() => ClaudeSettings.Install(Strict(Without(text) ?? []), program));

    /// <summary>The text with flat entries mended and aex's hooks in it.</summary>
    /// <exception cref="CommandFailure">The text cannot be edited.</exception>
    public byte[] Mended(byte[]? text, string program) => Edit(() => ClaudeSettings.Mend(Strict(Without(text) ?? []), program));

    /// <summary>The text as it was before aex's hooks came in; null when there was no file.</summary>
    /// <exception cref="CommandFailure">The text cannot be edited.</exception>
    public byte[]? WithoutHooks(byte[] text) => Edit(() => Without(text) is { } left ? ClaudeSettings.Uninstall(left) : null);

    /// <summary>Whether the text holds hooks that aex wrote.</summary>
    /// <exception cref="CommandFailure">The text cannot be read.</exception>
    public bool HasHooks(byte[] text) => Edit(() => ClaudeSettings.IsInstalled(text));

    /// <summary>Writes the text with the hooks, and the receipt to take them back by.</summary>
    public void Install(byte[]? before, byte[] after)
    {
        var clean = Without(before);
        WriteReceipt(InstallReceipt.Of(FullPath, clean is not null, clean ?? [], after));
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
        InputFiles.Replace(FullPath, after);
    }

    /// <summary>
    /// Writes the mended text, and a receipt that takes back aex's hooks only: the form that the client does not load must not come
    /// back with them, since it drops the rest of the file.
    /// </summary>
    public void Mend(byte[] after)
    {
        WriteReceipt(InstallReceipt.Of(FullPath, existed: true, ClaudeSettings.Uninstall(after), after));
        InputFiles.Replace(FullPath, after);
    }

    /// <summary>Writes the text without the hooks, or removes the file that the installation made.</summary>
    public void Uninstall(byte[]? left)
    {
        if (left is null)
        {
            File.Delete(FullPath);
            if (Path.GetDirectoryName(FullPath) is { } folder && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
        else
        {
            InputFiles.Replace(FullPath, left);
        }

        if (File.Exists(ReceiptPath))
        {
            File.Delete(ReceiptPath);
        }
    }

    private string ReceiptPath
    {
        get
        {
            // FNV-1a: the name only has to be steady; the receipt itself says which file it is for.
            var hash = 14695981039346656037UL;
            foreach (var one in Encoding.UTF8.GetBytes(FullPath))
            {
                hash = (hash ^ one) * 1099511628211UL;
            }

            return Path.Combine(stateFolder, "installs", string.Create(CultureInfo.InvariantCulture, $"{hash:x16}.json"));
        }
    }

    /// <summary>The text as it was before, by the receipt; the text itself when there is none that fits.</summary>
    private byte[]? Without(byte[]? text)
    {
        if (text is null || ReadReceipt() is not { } receipt || receipt.Undo(text) is not { } before)
        {
            return text;
        }

        return receipt.Existed || before.Length > 0 ? before : null;
    }

    private InstallReceipt? ReadReceipt()
    {
        try
        {
            return File.Exists(ReceiptPath) && InstallReceipt.FromJson(File.ReadAllBytes(ReceiptPath)) is { } receipt && receipt.File == FullPath ? receipt : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void WriteReceipt(InstallReceipt receipt)
    {
        try
        {
            foreach (var folder in (string[])[stateFolder, Path.GetDirectoryName(ReceiptPath)!])
            {
                if (!OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(folder, OwnFolder);
                }
            }

            InputFiles.Replace(ReceiptPath, receipt.ToJson());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"cannot write `{ReceiptPath}`: {InputFiles.ReasonOf(fault)}", "make the state folder writable, or set AEX_STATE_DIR");
        }
    }

    // Hooks written into a file that the client drops would protect nobody.
    private byte[] Strict(byte[] text)
    {
        if (!text.AsSpan().Trim(" \t\r\n"u8).IsEmpty && JsoncNode.Parse(text) is not null && JsoncNode.FirstLax(text) is { } lax)
        {
            throw new CommandFailure(
                string.Create(CultureInfo.InvariantCulture, $"`{FullPath}:{lax.LineNumber + 1}:{lax.BytePositionInLine + 1}` is left as it is: Claude Code takes no comments and no trailing commas, and loads nothing of such a file"),
                "take them out first; permissions and hooks that stand there are not in effect either");
        }

        return text;
    }

    private T Edit<T>(Func<T> edit)
    {
        try
        {
            return edit();
        }
        catch (JsonException fault)
        {
            var place = fault.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $":{line + 1}:{fault.BytePositionInLine + 1}") : "";
            var why = fault.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
            throw new CommandFailure($"`{FullPath}{place}` is left as it is, because it cannot be read: {why}", "mend the file first; the client does not load it either");
        }
    }
}
