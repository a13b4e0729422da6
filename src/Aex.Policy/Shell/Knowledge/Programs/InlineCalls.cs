using Aex.Language.Text;
using Aex.Policy.Masking;

namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>What well-known functions of Python, JavaScript, Perl, Ruby, PHP and Lua do with literal arguments.</summary>
internal sealed class InlineCalls(Invocation call, TextSpan span)
{
    private const string Reading =
        " readFileSync readFile createReadStream readdirSync readdir opendir opendirSync read_text read_bytes file_get_contents readfile parse_ini_file highlight_file show_source scandir listdir walk iglob glob readlines foreach binread"
        + " dofile loadfile lines loadtxt genfromtxt read_csv read_json read_excel read_parquet read_pickle run_path execfile fileinput require_relative load_file slurp entries children each_child sendFile ";

    private const string Writing =
        " writeFileSync writeFile appendFileSync appendFile createWriteStream truncateSync truncate mkdirSync mkdir makedirs mkdtempSync chmodSync chmod chownSync chown lchown utimesSync utime touch mkfifo mknod file_put_contents binwrite mkpath make_path"
        + " write_text write_bytes to_csv to_json to_excel savetxt ";

    private const string Deleting = " unlinkSync unlink rmSync rm rmdirSync rmdir remove removedirs rmtree rm_rf rm_r rm_f remove_entry remove_dir remove_tree remove_entry_secure del ";

    private const string Copying = " rename renameSync copyFileSync copyFile cpSync cp copy copy2 copyfile copytree cp_r move mv symlinkSync symlink linkSync link ln_s ln_sf replace make_archive ";

    private const string Running =
        " system popen popen2 popen3 exec execSync spawn spawnSync execFile execFileSync fork run call check_call check_output Popen getoutput getstatusoutput shell_exec passthru proc_open execute startfile create_subprocess_shell create_subprocess_exec"
        + " execv execve execvp execvpe execl execlp spawnl spawnlp spawnv spawnvp posix_spawn capture2 capture2e capture3 pipeline backtick ";

    private const string Fetching = " urlopen urlretrieve fetch get post put patch delete request head curl_init create_connection open_uri openURI Request ";

    // The first argument is a host.
    private const string Connecting = " HTTPConnection HTTPSConnection SMTP SMTP_SSL FTP FTP_TLS Telnet IMAP4 IMAP4_SSL POP3 fsockopen pfsockopen TCPSocket UDPSocket gethostbyname getaddrinfo ";

    private readonly List<ShellWord> _paths = [];
    private bool _writesPaths;
    private int _runs;

    /// <summary>Whether a name is one of a function that reaches further.</summary>
    public static bool Knows(string name) =>
        name is "open" or "require" or "include" or "import" or "load" or "File" or "fopen"
        || Is(Reading, name) || Is(Writing, name) || Is(Deleting, name) || Is(Copying, name) || Is(Running, name) || Is(Fetching, name) || Is(Connecting, name);

    /// <summary>A name stands somewhere in the code.</summary>
    public void Saw(string name) => _writesPaths |= name is "write_text" or "write_bytes" or "unlink" or "touch" or "rename" or "replace" or "rmdir" or "symlink_to" or "hardlink_to" or "chmod" or "mkdir" or "write";

    /// <summary>A call with its arguments.</summary>
    public void Made(InlineCode.Frame frame)
    {
        var first = frame.Arguments.Count > 0 ? frame.Arguments[0] : null;
        var second = frame.Arguments.Count > 1 ? frame.Arguments[1] : null;
        var name = frame.Name;
        if (Is(Running, name))
        {
            RunsArguments(frame, first);
        }
        else if (first is null && name is not ("open" or "fopen"))
        {
            return;
        }
        else if (first?.Contains("://", StringComparison.Ordinal) == true && !first.StartsWith("file:", StringComparison.Ordinal))
        {
            if (Is(Fetching, name) || name is "open" or "fopen" or "file_get_contents" or "readfile" or "copy" or "import" or "require")
            {
                call.Contacts(Word(first), sends: name is "post" or "put" or "patch" or "request" or "fetch" && frame.Arguments.Count > 1);
            }

            if (name == "urlretrieve" && second is not null)
            {
                call.Writes(Word(second));
            }
        }
        else if (Is(Connecting, name))
        {
            call.Contacts(Word(first!), sends: true);
        }
        else if (name is "open" or "fopen" or "openSync" or "open_file")
        {
            Opens(frame, first);
        }
        else if (Is(Copying, name))
        {
            call.Copies(Word(first!));
            if (second is not null)
            {
                call.Writes(Word(second), tree: true);
            }

            if (name is "rename" or "renameSync" or "move" or "mv")
            {
                call.Writes(Word(first!), tree: true);
            }
        }
        else if (Is(Reading, name) || (name is "read" or "new" or "stat" && frame.Owner is "File" or "IO" or "Pathname" or "Dir" or "fs") || name == "file")
        {
            call.Reads(Word(first!));
        }
        else if (Is(Deleting, name) || (name == "delete" && frame.Owner is "File" or "Dir" or "FileUtils"))
        {
            call.Deletes(Word(first!), tree: true);
        }
        else if (Is(Writing, name) || (name == "write" && frame.Owner is "File" or "IO" or "fs"))
        {
            call.Writes(Word(first!));
        }
        else if (name is "Path" or "PosixPath" or "Pathname" or "PurePath")
        {
            var path = Word(string.Join('/', frame.Arguments.TakeWhile(static part => part is not null)));
            _paths.Add(path);
            call.Reads(path);
        }
        else if (name is "require" or "include" or "include_once" or "require_once" or "import" or "load" or "createRequire" && (first!.StartsWith('.') || first.StartsWith('/')))
        {
            call.Reads(Word(first!));
        }
        else if (name is "getenv" && SecretName.Matches(first!))
        {
            call.Add("secrets.read");
        }
    }

