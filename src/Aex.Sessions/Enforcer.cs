using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Policy.Masking;
using Aex.Sessions.Audit;
using Aex.Sessions.Files;
using Aex.Sessions.Layers;
using Aex.Sessions.Paths;
using Aex.Sessions.Processes;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>
/// The only door through which a call is decided: finds the session, reads the layers, decides, counts and records, all under the
/// session's lock. Nothing is allowed that could not be recorded.
/// </summary>
public static class Enforcer
{
    /// <summary>How long a one-time approval holds.</summary>
    public static readonly TimeSpan ApprovalTime = TimeSpan.FromMinutes(10);

    /// <summary>Decides one call.</summary>
    public static Outcome Decide(HostEnvironment host, EnforcerOptions options, SessionRequest request, ToolCall call)
    {
        Outcome outcome = Guarded(() => DecideUnderLock(host, options, request, call), host);
        return options.Observe ? outcome with { Decision = Decision.Allow, Trusted = false } : outcome;
    }

    /// <summary>Records how a call that was let through ended. Charges nothing.</summary>
    public static Outcome RecordResult(
        HostEnvironment host, EnforcerOptions options, SessionRequest request, ToolCall call, bool failed, long? durationMs, string? error)
    {
        return Guarded(
            () =>
            {
                using SessionHold hold = SessionHold.Take(host, options, request, out LayersInForce layers);
                if (call.ToolUseId is { } use)
                {
                    hold.State.WaitingList.RemoveAll(waiting => waiting.ToolUseId == use);
                }

                hold.Record(new AuditEntry
                {
                    Event = "tool.result", Time = hold.Now, Session = hold.State.Session, Client = options.Client, Call = call,
                    Budget = Budget.Table(layers.Layers, hold.State.Counters), PolicyHash = hold.State.PolicyHash,
                    Duration = durationMs, Error = error ?? (failed ? "the tool failed" : null),
                });
                return new Outcome(Decision.Allow, "", null, false, null, "");
            },
            host);
    }

    /// <summary>Begins a session: fixes its root, pins its layers and the client's settings as they are now. Allows when policies were found and are sound.</summary>
    public static Outcome StartSession(HostEnvironment host, EnforcerOptions options, SessionRequest request)
    {
        return Guarded(
            () =>
            {
                using SessionHold hold = SessionHold.Take(host, options, request, out LayersInForce layers);
                string? fault = ErrorOf(layers) ?? (layers.HasProject || options.AllowNoPolicy ? null : NoPolicy(hold.State.Root));
                return fault is null ? new Outcome(Decision.Allow, "", null, false, null, "") : Outcome.Denied(fault);
            },
            host);
    }

    /// <summary>
    /// Judges a change of the client's settings against what was pinned when the session began: hooks, environment, helper commands, plugins and
    /// MCP servers may not change; permissions may. Without a file every pinned one is judged.
    /// </summary>
    public static Outcome JudgeConfigChange(HostEnvironment host, EnforcerOptions options, SessionRequest request, string? file)
    {
        Outcome outcome = Guarded(
            () =>
            {
                using SessionHold hold = SessionHold.Take(host, options, request, out LayersInForce layers);
                string? fault = SettingsFault(host, hold.State, options.Client, file);
                if (fault is null)
                {
                    return new Outcome(Decision.Allow, "", null, false, null, "");
                }

                bool paused = hold.State.PausedUntil > hold.Now;
                hold.Record(new AuditEntry
                {
                    Event = "config.denied", Time = hold.Now, Session = hold.State.Session, Client = options.Client, File = file,
                    Decision = paused ? "allow" : "deny", Reason = fault, Paused = paused,
                    Budget = Budget.Table(layers.Layers, hold.State.Counters), PolicyHash = hold.State.PolicyHash,
                });
                return paused ? new Outcome(Decision.Allow, fault, null, false, null, "") : Outcome.Denied(fault);
            },
            host);
        return options.Observe ? outcome with { Decision = Decision.Allow } : outcome;
    }

