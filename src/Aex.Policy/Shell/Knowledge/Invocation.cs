using Aex.Policy.Capabilities;

namespace Aex.Policy.Shell.Knowledge;

/// <summary>One program with its arguments, and the report that is being written about it.</summary>
internal sealed class Invocation(string program, IReadOnlyList<ShellWord> arguments, StandardInput input, ProgramReport report)
{
    public string Program { get; } = program;

    public IReadOnlyList<ShellWord> Arguments { get; } = arguments;

    public StandardInput Input { get; } = input;

    public ProgramReport Report { get; } = report;

    /// <summary>The folder that the program goes to before it does anything (<c>-C dir</c>); null for the command's own.</summary>
    public ShellWord? Folder { get; private set; }

    public bool HasInput => Input.Source != StandardInputSource.Inherited;

    /// <summary>The arguments from one on.</summary>
    public List<ShellWord> ArgumentsFrom(int start)
    {
        var words = new List<ShellWord>(Arguments.Count);
        for (var i = start; i < Arguments.Count; i++)
        {
            words.Add(Arguments[i]);
        }

        return words;
    }

    public void Add(string capability) => Report.Add(new Effect { Capability = capability });

    public void Add(string capability, ShellWord name) => Report.Add(new Effect { Capability = capability, Target = name.HasUnknown ? EffectTarget.Unknown : EffectTarget.Name, Word = name });

    /// <summary>It may do more than what is said of it.</summary>
    public void RunsUnknown(string why, ShellWord? path = null)
    {
        Report.MarkPartial(why);
        Report.Add(new Effect { Capability = "code.run", Target = path is null ? EffectTarget.None : EffectTarget.Path, Word = path });
    }

    public void Reads(ShellWord path, bool tree = false) => AddPath("file.read", path, tree);

    public void Writes(ShellWord path, bool tree = false) => AddPath("file.write", path, tree);

    public void Deletes(ShellWord path, bool tree = false)
    {
        AddPath("file.delete", path, tree);
        AddPath("file.write", path, tree);
    }

    /// <summary>It copies a folder, or a file, to where no scope of its own speaks of it.</summary>
    public void Copies(ShellWord path) => AddPath(new Effect { Capability = "file.read", Target = EffectTarget.Tree, Word = path, IsCopied = true });

    /// <summary>It writes some files in a folder that no word names, or the file that the word names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isUnseen">Whether what is written, and where, comes from an archive or the like.</param>
    public void WritesAmong(ShellWord folder, bool isUnseen = false) => AddPath(new Effect { Capability = "file.write", Target = EffectTarget.Among, Word = folder, IsUnseen = isUnseen });

    /// <summary>The same for files that are deleted.</summary>
    public void DeletesAmong(ShellWord folder)
    {
        AddPath(new Effect { Capability = "file.delete", Target = EffectTarget.Among, Word = folder });
        WritesAmong(folder);
    }

    /// <summary>The word may be a file that is read; a deny or a confirm is to speak of it then.</summary>
    public void MayRead(ShellWord path)
    {
        // A text with blanks in it is more often a text than a file.
        if (!path.HasUnknown && path.Text.AsSpan().IndexOfAny(" \t\n") < 0)
        {
            AddPath(new Effect { Capability = "file.read", Target = EffectTarget.Tree, Word = path, IsPossible = true });
        }
    }

    /// <summary>The word may be a file that is written.</summary>
    public void MayWrite(ShellWord path) => AddPath(new Effect { Capability = "file.write", Target = EffectTarget.Path, Word = path, IsPossible = true });

    /// <summary>The word may be a file, or a folder of files, that is written.</summary>
    /// <param name="path">The word.</param>
    /// <param name="isByNameOnly">Whether only a scope that names it is to speak of it.</param>
    public void MayWriteAmong(ShellWord path, bool isByNameOnly) =>
        AddPath(new Effect { Capability = "file.write", Target = EffectTarget.Among, Word = path, IsPossible = true, IsByNameOnly = isByNameOnly });

    /// <summary>It goes to a folder first; a second time from there.</summary>
    public void GoesTo(ShellWord folder)
    {
        if (folder.Text.Length > 0)
        {
            Folder = Folder is null || folder.Text.StartsWith('/') ? folder : folder.Below(Folder);
        }
    }

