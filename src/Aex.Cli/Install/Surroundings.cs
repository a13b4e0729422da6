using System.Globalization;
using System.Text;
using Aex.Cli.Commands;
using Aex.Sessions;
using Aex.Sessions.Processes;

namespace Aex.Cli.Install;

/// <summary>What the gate needs around it: a policy, its state, the program on the PATH, a clock.</summary>
internal static class Surroundings
{
    private const string Area = "aex";
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Looks at all of it.</summary>
    public static IEnumerable<Check> Look(HostEnvironment host)
    {
        foreach (var check in Policies(host))
        {
            yield return check;
        }

        yield return State(host);
        yield return OnPath(host);
        if (Pair() is { } apart)
        {
            yield return apart;
        }

        yield return Clock(host);
    }

    private static IEnumerable<Check> Policies(HostEnvironment host)
    {
        ProjectView view;
        string? fault = null;
        try
        {
            view = ProjectView.Load(host, new EnforcerOptions(), Environment.CurrentDirectory);
        }
        catch (SessionException unusable)
        {
            fault = unusable.Message;
            view = null!;
        }

        if (fault is not null)
        {
            yield return Check.Fault("policy", "policy-found", fault, "mend it as said");
            yield break;
        }

        if (view.Trust.Count == 0)
        {
            yield return Check.Fault("policy", "policy-found", $"there is no policy for {view.Root}: every call is denied", "run `aex init --policy`");
            yield break;
        }

        yield return Check.Ok("policy", "policy-found", string.Join(", ", view.Layers.Select(layer => layer.File).Distinct()));
        yield return view.FirstFault() is { } first
            ? Check.Fault("policy", "policy-valid", $"{first}: every call is denied", "run `aex check` and mend what it shows")
            : Check.Ok("policy", "policy-valid", "no errors");
        yield return view.IsTrusted
            ? Check.Ok("policy", "policy-trusted", view.TrustSentence)
            : Check.Note("policy", "policy-trusted", view.TrustSentence, "run `aex trust` if you want it to");
    }

    private static Check State(HostEnvironment host)
    {
        var probe = Path.Combine(host.StateFolder, $"doctor-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp");
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(host.StateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.WriteAllBytes(probe, Encoding.UTF8.GetBytes("x"));
            File.Delete(probe);
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(host.StateFolder) & Others) == 0
                ? Check.Ok(Area, "state", $"{host.StateFolder} is writable")
                : Check.Fault(Area, "state", $"{host.StateFolder} can be written by others: every call is denied", $"chmod 700 {host.StateFolder}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Check.Fault(Area, "state", $"{host.StateFolder} cannot be written: {InputFiles.ReasonOf(fault)}; every call is denied", "make it writable, or set AEX_STATE_DIR");
        }
    }

    private static Check OnPath(HostEnvironment host)
    {
        var found = InstalledProgram.OnPath(host);
        var own = InstalledProgram.Target(OwnPrograms.Aex ?? "");
        var targets = found.Select(InstalledProgram.Target).Distinct().ToList();
        return targets switch
        {
            [] => Check.Note(Area, "path", "no `aex` is on the PATH; the hook works all the same, by its absolute path", $"put {Path.GetDirectoryName(own)} on the PATH to type `aex`"),
            [var only] when only == own => Check.Ok(Area, "path", $"{found[0]} is on the PATH once"),
            [var only] => Check.Note(Area, "path", $"the `aex` on the PATH, {Versioned(only)}, is another one than this, {own} ({GlobalOptions.ProgramVersion})", "take one of them away, or have them be the same version"),
            _ => Check.Note(Area, "path", $"several programs named aex are on the PATH: {string.Join(", ", found.Select(Versioned))}; this is {GlobalOptions.ProgramVersion}", "take all but one away"),
        };
    }

    // One of the two files may have been replaced without the other.
    private static Check? Pair() =>
        OwnPrograms.Aex is { } aex && Canary.VersionOf(aex) is var version && version != GlobalOptions.ProgramVersion
            ? Check.Fault(Area, "pair", $"{aex} is of version {version ?? "unknown"} and the commands beside it of {GlobalOptions.ProgramVersion}", "install both files of one release")
            : null;

    private static string Versioned(string program) => $"{program} ({Canary.VersionOf(program) ?? "which does not tell its version"})";

    /// <summary>What can be mended here: a question, the mend, and what to say when it is done.</summary>
    public static IEnumerable<(string Question, Action Mend, string Done)> Mends(HostEnvironment host, Terminal terminal)
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(host.StateFolder) && (File.GetUnixFileMode(host.StateFolder) & Others) != 0)
        {
            yield return ($"{host.StateFolder} can be written by others. Take that right away?", () => CloseToOthers(host.StateFolder), $"{host.StateFolder} can be written by you only");
        }

        if (HasNoPolicy(host))
        {
            yield return ("There is no policy here, so every call is denied. Write a first one?", () => InitCommand.WritePolicy(terminal, Preset.Of(null, Environment.CurrentDirectory)), "read .aex/policy.aex and make it yours");
        }
    }

    private static void CloseToOthers(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) & ~Others);
        }
    }

    private static bool HasNoPolicy(HostEnvironment host)
    {
        try
        {
            return ProjectView.Load(host, new EnforcerOptions(), Environment.CurrentDirectory).Trust.Count == 0;
        }
        catch (SessionException)
        {
            return false;
        }
    }

    private static Check Clock(HostEnvironment host)
    {
        var now = host.Clock.GetUtcNow();
        var probe = Path.GetTempFileName();
        var skew = File.GetLastWriteTimeUtc(probe) - now.UtcDateTime;
        File.Delete(probe);
        var latest = SessionControl.List(host, null).Select(state => state.Latest).DefaultIfEmpty(0).Max();
        return latest > now.AddMinutes(1).ToUnixTimeMilliseconds()
            ? Check.Note(Area, "clock", $"the clock went back: a session was seen at {DateTimeOffset.FromUnixTimeMilliseconds(latest).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC; its budget of minutes stands still until then", "set the clock")
            : Math.Abs(skew.TotalSeconds) > 60
                ? Check.Note(Area, "clock", $"the file system's clock is {Math.Abs(skew.TotalSeconds).ToString("0", CultureInfo.InvariantCulture)} seconds off", "set the clocks")
                : Check.Ok(Area, "clock", $"{now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC");
    }
}
