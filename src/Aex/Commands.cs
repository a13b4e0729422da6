using System.Runtime.InteropServices;
using Aex.Hooks;
using Aex.Sessions.Processes;

namespace Aex;

/// <summary>
/// Everything but the gate: the program beside this one (docs/decisions/0027). This process becomes it, so its number, its terminal, its signals and its
/// exit code need no handing on.
/// </summary>
internal static unsafe class Commands
{
    private const int NoSuchFile = 2;

    /// <summary>Becomes <c>aex-commands</c> with the same arguments. Comes back only where that cannot be, having said why.</summary>
    /// <returns>2: unable to work.</returns>
    public static int Become(string[] args)
    {
        int fault = NoSuchFile;
        if (OwnPrograms.Commands is { } path)
        {
            byte*[] words = new byte*[args.Length + 2];
            words[0] = Text("aex");
            for (int i = 0; i < args.Length; i++)
                words[i + 1] = Text(args[i]);
            fixed (byte** list = words)
                _ = execv(Text(path), list);
            fault = Marshal.GetLastSystemError();
        }

        string why = fault == NoSuchFile ? "is not there" : $"cannot be started: {Marshal.GetPInvokeErrorMessage(fault)}";
        string message = $"the commands of aex are in {OwnPrograms.Commands ?? "the file aex-commands beside aex"}, which {why}; install both files of the release into one folder";
        // What a client of the proxy reads there are events.
        StandardStreams.WriteError(args is ["proxy", ..] ? $$"""{"event":"proxy.failed","error":"{{System.Text.Json.JsonEncodedText.Encode(message)}}"}""" : $"aex: {message}");
        return 2;
    }

    // Never freed: the process is another one right after.
    private static byte* Text(string word) => (byte*)Marshal.StringToCoTaskMemUTF8(word);

#pragma warning disable IDE1006, SYSLIB1054 // named as libc names it; blittable, so nothing is generated or marshalled
    [DllImport("libc", ExactSpelling = true)]
    private static extern int execv(byte* path, byte** words);
#pragma warning restore IDE1006, SYSLIB1054
}
