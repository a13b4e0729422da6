namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Clients that are given statements: what they do is told by their verbs.</summary>
internal static class DatabaseClients
{
    public static void Read(Invocation call)
    {
        switch (call.Program)
        {
            case "redis-cli" or "valkey-cli":
                ReadRedis(call);
                break;
            case "sqlite3" or "sqlite" or "duckdb":
                ReadEmbedded(call);
                break;
            default:
                ReadServer(call);
                break;
        }
    }

    private static void ReadEmbedded(Invocation call)
    {
        var arguments = call.Arguments;
        var statements = 0;
        ShellWord? database = null;
        var isReadOnly = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag)
            {
                call.RunsUnknown("an argument may turn out to be an option");
            }

            if (text.Length > 1 && text[0] == '-')
            {
                var name = text.TrimStart('-');
                if (name is "help" or "version")
                {
                    return;
                }

                if (name is "cmd" or "c" or "s" && i + 1 < arguments.Count)
                {
                    statements++;
                    SqlText.Read(arguments[++i], call);
                }
                else if (name is "init" or "f" or "ui" or "unsigned" or "A" or "append" or "deserialize")
                {
                    call.RunsUnknown("a file of statements is not read");
                    i++;
                    if (i < arguments.Count)
                    {
                        call.MayRead(arguments[i]);
                    }
                }
                else if (name is "separator" or "nullvalue" or "newline" or "vfs" or "mmap" or "maxsize" or "lookaside" or "pagecache" or "escape" or "storage_version" or "storage-version")
                {
                    i++;
                }
                else
                {
                    isReadOnly |= name is "readonly" or "safe";
                }

                continue;
            }

            if (database is null)
            {
                database = word;
                continue;
            }

