using System.Globalization;
using System.Text;
using Aex.Cli.Commands;

namespace Aex.Cli.Install;

/// <summary>One settings file of a client, with what aex puts into it and the receipt to take that back by.</summary>
/// <param name="path">Absolute path of the file.</param>
/// <param name="edit">What aex puts into it.</param>
/// <param name="stateFolder">Where receipts are kept.</param>
internal sealed class SettingsFile(string path, SettingsEdit edit, string stateFolder)
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Absolute path of the file.</summary>
    public string FullPath { get; } = path;

    /// <summary>What aex puts into it.</summary>
    public SettingsEdit Edit { get; } = edit;

    /// <summary>How the client wants its hooks, where the file holds them; null for a file that any editor's JSON may stand in.</summary>
    public HookForm? Form { get; init; }

    /// <summary>Set where several projects or parts share one file, so that each is taken back by itself.</summary>
    public string Part { get; init; } = "";

    /// <summary>Whether aex gave the file its name, so that it goes once nothing but its frame is left.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether a receipt says that aex put something into the file.</summary>
    public bool HasReceipt => ReadReceipt() is not null;

    /// <summary>The file's bytes; null when there is none.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public byte[]? Read() => Read(FullPath);

    /// <summary>A file's bytes; null when there is none.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static byte[]? Read(string path)
    {
        try
        {
            return File.Exists(path) || Directory.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"cannot read `{path}`: {InputFiles.ReasonOf(fault)}", null);
        }
    }

    /// <summary>The text with what aex puts into it.</summary>
    /// <exception cref="CommandFailure">The text cannot be edited.</exception>
    public byte[] Installed(byte[]? text) => Guarded(() => Edit.Install(Strict(Without(text) ?? [])));

    /// <summary>The text with what keeps the gate from being asked mended, and aex's hooks in it.</summary>
    /// <exception cref="CommandFailure">The text cannot be edited.</exception>
    public byte[] Mended(byte[]? text, HookSettings hooks) => Guarded(() => hooks.Mend(Strict(Without(text) ?? [])));

    /// <summary>The text as it was before aex came in; null when there was no file.</summary>
    /// <exception cref="CommandFailure">The text cannot be edited.</exception>
    public byte[]? TakenBack(byte[] text) => Guarded(() =>
    {
        if (Without(text) is not { } left)
        {
            return null;
        }

        var fits = !left.AsSpan().SequenceEqual(text);
        left = Edit.NeedsReceipt && !HasReceipt ? left : Edit.Uninstall(left);
        return IsOwn && !fits && IsFrame(left) ? null : left;
    });

    /// <summary>Whether the text holds anything that aex wrote.</summary>
    /// <exception cref="CommandFailure">The text cannot be read.</exception>
    public bool Holds(byte[] text) => Guarded(() => Edit.IsInstalled(text) && (!Edit.NeedsReceipt || HasReceipt));

    /// <summary>Writes the installed text, and the receipt to take it back by.</summary>
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
        WriteReceipt(InstallReceipt.Of(FullPath, existed: true, Edit.Uninstall(after), after));
        InputFiles.Replace(FullPath, after);
    }

    /// <summary>Writes the text without what aex put in, or removes the file that the installation made.</summary>
    public void TakeBack(byte[]? left)
    {
        if (left is null)
        {
            File.Delete(FullPath);
            for (var folder = Path.GetDirectoryName(FullPath); folder is not null && IsClientFolder(folder) && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder))
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
            foreach (var one in Encoding.UTF8.GetBytes(Part.Length == 0 ? FullPath : $"{FullPath}\n{Part}"))
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

    // `.claude`, and `hooks` in `.github`: folders that an installation may have made.
    private static bool IsClientFolder(string folder) => Path.GetFileName(folder) is ['.', ..] or "hooks";

    private static bool IsFrame(byte[] text) =>
        text.AsSpan().Trim(" \t\r\n"u8).IsEmpty || (JsoncNode.Parse(text) is { IsObject: true } root && root.Members.TrueForAll(member => member.Name == "version"));

    // Hooks written into a file that the client drops would protect nobody.
    private byte[] Strict(byte[] text)
    {
        if (Form is { } form && !text.AsSpan().Trim(" \t\r\n"u8).IsEmpty && JsoncNode.Parse(text) is not null && JsoncNode.FirstLax(text, form.TakesComments) is { } lax)
        {
            throw new CommandFailure(
                string.Create(CultureInfo.InvariantCulture, $"`{FullPath}:{lax.LineNumber + 1}:{lax.BytePositionInLine + 1}` is left as it is: {form.Title} takes {form.Refused}, and loads nothing of such a file"),
                "take them out first; permissions and hooks that stand there are not in effect either");
        }

        return text;
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is SettingsFault or System.Text.Json.JsonException)
        {
            var settings = fault as SettingsFault ?? SettingsFault.Of((System.Text.Json.JsonException)fault);
            var place = settings.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $":{settings.Line}:{settings.Column}") : "";
            throw new CommandFailure(
                $"`{FullPath}{place}` is left as it is, because it cannot be read: {settings.Message}",
                settings.Help ?? "mend the file first; the client does not load it either");
        }
    }
}
