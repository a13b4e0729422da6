using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Sessions.State;

/// <summary>A session's state as JSON, read and written without reflection.</summary>
internal static class StateJson
{
    /// <summary>The state as bytes.</summary>
    public static ReadOnlySpan<byte> Write(SessionState state)
    {
        var json = new JsonText(2048);
        json.BeginObject()
            .Member("version"u8, 1)
            .Member("session"u8, state.Session)
            .Member("root"u8, state.Root)
            .Member("client"u8, state.Client)
            .Member("started"u8, state.Started)
            .Member("latest"u8, state.Latest)
            .Member("pausedUntil"u8, state.PausedUntil)
            .Member("pinned"u8, state.Pinned)
            .Member("warnedOfTime"u8, state.WarnedOfTime)
            .Member("policyHash"u8, state.PolicyHash)
            .Member("auditFile"u8, state.AuditFile)
            .Member("auditLength"u8, state.AuditLength)
            .Member("auditLines"u8, state.AuditLines)
            .Member("auditHead"u8, state.AuditHead)
            .Name("auditDevice"u8).Number(state.AuditDevice)
            .Name("auditInode"u8).Number(state.AuditInode)
            .Member("auditChanged"u8, state.AuditChanged);
        Files(json.Name("layers"u8), state.Layers);
        Files(json.Name("settings"u8), state.Settings);
        json.Name("counters"u8).BeginArray();
        for (int i = 0; i < state.Counters.Count; i++)
        {
            (string key, long used, long raised) = state.Counters[i];
            json.BeginObject().Member("key"u8, key).Member("used"u8, used).Member("raised"u8, raised).EndObject();
        }

        json.EndArray().Name("waiting"u8).BeginArray();
        foreach (WaitingCall call in state.WaitingList)
        {
            json.BeginObject().Member("id"u8, call.Id).Member("call"u8, call.Call).Member("time"u8, call.Time)
                .Member("tool"u8, call.Tool).Member("input"u8, call.Input).Member("cwd"u8, call.Cwd)
                .Member("capability"u8, call.Capability).Member("reason"u8, call.Reason);
            if (call.ToolUseId is not null)
            {
                json.Member("toolUseId"u8, call.ToolUseId);
            }

            json.EndObject();
        }

        json.EndArray().Name("approvals"u8).BeginArray();
        foreach (Approval approval in state.ApprovalList)
        {
            json.BeginObject().Member("id"u8, approval.Id).Member("until"u8, approval.Until)
                .Member("capability"u8, approval.Capability).Member("tool"u8, approval.Tool);
            if (approval.Call is not null)
            {
                json.Member("call"u8, approval.Call);
            }

            if (approval.Scope is not null)
            {
                json.Member("scope"u8, approval.Scope);
            }

            json.EndObject();
        }

        return json.EndArray().EndObject().Append("\n"u8).Written;
    }

