using Aex.Policy.Capabilities;

namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>The programs whose arguments are a language of their own, which rows cannot say.</summary>
internal static class SpecialPrograms
{
    /// <summary>Whether a program is one of them.</summary>
    public static bool Knows(ReadOnlySpan<char> program) => Reader(program) is not null;

    /// <summary>Reads the invocation if its program is one of them.</summary>
    public static bool TryRead(Invocation call)
    {
        var reader = Reader(call.Program);
        reader?.Invoke(call);
        return reader is not null;
    }

    private static Action<Invocation>? Reader(ReadOnlySpan<char> program) => program switch
    {
        "sh" or "bash" or "zsh" or "dash" or "ksh" or "ash" or "rbash" or "mksh" or "fish" or "tcsh" or "csh" => Shells.Read,
        "eval" => Shells.ReadEval,
        "source" or "." => Shells.ReadSource,
        "find" or "gfind" => Find.Read,
        "xargs" or "gxargs" => Xargs.Read,
        "env" or "genv" => Env.Read,
        "sed" or "gsed" or "ssed" => Sed.Read,
        "awk" or "gawk" or "mawk" or "nawk" or "original-awk" or "goawk" => Awk.Read,
        "tar" or "gtar" or "bsdtar" => Tar.Read,
        "curl" => Curl.Read,
        "ssh" or "slogin" or "autossh" or "mosh" or "scp" or "rsync" => Remote.Read,
        "dd" or "gdd" => Dd.Read,
        "sysctl" => Sysctl.Read,
        "psql" or "mysql" or "mariadb" or "sqlite3" or "sqlite" or "duckdb" or "redis-cli" or "valkey-cli" => DatabaseClients.Read,
        GuardedPrograms.Aex or GuardedPrograms.Commands => AexItself.Read,
        "at" or "batch" => Scheduled.Read,
        "cpio" or "pax" => Cpio.Read,
        "cp" or "gcp" or "ditto" or "mv" or "gmv" or "ln" or "gln" or "link" or "install" or "ginstall" => Copy.Read,
        "chmod" or "gchmod" or "chown" or "gchown" or "chgrp" => FileModes.Read,
        "python" or "python2" or "python3" or "pypy" or "pypy3" or "ipython" or "ipython3" or "node" or "nodejs" or "perl" or "perl5" or "ruby" or "jruby" or "php" or "lua" or "luajit" or "lua5.3" or "lua5.4" => Interpreters.Read,
        "busybox" or "toybox" => Nested.ReadMultiCall,
        "parallel" or "rush" => Nested.ReadParallel,
        _ => program.StartsWith("python3.") ? Interpreters.Read : null,
    };
}
