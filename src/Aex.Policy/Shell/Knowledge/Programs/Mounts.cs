namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Folders of this machine that a container gets: <c>-v /a:/b:ro</c>, <c>--mount type=bind,source=/a,target=/b</c>.</summary>
internal static class Mounts
{
    public static void Read(Invocation call, ShellWord word)
    {
        var text = word.Text;
        if (text.Contains("target=", StringComparison.Ordinal) || text.Contains("dst=", StringComparison.Ordinal) || text.Contains("destination=", StringComparison.Ordinal))
        {
            foreach (var name in (ReadOnlySpan<string>)["source=", "src="])
            {
                var start = text.IndexOf(name, StringComparison.Ordinal);
                if (start >= 0)
                {
                    var comma = text.IndexOf(',', start);
                    Give(call, word.Slice(start + name.Length, comma < 0 ? text.Length : comma), text.Contains("readonly", StringComparison.Ordinal) || text.Contains(",ro", StringComparison.Ordinal));
                }
            }

            return;
        }

        var colon = text.IndexOf(':');
        if (colon > 0)
        {
            Give(call, word.Slice(0, colon), text.EndsWith(":ro", StringComparison.Ordinal) || text.EndsWith(":ro,z", StringComparison.Ordinal) || text.EndsWith(":ro,Z", StringComparison.Ordinal));
        }
    }

    private static void Give(Invocation call, ShellWord folder, bool isReadOnly)
    {
        // A plain word is a volume's name; to be safe it is taken for a folder too where a rule would stop that.
        if (folder.Text.Contains('/') || folder.Text.StartsWith('.') || folder.Text.StartsWith('~') || folder.HasUnknown)
        {
            call.Copies(folder);
            if (!isReadOnly)
            {
                call.WritesAmong(folder);
            }
        }
        else
        {
            call.MayRead(folder);
        }
    }
}