            statements++;
            SqlText.Read(word, call);
        }

        if (database is not null && database.Text is not (":memory:" or ""))
        {
            call.Reads(database);
        }

        if (statements == 0)
        {
            if (call.Input is { Source: StandardInputSource.Text, Word: { } text })
            {
                SqlText.Read(text, call);
            }
            else
            {
                call.RunsUnknown("the statements are not on the command line");
            }
        }

        _ = isReadOnly;
    }

    private static void ReadServer(Invocation call)
    {
        var arguments = call.Arguments;
        var statements = 0;
        var isPostgres = call.Program == "psql";
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag)
            {
                call.RunsUnknown("an argument may turn out to be an option");
            }

            if (text is "--help" or "--version" or "-V" or "-?")
            {
                return;
            }

            if (text.Length < 2 || text[0] != '-')
            {
                if (text.Contains("://", StringComparison.Ordinal))
                {
                    call.Contacts(word, sends: false);
                }

                continue;
            }

            var equals = text.StartsWith("--", StringComparison.Ordinal) ? text.IndexOf('=') : -1;
            var name = equals > 0 ? text[..equals] : text.StartsWith("--", StringComparison.Ordinal) ? text : text[..2];
            ShellWord? Value() => equals > 0 ? word.From(equals + 1) : !text.StartsWith("--", StringComparison.Ordinal) && text.Length > 2 ? word.From(2) : i + 1 < arguments.Count ? arguments[++i] : null;
            if (isPostgres && text.Length > 2 && text[1] != '-' && text.EndsWith('c'))
            {
                statements++;
                if (i + 1 < arguments.Count)
                {
                    SqlText.Read(arguments[++i], call);
                }

                continue;
            }

            if (name is "-c" or "--command" or "-e" or "--execute" && (isPostgres ? name != "-e" : name != "-c"))
            {
                statements++;
                if (Value() is { } sql)
                {
                    SqlText.Read(sql, call);
                }
            }
            else if (name is "-h" or "--host" && Value() is { } host)
            {
                if (!host.Text.StartsWith('/'))
                {
                    call.Contacts(host, sends: false);
                }
            }
            else if (isPostgres && name is "-l" or "--list")
            {
                statements++;
                call.Add("database.read");
            }
            else if (name is "-o" or "--output" or "-L" or "--log-file" or "--tee" && (isPostgres || name == "--tee") && Value() is { } output)
            {
                call.Writes(output);
            }
            else if (name is "-f" or "--file" or "--init-command" or "--pager" or "--plugin-dir" or "--defaults-file" or "--defaults-extra-file" && (isPostgres || name != "-f"))
            {
                statements++;
                var file = Value();
                call.RunsUnknown("a file of statements is not read", file);
                if (file is not null)
                {
                    call.Reads(file);
                }
            }
            else if (isPostgres ? name is "-U" or "-d" or "-p" or "-P" or "-v" or "-F" or "-R" or "-T" or "--dbname" or "--username" or "--port" or "--set" or "--variable" or "--pset"
                : name is "-u" or "-P" or "-D" or "-S" or "--user" or "--port" or "--database" or "--socket" or "--protocol" or "--default-character-set")
            {
                _ = Value();
            }
        }

        if (statements == 0)
        {
            if (call.Input is { Source: StandardInputSource.Text, Word: { } text })
            {
                SqlText.Read(text, call);
            }
            else
            {
                call.RunsUnknown("the statements are not on the command line");
            }
        }
    }

    private static void ReadRedis(Invocation call)
    {
        var arguments = call.Arguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            var text = arguments[i].Text;
            if (text is "-h" && i + 1 < arguments.Count)
            {
                call.Contacts(arguments[++i], sends: false);
            }
            else if (text is "-u" && i + 1 < arguments.Count)
            {
                call.Contacts(arguments[++i], sends: false);
            }
            else if (text is "-p" or "-a" or "-n" or "-s" or "-r" or "-i" or "--user" or "--pass")
            {
                i++;
            }
            else if (text is "--version" or "--help" or "--stat" or "--latency" or "--bigkeys" or "--memkeys" or "--scan" or "--hotkeys")
            {
                call.Add("database.read");
                return;
            }
            else if (text is "--eval" or "--pipe" or "-x" or "-X" or "--rdb" or "--cluster" or "--functions-rdb")
            {
                call.RunsUnknown("redis-cli is given more than a command");
                return;
            }
            else if (!text.StartsWith('-') || arguments[i].HasUnknown)
            {
                Redis(call, arguments[i].Text.ToUpperInvariant(), i + 1 < arguments.Count ? arguments[i + 1].Text.ToUpperInvariant() : "");
                return;
            }
        }

        call.RunsUnknown("the commands are not on the command line");
    }

    private static void Redis(Invocation call, string verb, string next)
    {
        if (verb is "GET" or "MGET" or "HGET" or "HGETALL" or "HMGET" or "HKEYS" or "HVALS" or "HLEN" or "LRANGE" or "LLEN" or "LINDEX" or "SMEMBERS" or "SCARD" or "SISMEMBER" or "ZRANGE" or "ZCARD" or "ZSCORE" or "ZRANGEBYSCORE"
            or "KEYS" or "SCAN" or "SSCAN" or "HSCAN" or "ZSCAN" or "TTL" or "PTTL" or "TYPE" or "EXISTS" or "DBSIZE" or "INFO" or "PING" or "ECHO" or "TIME" or "STRLEN" or "GETRANGE" or "XRANGE" or "XLEN" or "XINFO" or "MEMORY" or "LASTSAVE" or "MONITOR" or "COMMAND" or "OBJECT" or "DUMP" or "RANDOMKEY" or "GEOPOS" or "PFCOUNT" or "ROLE"
            || (verb is "CONFIG" or "CLIENT" or "SLOWLOG" or "CLUSTER" or "ACL" && next is "GET" or "LIST" or "INFO" or "NODES" or "WHOAMI" or "LEN" or "SLOTS"))
        {
            call.Add("database.read");
            return;
        }

        call.Add("database.change");
        if (verb is "FLUSHALL" or "FLUSHDB" or "SHUTDOWN")
        {
            call.Add("resource.destroy");
        }
    }
}