    /// <summary>Places what is relative in the folder that the program went to.</summary>
    public void Finish()
    {
        if (Folder is not null)
        {
            Report.Move(Folder);
            Report.Add(new Effect { Capability = "file.read", Target = EffectTarget.Tree, Word = Folder, IsPossible = true });
        }
    }

    public void ReadsHere(bool tree) => AddPath("file.read", ShellWord.Known("."), tree);

    public void WritesHere(bool tree) => AddPath("file.write", ShellWord.Known("."), tree);

    /// <summary>It talks to the host that a URL or <c>host[:port][/path]</c> names.</summary>
    /// <param name="word">The URL or host.</param>
    /// <param name="sends">Whether content of a file, a variable or standard input goes there.</param>
    public void Contacts(ShellWord word, bool sends)
    {
        var text = word.Text;
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            Reads(word.From(text.StartsWith("file://", StringComparison.OrdinalIgnoreCase) ? 7 : 5));
            return;
        }

        if (!HostOf(word.KnownPrefix, word.KnownPrefix.Length == text.Length, out var host, out var port))
        {
            AddHost("network.fetch", EffectTarget.Unknown, word, "", 0);
            if (sends || word.HasUnknown)
            {
                AddHost("network.send", EffectTarget.Unknown, word, "", 0);
            }

            return;
        }

        if (IsLoopback(host))
        {
            AddHost("loopback.connect", EffectTarget.Host, word, host, port);
            return;
        }

        AddHost("network.fetch", EffectTarget.Host, word, host, port);
        if (sends || word.HasUnknown)
        {
            AddHost("network.send", EffectTarget.Host, word, host, port);
        }
    }

    /// <summary>Whether a canonical host is this machine.</summary>
    public static bool IsLoopback(string host) =>
        host is "localhost" or "::1" or "[::1]" or "0.0.0.0" || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (host.StartsWith("127.", StringComparison.Ordinal) && HostName.IsAddress(host));

    // What is known must reach past the host's end: `https://api.github.com$x` may be any host.
    private static bool HostOf(ReadOnlySpan<char> text, bool isWhole, out string host, out int port)
    {
        var scheme = text.IndexOf("://");
        var authority = scheme < 0 ? text : text[(scheme + 3)..];
        var end = authority.IndexOfAny("/?#");
        host = "";
        port = 0;
        if (end < 0 && !isWhole)
        {
            return false;
        }

        authority = end < 0 ? authority : authority[..end];
        if (scheme >= 0 && UrlHost.TryRead(text, out host, out port))
        {
            return true;
        }

        if (authority.Contains('\\') || authority.Count('@') > 1)
        {
            return false;
        }

        authority = authority[(authority.IndexOf('@') + 1)..];
        var colon = authority.LastIndexOf(':');
        if (colon > authority.LastIndexOf(']') && authority.Count(':') == 1 | authority.StartsWith("["))
        {
            if (colon + 1 < authority.Length && !HostName.TryPort(authority[(colon + 1)..], out port))
            {
                return false;
            }

            authority = authority[..colon];
        }

        var canonical = HostName.Canonical(authority);
        host = canonical ?? "";
        return canonical is not null;
    }

    private void AddHost(string capability, EffectTarget target, ShellWord word, string host, int port) =>
        Report.Add(new Effect { Capability = capability, Target = target, Word = word, Host = host, Port = port });

    private void AddPath(string capability, ShellWord path, bool tree) =>
        AddPath(new Effect { Capability = capability, Target = tree ? EffectTarget.Tree : EffectTarget.Path, Word = path });

    private void AddPath(Effect effect)
    {
        var path = effect.Word!;
        if ((path.Text.Length == 0 && !path.MaySplit) || (effect.Capability != "file.read" && IsDevice(path.Text)))
        {
            return;
        }

        Report.Add(effect);
    }

    /// <summary>Whether writing there changes no file.</summary>
    public static bool IsDevice(ReadOnlySpan<char> path) =>
        path is "/dev/null" or "/dev/stdin" or "/dev/stdout" or "/dev/stderr" or "/dev/tty" || path.StartsWith("/dev/fd/");
}