    /// <summary>Reads a state; null when it is no whole one.</summary>
    public static SessionState? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            SessionState? state = reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Read(ref reader) : null;
            return state is not null && !reader.Read() ? state : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // Not JSON, a member of another type, a number out of range: damaged all alike.
            return null;
        }
    }

    private static SessionState? Read(ref Utf8JsonReader reader)
    {
        string? session = null, root = null, auditFile = null;
        string client = "", policyHash = "", auditHead = "";
        long started = 0, latest = 0, paused = 0, length = -1, lines = 0, changed = 0;
        ulong device = 0, inode = 0;
        bool pinned = false, warned = false;
        List<PinnedFile> layers = [], settings = [];
        List<(string Key, long Used, long Raised)> counters = [];
        List<WaitingCall> waiting = [];
        List<Approval> approvals = [];
        long version = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = reader.GetString();
            _ = reader.Read();
            switch (name)
            {
                case "version": version = reader.GetInt64(); break;
                case "session": session = reader.GetString(); break;
                case "root": root = reader.GetString(); break;
                case "client": client = reader.GetString() ?? ""; break;
                case "started": started = reader.GetInt64(); break;
                case "latest": latest = reader.GetInt64(); break;
                case "pausedUntil": paused = reader.GetInt64(); break;
                case "pinned": pinned = reader.GetBoolean(); break;
                case "warnedOfTime": warned = reader.GetBoolean(); break;
                case "policyHash": policyHash = reader.GetString() ?? ""; break;
                case "auditFile": auditFile = reader.GetString(); break;
                case "auditLength": length = reader.GetInt64(); break;
                case "auditLines": lines = reader.GetInt64(); break;
                case "auditHead": auditHead = reader.GetString() ?? ""; break;
                case "auditDevice": device = reader.GetUInt64(); break;
                case "auditInode": inode = reader.GetUInt64(); break;
                case "auditChanged": changed = reader.GetInt64(); break;
                case "layers": layers = Files(ref reader); break;
                case "settings": settings = Files(ref reader); break;
                case "counters": counters = Counters(ref reader); break;
                case "waiting": waiting = Waiting(ref reader); break;
                case "approvals": approvals = Approvals(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || version != 1 || session is null || root is not ['/', ..] || auditFile is not ['/', ..]
            || length < 0 || auditHead.Length != 64)
        {
            return null;
        }

        var state = new SessionState { Session = session, Root = root, AuditFile = auditFile };
        (state.Client, state.PolicyHash, state.AuditHead) = (client, policyHash, auditHead);
        (state.Started, state.Latest, state.PausedUntil) = (started, latest, paused);
        (state.AuditLength, state.AuditLines, state.AuditChanged) = (length, lines, changed);
        (state.AuditDevice, state.AuditInode, state.Pinned, state.WarnedOfTime) = (device, inode, pinned, warned);
        (state.Layers, state.Settings) = (layers, settings);
        foreach ((string key, long used, long raised) in counters)
        {
            state.Counters.Set(key, used, raised);
        }

        state.WaitingList.AddRange(waiting);
        state.ApprovalList.AddRange(approvals);
        return state;
    }

    private static void Files(JsonText json, IReadOnlyList<PinnedFile> files)
    {
        json.BeginArray();
        for (int i = 0; i < files.Count; i++)
        {
            json.BeginObject().Member("role"u8, files[i].Role).Member("path"u8, files[i].Path).Member("sha256"u8, files[i].Sha256);
            if (files[i].Root is { } root)
            {
                json.Member("root"u8, root);
            }

            json.EndObject();
        }

        json.EndArray();
    }

    private static List<PinnedFile> Files(ref Utf8JsonReader reader)
    {
        var files = new List<PinnedFile>();
        while (NextObject(ref reader))
        {
            string role = "", path = "", hash = "";
            string? root = null;
            while (NextMember(ref reader, out string name))
            {
                string value = reader.GetString() ?? "";
                _ = name switch { "role" => role = value, "path" => path = value, "root" => root = value, _ => hash = value };
            }

            bool sound = path is ['/', ..] && hash.Length is 0 or 64 && root is null or ['/', ..];
            files.Add(sound ? new PinnedFile(role, path, hash) { Root = root } : throw new FormatException());
        }

        return files;
    }

    private static List<(string Key, long Used, long Raised)> Counters(ref Utf8JsonReader reader)
    {
        var counters = new List<(string Key, long Used, long Raised)>();
        while (NextObject(ref reader))
        {
            string key = "";
            long used = 0, raised = 0;
            while (NextMember(ref reader, out string name))
            {
                switch (name)
                {
                    case "key": key = reader.GetString() ?? ""; break;
                    case "used": used = reader.GetInt64(); break;
                    default: raised = reader.GetInt64(); break;
                }
            }

            counters.Add(key.Length > 0 && used >= 0 && raised >= 0 ? (key, used, raised) : throw new FormatException());
        }

        return counters;
    }

    private static List<WaitingCall> Waiting(ref Utf8JsonReader reader)
    {
        var calls = new List<WaitingCall>();
        while (NextObject(ref reader))
        {
            string id = "", call = "", tool = "", input = "", cwd = "", capability = "", reason = "";
            string? toolUse = null;
            long time = 0;
            while (NextMember(ref reader, out string name))
            {
                switch (name)
                {
                    case "id": id = reader.GetString() ?? ""; break;
                    case "call": call = reader.GetString() ?? ""; break;
                    case "time": time = reader.GetInt64(); break;
                    case "tool": tool = reader.GetString() ?? ""; break;
                    case "input": input = reader.GetString() ?? ""; break;
                    case "cwd": cwd = reader.GetString() ?? ""; break;
                    case "capability": capability = reader.GetString() ?? ""; break;
                    case "reason": reason = reader.GetString() ?? ""; break;
                    default: toolUse = reader.GetString(); break;
                }
            }

            calls.Add(new WaitingCall
            {
                Id = id, Call = call, Time = time, Tool = tool, Input = input, Cwd = cwd, Capability = capability, Reason = reason, ToolUseId = toolUse,
            });
        }

        return calls;
    }

    private static List<Approval> Approvals(ref Utf8JsonReader reader)
    {
        var approvals = new List<Approval>();
        while (NextObject(ref reader))
        {
            string id = "", capability = "", tool = "";
            string? call = null, scope = null;
            long until = 0;
            while (NextMember(ref reader, out string name))
            {
                switch (name)
                {
                    case "id": id = reader.GetString() ?? ""; break;
                    case "until": until = reader.GetInt64(); break;
                    case "capability": capability = reader.GetString() ?? ""; break;
                    case "tool": tool = reader.GetString() ?? ""; break;
                    case "call": call = reader.GetString(); break;
                    default: scope = reader.GetString(); break;
                }
            }

            approvals.Add(new Approval { Id = id, Call = call, Until = until, Capability = capability, Tool = tool, Scope = scope });
        }

        return approvals;
    }

    private static bool NextObject(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    private static bool NextMember(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        name = reader.GetString() ?? "";
        return reader.Read();
    }
}