    /// <summary>Records a call that aex answers itself. Charges nothing. Throws <see cref="SessionException"/> when it cannot be recorded.</summary>
    public static void RecordMeta(HostEnvironment host, EnforcerOptions options, SessionRequest request, ToolCall call, string reason, bool isError)
    {
        using SessionHold hold = SessionHold.Take(host, options, request, out LayersInForce layers);
        hold.Record(MetaEntry(hold, layers, options, call, reason, isError));
    }

    internal static AuditEntry MetaEntry(SessionHold hold, LayersInForce layers, EnforcerOptions options, ToolCall call, string reason, bool isError) => new()
    {
        Event = "meta.handled", Time = hold.Now, Session = hold.State.Session, Client = options.Client, Call = call,
        Decision = "allow", Reason = reason, Error = isError ? reason : null,
        Budget = Budget.Table(layers.Layers, hold.State.Counters), PolicyHash = layers.PolicyHash(hold.State),
    };

    private static Outcome DecideUnderLock(HostEnvironment host, EnforcerOptions options, SessionRequest request, ToolCall call)
    {
        using SessionHold hold = SessionHold.Take(host, options, request, out LayersInForce layers);
        if (call.McpServerSource is not null && ProxiedServers.Decide(host, options, hold.State, call))
        {
            call = call with { IsProxied = true };
        }

        return Decide(host, options, hold, layers, ContextOf(host, options, hold.State.Root, layers), call, PersonAnswer.None);
    }

    /// <summary>Decides, counts and records a call of a session that is held.</summary>
    internal static Outcome Decide(
        HostEnvironment host, EnforcerOptions options, SessionHold hold, LayersInForce layers, CallContext context, ToolCall call, PersonAnswer answer,
        Action<string>? passOn = null)
    {
        SessionState state = hold.State;
        PreparedCall prepared = CallPreparation.Prepare(call, layers.Layers, context);
        bool noPolicy = !layers.HasProject && !options.AllowNoPolicy;
        Verdict verdict = noPolicy && layers.IsSound ? new Verdict(Decision.Deny, Cause.NoPolicy) : Authorizer.Decide(prepared, state.Counters);
        string reason = verdict.Cause == Cause.NoPolicy ? NoPolicy(state.Root) : Reasons.Describe(verdict, prepared);
        var ruling = new Ruling(host, options, hold, layers, prepared, verdict, reason, call, context, answer) { PassOn = passOn };
        return ruling.Finish();
    }

    /// <summary>
    /// Decides again, and charges nothing for, a call of a held session that was let through and charged and comes once more with what its server asked
    /// for. Its own charge does not count against it. An ask leaves no record: the call is then decided like a new one.
    /// </summary>
    internal static Outcome Continue(
        HostEnvironment host, EnforcerOptions options, SessionHold hold, LayersInForce layers, CallContext context, ToolCall call, bool wasConfirmed)
    {
        PreparedCall prepared = CallPreparation.Prepare(call, layers.Layers, context);
        Verdict verdict = Authorizer.Decide(prepared, hold.State.Counters.Before(prepared.ChargedKeys()));
        string reason = Reasons.Describe(verdict, prepared);
        return verdict.Decision == Decision.Ask && !wasConfirmed
            ? new Outcome(Decision.Ask, reason, null, false, verdict.Source, prepared.Primary.Capability)
            : new Ruling(host, options, hold, layers, prepared, verdict, reason, call, context, PersonAnswer.None) { Continues = true }.Finish();
    }

    internal static CallContext ContextOf(HostEnvironment host, EnforcerOptions options, string root, LayersInForce layers)
    {
        layers.Paths.Add(host.ManagedPolicy);
        if (OwnPrograms.Aex is { } program && OwnPrograms.Commands is { } commands)
        {
            // A hook may name the program by its path, in a folder that is not searched.
            layers.Paths.Add(program);
            layers.Paths.Add(commands);
        }

        return new CallContext
        {
            ProjectRoot = root,
            Home = host.Home,
            NeedsNoPolicy = options.AllowNoPolicy,
            GuardedFiles = layers.Paths,
            GuardedFolders = GuardedFolders(host, layers),
            PathFolders = host.PathFolders,
            Paths = new DiskPaths(),
        };
    }

