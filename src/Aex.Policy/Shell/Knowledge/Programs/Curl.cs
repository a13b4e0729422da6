namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>curl: URLs, what is sent to them, where the answers go.</summary>
internal static class Curl
{
    private const string Valued =
        " -A --user-agent -e --referer -u --user -x --proxy -m --max-time --connect-timeout --retry --retry-delay --retry-max-time --limit-rate -r --range -w --write-out -C --continue-at"
        + " -Y -y --speed-limit --speed-time --resolve --interface --cacert --capath --ciphers --max-redirs --dns-servers -z --time-cond --proto --proto-redir --proto-default --tls-max --oauth2-bearer"
        + " --url-query --request-target --aws-sigv4 --noproxy --local-port --keepalive-time --max-filesize --proxy-user -U --socks5 --socks5-hostname --rate --http2-prior --cert-type --pinnedpubkey --connect-to --unix-socket --abstract-unix-socket ";

    private const string Plain =
        " --silent --show-error --fail --fail-with-body --location --head --insecure --verbose --compressed --get --include --globoff --no-buffer --progress-bar --http1.0 --http1.1 --http2 --http3 --ipv4 --ipv6 --ssl-reqd"
        + " --parallel --no-progress-meter --create-dirs --remote-time --path-as-is --tlsv1 --tlsv1.2 --tlsv1.3 --netrc --netrc-optional --anyauth --basic --digest --retry-all-errors --retry-connrefused --raw --junk-session-cookies --tr-encoding"
        + " --location-trusted --no-keepalive --no-clobber --tcp-nodelay --http2-prior-knowledge --negotiate --ntlm --styled-output --no-styled-output --remote-name-all --no-alpn --fail-early --disable --xattr --next --post301 --post302 --post303 ";

    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        var urls = new List<ShellWord>();
        var sends = false;
        var takesNames = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag && !text.Contains("://", StringComparison.Ordinal))
            {
                call.RunsUnknown("an argument of curl may turn out to be an option");
            }

            if (text.Length < 2 || text[0] != '-')
            {
                urls.Add(word);
                continue;
            }

            if (text is "--help" or "--version" or "-V" or "-h" or "--manual" or "-M")
            {
                return;
            }

            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                takesNames |= text is "--remote-name" or "--remote-name-all";
                var equals = text.IndexOf('=');
                var name = equals < 0 ? text : text[..equals];
                var takes = Option(call, name, null, urls, ref sends, peek: true);
                if (takes && (equals >= 0 || i + 1 < arguments.Count))
                {
                    Option(call, name, equals >= 0 ? word.From(equals + 1) : arguments[++i], urls, ref sends, peek: false);
                }

                continue;
            }

            for (var at = 1; at < text.Length; at++)
            {
                var name = "-" + text[at];
                takesNames |= text[at] == 'O';
                if (!Option(call, name, null, urls, ref sends, peek: true))
                {
                    continue;
                }

                var isLast = at + 1 == text.Length;
                if (!isLast || i + 1 < arguments.Count)
                {
                    Option(call, name, isLast ? arguments[++i] : word.From(at + 1), urls, ref sends, peek: false);
                }

                break;
            }
        }

        foreach (var url in urls)
        {
            call.Contacts(url, sends);
            // Its own braces and brackets make several names of one.
            var file = url.Text.AsSpan().ContainsAny('{', '[') ? null : RemotePlace.FileOf(url);
            if (takesNames && file is not null)
            {
                call.Writes(file);
            }
            else if (takesNames)
            {
                call.WritesAmong(ShellWord.Known("."), isUnseen: true);
            }
        }
    }

    // Whether it takes a value; read when `peek` is false.
    private static bool Option(Invocation call, string name, ShellWord? value, List<ShellWord> urls, ref bool sends, bool peek)
    {
        switch (name)
        {
            case "-o" or "--output" or "-D" or "--dump-header" or "-c" or "--cookie-jar" or "--trace" or "--trace-ascii" or "--stderr" or "--libcurl" or "--hsts" or "--alt-svc" or "--etag-save":
                if (!peek && value!.Text != "-")
                {
                    call.Writes(value);
                }

                return true;
            case "--output-dir":
                if (!peek)
                {
                    call.Writes(value!, tree: true);
                }

                return true;
            case "-O" or "--remote-name":
                return false;
            case "-J" or "--remote-header-name":
                if (peek)
                {
                    // The server says the name.
                    call.WritesAmong(ShellWord.Known("."), isUnseen: true);
                }

                return false;
            case "-d" or "--data" or "--data-ascii" or "--data-binary" or "--data-urlencode" or "--json" or "-H" or "--header" or "-b" or "--cookie" or "--proxy-header" or "--variable":
                if (!peek)
                {
                    sends |= value!.HasUnknown || Content(call, value, name);
                }

                return true;
            case "--data-raw" or "--form-string":
                if (!peek)
                {
                    sends |= value!.HasUnknown;
                }

                return true;
            case "-F" or "--form":
                if (!peek)
                {
                    sends |= value!.HasUnknown;
                    var at = value.Text.IndexOf("=@", StringComparison.Ordinal);
                    at = at < 0 ? value.Text.IndexOf("=<", StringComparison.Ordinal) : at;
                    if (at >= 0)
                    {
                        sends = true;
                        var end = value.Text.IndexOf(';', at);
                        Reads(call, value.Slice(at + 2, end < 0 ? value.Text.Length : end));
                    }
                }

                return true;
            case "-T" or "--upload-file":
                if (!peek)
                {
                    sends = true;
                    Reads(call, value!);
                }

                return true;
            case "-K" or "--config":
                if (!peek)
                {
                    Reads(call, value!);
                    call.RunsUnknown("curl's configuration is not read", null);
                }

                return true;
            case "-E" or "--cert" or "--key" or "--netrc-file" or "--etag-compare" or "--pubkey":
                if (!peek)
                {
                    Reads(call, value!);
                }

                return true;
            case "--url":
                if (!peek)
                {
                    urls.Add(value!);
                }

                return true;
            case "-X" or "--request":
                return true;
            case "-Q" or "--quote" or "-t" or "--telnet-option" or "--engine" or "--doh-url":
                if (!peek)
                {
                    sends = true;
                }

                return true;
            default:
                if (Valued.Contains($" {name} ", StringComparison.Ordinal))
                {
                    if (!peek)
                    {
                        if (name is "-w" or "--write-out" && value!.Text.StartsWith('@'))
                        {
                            call.Reads(value.From(1));
                        }

                        sends |= value!.HasUnknown && name is not ("-m" or "--max-time" or "--connect-timeout" or "--retry" or "-w" or "--write-out");
                        if (name is "--resolve" or "--connect-to" && value!.Text.Split(':') is { Length: > 2 } parts)
                        {
                            // It says where a name is found.
                            call.Contacts(new ShellWord { Text = parts[2].Trim('[', ']'), Span = value.Span }, sends: false);
                        }

                        if (name is "-x" or "--proxy" or "--socks5" or "--socks5-hostname")
                        {
                            call.Contacts(value, sends: false);
                        }
                    }

                    return true;
                }

                if (peek && name.Length > 2 && !Plain.Contains($" {name} ", StringComparison.Ordinal) && !name.StartsWith("--no-", StringComparison.Ordinal))
                {
                    call.RunsUnknown($"curl's option `{name}` is not known");
                }

                return false;
        }
    }

    private static bool Content(Invocation call, ShellWord value, string name)
    {
        var text = value.Text;
        var at = text.IndexOf('@');
        if (name is "-b" or "--cookie" && text.Length > 0 && !text.Contains('='))
        {
            Reads(call, value);
            return true;
        }

        if (at < 0 || (name != "--data-urlencode" && name != "--variable" && at != 0) || (name == "--data-urlencode" && text.AsSpan(0, at).Contains('=')))
        {
            return false;
        }

        Reads(call, value.From(at + 1));
        return true;
    }

    private static void Reads(Invocation call, ShellWord path)
    {
        if (path.Text is not ("-" or ""))
        {
            call.Reads(path);
        }
    }
}