    /// <summary>A text that the code has a shell run.</summary>
    public void Runs(string? script)
    {
        if (script is not null && !string.IsNullOrWhiteSpace(script) && _runs++ < 64)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [Word(script)], IsTentative = true });
        }
    }

    /// <summary>Whether the whole environment, or a secret of it, is read.</summary>
    public void ReadEnvironment(string text)
    {
        foreach (var name in (ReadOnlySpan<string>)["os.environ", "process.env", "%ENV", "$ENV", "ENV", "_ENV"])
        {
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            {
                if (at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-'))
                {
                    continue;
                }

                var rest = text.AsSpan(at + name.Length);
                if (rest.Length > 0 && (char.IsAsciiLetterOrDigit(rest[0]) || rest[0] == '_'))
                {
                    continue;
                }

                var key = rest.TrimStart("[{.('\"");
                key = key.StartsWith("get(") || key.StartsWith("fetch(") ? key[(key.IndexOf('(') + 1)..].TrimStart("'\"") : key;
                var end = 0;
                while (end < key.Length && (char.IsAsciiLetterOrDigit(key[end]) || key[end] == '_'))
                {
                    end++;
                }

                if (end == 0 || key.Length == rest.Length || SecretName.Matches(key[..end].ToString()) || key[..end] is "items" or "values" or "copy" or "to_h" or "each" or "inspect")
                {
                    call.Add("secrets.read");
                    return;
                }
            }
        }
    }

    /// <summary>What could be told at the end only.</summary>
    public void Finish()
    {
        foreach (var path in _paths)
        {
            if (_writesPaths)
            {
                call.Deletes(path);
            }
        }
    }

    private void RunsArguments(InlineCode.Frame frame, string? first)
    {
        if (frame.List is { Count: > 0 } list && list.TrueForAll(static text => text is not null))
        {
            var words = new List<ShellWord>();
            if (first is not null)
            {
                words.Add(Word(first));
            }

            foreach (var text in list)
            {
                words.Add(Word(text!));
            }

            call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = words, IsTentative = true });
            return;
        }

        var known = frame.Arguments.TakeWhile(static text => text is not null).ToList();
        if (known.Count > 1 && frame.Name is not ("popen" or "run" or "call" or "check_output" or "check_call" or "Popen" or "exec" or "execSync"))
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = known.ConvertAll(text => Word(text!)), IsTentative = true });
        }
        else
        {
            Runs(first);
        }
    }

    // Python, Ruby and PHP: a path and a mode. Perl: a handle, then `<f` or a mode and a path.
    private void Opens(InlineCode.Frame frame, string? first)
    {
        var mode = frame.Arguments.Count > 1 ? frame.Arguments[1] : "r";
        var path = first;
        if (call.Program is "perl" or "perl5")
        {
            var texts = frame.Arguments.Where(static text => text is not null).ToList();
            mode = texts.Count > 0 ? texts[0]!.Trim() : null;
            path = texts.Count > 1 ? texts[1] : mode?.TrimStart('<', '>', '+', '|').TrimEnd('|').Trim();
            var runs = mode is not null && (mode.StartsWith('|') || mode.EndsWith('|') || mode.StartsWith("-|", StringComparison.Ordinal));
            mode = mode?[..Math.Max(0, mode.Length - mode.TrimStart('<', '>', '+').Length)];
            if (runs)
            {
                Runs(path);
                return;
            }
        }
        else if (path?.StartsWith('|') == true)
        {
            Runs(path[1..]);
            return;
        }

        if (string.IsNullOrEmpty(path))
        {
            return;
        }

        var writes = mode is null || mode.AsSpan().IndexOfAny("wax+>") >= 0;
        if (!writes || mode is null || mode.Contains('+'))
        {
            call.Reads(Word(path));
        }

        if (writes)
        {
            call.Writes(Word(path));
        }
    }

    private ShellWord Word(string text) => new() { Text = text, Span = span };

    private static bool Is(string names, string name) => name.Length > 0 && names.Contains($" {name} ", StringComparison.Ordinal);
}