    // The clients' own folders hold notes and plans too; where they are not in their usual place only what configures is known by its path.
    private static List<string> GuardedFolders(HostEnvironment host, LayersInForce layers)
    {
        var folders = new List<string>(4) { host.StateFolder, host.ConfigFolder };
        if (!host.ClaudeFolder.EndsWith("/.claude", StringComparison.Ordinal))
        {
            foreach (string file in (ReadOnlySpan<string>)["/settings.json", "/settings.local.json"])
            {
                layers.Paths.Add(host.ClaudeFolder + file);
            }

            foreach (string folder in (ReadOnlySpan<string>)["/plugins", "/hooks", "/agents", "/commands", "/skills"])
            {
                folders.Add(host.ClaudeFolder + folder);
            }
        }

        if (host.CodexFolder is { } codex)
        {
            folders.Add(codex);
        }

        return folders;
    }

    internal static string NoPolicy(string root) =>
        $"no policy was found for {JsonText.Visible(root)}, so nothing may run; a person can write one with `aex init --policy`, or run the gate with --allow-no-policy";

    internal static string? ErrorOf(LayersInForce layers)
    {
        foreach (Layer layer in layers.Layers)
        {
            if (layer.Errors.Count > 0)
            {
                LayerError error = layer.Errors[0];
                string place = error.Line > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{layer.File}:{error.Line}") : layer.File;
                return $"{place}: {error.Message} ({error.Code}); nothing may run until it is mended, `aex check` shows where";
            }
        }

        return null;
    }

    private static string? SettingsFault(HostEnvironment host, SessionState state, string client, string? file)
    {
        if (file is not null)
        {
            return !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? null : SettingsFault(host, state, file);
        }

        foreach (string path in ClientSettings.Files(host, client, state.Root))
        {
            if (SettingsFault(host, state, path) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? SettingsFault(HostEnvironment host, SessionState state, string path)
    {
        string shown = JsonText.Visible(LayerFiles.Shown(state.Root, path));
        byte[] before = [];
        string? real = Posix.RealPath(path);
        foreach (PinnedFile pin in state.Settings)
        {
            if (pin.Sha256.Length > 0 && (pin.Path == path || (real is not null && Posix.RealPath(pin.Path) == real)))
            {
                before = PolicyStore.Get(host, pin.Sha256);
            }
        }

        ReadResult result = FileReading.Read(path, follow: true, FileReading.Limit, out byte[] now, out string unreadable);
        if (result == ReadResult.Fault)
        {
            return $"{shown} cannot be read: {unreadable}; the change does not take effect";
        }

        if (!IsObject(now))
        {
            return $"{shown} is no sound JSON object, so what it would change cannot be judged; the change does not take effect";
        }

        // What was no sound JSON when the session began was not in force either.
        return GuardedSettings.Difference(IsObject(before) ? before : [], now) is { } member
            ? $"{shown} changes `{JsonText.Visible(member)}`, which was pinned when this session began; the change takes effect in a new session"
            : null;
    }

    private static bool IsObject(byte[] text) =>
        text.Length == 0 || (StrictJson.Check(text) is null && text.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..]);

    internal static Outcome Guarded(Func<Outcome> decide, HostEnvironment host)
    {
        try
        {
            return decide();
        }
        catch (SessionException fault)
        {
            return Outcome.Denied(SecretMask.Mask(JsonText.Visible(fault.Message), host.Secrets));
        }
#pragma warning disable CA1031 // Whatever goes wrong while deciding, the answer is a deny; letting it escape would end the process, which clients take for an allow.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Outcome.Denied($"aex met an unexpected fault ({fault.GetType().Name}) and denies the call; `aex doctor` may say more");
        }
    }
}
