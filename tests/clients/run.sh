#!/usr/bin/env bash
# Does the gate hold under the real clients? See README.md.
#
#   tests/clients/run.sh [claude|codex|gemini]...
#
# Variables: CLIENTS, the folder where the clients are (installed there by npm when missing; default
# ${TMPDIR:-/tmp}/clients); AEX_BINARY, the native aex (default: published by build.sh).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
CLIENTS=${CLIENTS:-${TMPDIR:-/tmp}/clients}
[ $# -gt 0 ] || set -- claude codex gemini

if [ -z "${AEX_BINARY:-}" ]; then
    "$root/build.sh" publish "$root/artifacts/aex"
    AEX_BINARY=$root/artifacts/aex/aex
fi
AEX_BINARY=$(realpath "$AEX_BINARY")

missing=
for client in "$@"; do
    [ -x "$CLIENTS/node_modules/.bin/$client" ] || missing=1
done
if [ -n "$missing" ]; then
    mkdir -p "$CLIENTS"
    cp "$here/package.json" "$CLIENTS/"
    # npm may be told not to run packages' own scripts: Claude Code's puts its native program in place.
    (cd "$CLIENTS" && npm install --no-audit --no-fund && node node_modules/@anthropic-ai/claude-code/install.cjs) || true
fi
present=()
for client in "$@"; do
    if [ -x "$CLIENTS/node_modules/.bin/$client" ]; then
        present+=("$client")
    else
        echo "skip  $client: it is not in $CLIENTS, and npm could not put it there"
    fi
done
[ ${#present[@]} -gt 0 ] || exit 0
set -- "${present[@]}"

all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
passed=0 failed=0

# The project of one case: policy and hooks as a user has them, plus PostToolUse and ConfigChange for Claude Code.
project() {   # POLICY_LINES SCRIPT_JSON
    work=$(mktemp -d "$all/XXXXXX")
    mkdir -p "$work/project/.aex" "$work/project/.claude" "$work/project/.gemini"
    a_home
    printf 'policy client_test v0\n\ngoal "Decide for a real client."\n\n%s\n' "$1" >"$work/project/.aex/policy.aex"
    printf '%s' "$2" >"$work/script.json"
    : >"$work/results.jsonl"
    cat >"$work/project/.claude/settings.json" <<JSON
{"hooks":{
  "PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"$AEX_BINARY gate","timeout":10,"onFailure":"block"}]}],
  "PostToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"$AEX_BINARY gate","timeout":10}]}],
  "SessionStart":[{"hooks":[{"type":"command","command":"$AEX_BINARY gate","timeout":10}]}],
  "ConfigChange":[{"hooks":[{"type":"command","command":"$AEX_BINARY gate","timeout":10}]}]}}
JSON
    cat >"$work/project/.gemini/settings.json" <<JSON
{"hooks":{
  "BeforeTool":[{"matcher":".*","hooks":[{"type":"command","command":"$AEX_BINARY gate","timeout":10000}]}],
  "AfterTool":[{"matcher":".*","hooks":[{"type":"command","command":"$AEX_BINARY gate","timeout":10000}]}]}}
JSON
    codex_hook
}

# A home folder in which each client talks to the scripted model and trusts the project; no hooks of aex.
a_home() {
    bypass=1
    mkdir -p "$work/home/.codex" "$work/home/.gemini" "$work/project"
    printf '{"projects":{"%s":{"hasTrustDialogAccepted":true}}}' "$work/project" >"$work/home/.claude.json"
    printf '{"%s":"TRUST_FOLDER"}' "$work/project" >"$work/home/.gemini/trustedFolders.json"
    printf '{"security":{"auth":{"selectedType":"gemini-api-key"}}}' >"$work/home/.gemini/settings.json"
    cat >"$work/home/.codex/config.toml" <<TOML
model = "scripted"
model_provider = "scripted"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.scripted]
name = "scripted"
base_url = "http://127.0.0.1/"  # the port comes by the command line
env_key = "NO_KEY"
wire_api = "responses"
[projects."$work/project"]
trust_level = "trusted"
TOML
}

# The hook of Codex in its user's settings, as its guide has it.
codex_hook() {
    cat >>"$work/home/.codex/config.toml" <<TOML
[[hooks.PreToolUse]]
matcher = ".*"
[[hooks.PreToolUse.hooks]]
type = "command"
command = "$AEX_BINARY gate"
timeout = 30
TOML
}

# Puts the MCP server of tests/mcp into the project, behind the proxy: in .mcp.json for Claude Code, in play's config.toml for Codex.
serve() {
    cat >"$work/project/.mcp.json" <<JSON
{"mcpServers":{"test":{"command":"$AEX_BINARY","args":["proxy","--name","test","--","node","$root/tests/mcp/server.mjs","--log","$work/reached"]}}}
JSON
    : >"$work/reached"
    sed -i '1s/{/{"enableAllProjectMcpServers":true,/' "$work/project/.claude/settings.json"
}

# Runs the client in the project against the scripted model, with nothing of the caller's environment.
play() {   # CLIENT
    mkfifo "$work/life"
    node "$here/model.mjs" "$work/script.json" "$work/results.jsonl" "$work/port" <"$work/life" >"$work/model.log" 2>&1 &
    exec 9>"$work/life"
    for _ in $(seq 200); do
        [ -s "$work/port" ] && break
        sleep 0.05
    done
    local port
    port=$(cat "$work/port") || { cat "$work/model.log" >&2; exit 2; }
    local clean=(env -i PATH="$PATH" HOME="$work/home" TMPDIR="$all" LANG=C.UTF-8 SHELL=/bin/bash)
    case $1 in
    claude)
        # bypassPermissions, so that nothing but the hook stands in the way; IS_SANDBOX, because it is refused to root elsewhere.
        (cd "$work/project" && timeout 90 "${clean[@]}" IS_SANDBOX=1 ANTHROPIC_BASE_URL="http://127.0.0.1:$port" ANTHROPIC_API_KEY=none \
            ENABLE_TOOL_SEARCH=false CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 DISABLE_AUTOUPDATER=1 DISABLE_TELEMETRY=1 \
            "$CLIENTS/node_modules/.bin/claude" -p go --permission-mode bypassPermissions </dev/null >"$work/client.log" 2>&1) || true
        ;;
    codex)
        [ ! -e "$work/project/.mcp.json" ] || cat >>"$work/home/.codex/config.toml" <<TOML
[mcp_servers.test]
command = "$AEX_BINARY"
args = ["proxy", "--name", "test", "--", "node", "$root/tests/mcp/server.mjs", "--log", "$work/reached"]
TOML
        # The hook's trust is a person's act (/hooks, or `aex install codex`); where neither was done, the flag stands for it.
        (cd "$work/project" && timeout 90 "${clean[@]}" NO_KEY=none "$CLIENTS/node_modules/.bin/codex" exec --skip-git-repo-check \
            -c "model_providers.scripted.base_url=\"http://127.0.0.1:$port/v1\"" ${bypass:+--dangerously-bypass-hook-trust} \
            --dangerously-bypass-approvals-and-sandbox go </dev/null >"$work/client.log" 2>&1) || true
        ;;
    gemini)
        (cd "$work/project" && timeout 90 "${clean[@]}" GEMINI_API_KEY=none GOOGLE_GEMINI_BASE_URL="http://127.0.0.1:$port" \
            "$CLIENTS/node_modules/.bin/gemini" -m gemini-2.5-pro --approval-mode yolo -p go </dev/null >"$work/client.log" 2>&1) || true
        ;;
    esac
    exec 9>&-
    wait
}

check() {   # TITLE CONDITION...
    local title=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok    $title"
    else
        failed=$((failed + 1))
        echo "FAIL  $title"
        sed 's/^/      the model read: /' "$work/results.jsonl"
        tail -n 5 "$work/client.log" | sed 's/^/      the client said: /'
    fi
}
ran() { [ -e "$work/project/proof.txt" ]; }
did_not_run() { [ ! -e "$work/project/proof.txt" ]; }
model_read() { grep -qF -- "$1" "$work/results.jsonl"; }
recorded() { grep -qF -- "$1" "$work"/project/.aex/audit/*.jsonl; }
reached() { grep -qF -- "$1" "$work/reached"; }
never_reached() { ! reached "$1"; }
recorded_times() { [ "$(cat "$work"/project/.aex/audit/*.jsonl | grep -F -- "$1" | grep -cF -- "$2")" = "$3" ]; }
chain_intact() { (cd "$work/project" && env -i HOME="$work/home" PATH="$PATH" "$AEX_BINARY" audit verify >"$work/verify.log" 2>&1); }

shell_call() {   # CLIENT: the script in which the model leaves a proof through the client's shell
    case $1 in
    claude) echo '[{"name":"Bash","input":{"command":"touch proof.txt","description":"leave a proof"}}]' ;;
    codex) echo '[{"name":"exec_command","input":{"cmd":"touch proof.txt"}}]' ;;
    gemini) echo '[{"name":"run_shell_command","input":{"command":"touch proof.txt","description":"leave a proof"}}]' ;;
    esac
}

# aex as a user runs it in the project.
aex() { (cd "$work/project" && env -i PATH="$(dirname "$AEX_BINARY"):/usr/local/bin:/usr/bin:/bin" HOME="$work/home" "$AEX_BINARY" "$@" >"$work/client.log" 2>&1); }
said() { grep -qF -- "$1" "$work/client.log"; }

# A user's day: init, install, doctor, a call that the policy denies, one that it allows, uninstall.
installed_by_aex() {   # CLIENT NAME-FOR-AEX SETTINGS BEFORE
    local client=$1 name=$2 settings=$3 before=$4
    work=$(mktemp -d "$all/XXXXXX")
    a_home
    bypass=   # the trust that `aex install` writes must do
    mkdir -p "$(dirname "$work/project/$settings")"
    printf '%s' "$before" >"$work/before"
    cp "$work/before" "$work/project/$settings"
    cp -r "$work/home" "$work/home.before"
    : >"$work/results.jsonl"
    # Denied by the policy that init writes (deny network.*), and it would leave its proof without a network, too.
    shell_call "$client" | sed 's#touch proof.txt#curl -s https://example.com -o proof.txt || touch proof.txt#' >"$work/script.json"
    if ! aex init --policy || { ! aex install "$name" && said 'coding agent'; }; then
        echo "skip  $client: settings written by aex install: it refuses to work below a coding agent; run this in a terminal of your own"
        return
    fi
    check "$client: init, install: aex doctor finds the hook reached and nothing wrong" aex doctor
    play "$client"
    check "$client: under the settings that aex install wrote, a denied call does not run" did_not_run
    check "$client: the model reads the reason there, too" model_read '(deny network.*)'
    check "$client: the denial is recorded there, too" recorded '"event":"tool.denied"'

    printf 'policy allowing v0\ngoal "g"\nallow shell.exec, file.write\n' >"$work/project/.aex/policy.aex"
    shell_call "$client" >"$work/script.json"
    : >"$work/results.jsonl"
    rm -f "$work/port" "$work/life"
    play "$client"
    check "$client: under the settings that aex install wrote, an allowed call runs" ran
    check "$client: aex uninstall ends well" aex uninstall "$name"
    check "$client: the settings are what they were, byte for byte" cmp -s "$work/before" "$work/project/$settings"
    check "$client: so is what was changed in the home folder" cmp -s "$work/home.before/.codex/config.toml" "$work/home/.codex/config.toml"
}

# The form of the original's guide, which Claude Code drops with the whole file.
flat_settings() {
    work=$(mktemp -d "$all/XXXXXX")
    a_home
    mkdir -p "$work/project/.claude"
    printf '{"permissions": {"deny": []}, "hooks": {"PreToolUse": [{"matcher": ".*", "command": "aex gate"}]}}' >"$work/project/.claude/settings.json"
    : >"$work/results.jsonl"
    shell_call claude | sed 's#touch proof.txt#curl -s https://example.com -o proof.txt || touch proof.txt#' >"$work/script.json"
    aex init --policy || true
    play claude
    check "claude: under the guide's flat settings a denied call runs" ran
    rm -f "$work/project/proof.txt" "$work/port" "$work/life"
    aex doctor && check "claude: aex doctor finds the flat settings" false
    check "claude: aex doctor says what is wrong with them" said 'the client drops the whole file'
    if ! aex doctor --fix && said 'coding agent'; then
        echo "skip  claude: settings mended by aex doctor: it refuses to work below a coding agent; run this in a terminal of your own"
        return
    fi
    check "claude: aex doctor --fix mends them" aex doctor
    : >"$work/results.jsonl"
    play claude
    check "claude: under the mended settings the denied call does not run" did_not_run
}

for client in "$@"; do
    script=$(shell_call "$client")

    project $'allow file.read\ndeny shell.exec' "$script"
    play "$client"
    check "$client: a denied call does not run" did_not_run
    check "$client: the model reads the reason, with file and line" model_read '.aex/policy.aex:6 (deny shell.exec)'
    check "$client: the denial is recorded" recorded '"event":"tool.denied"'

    project 'allow file.read' "$script"
    play "$client"
    check "$client: a call that nothing allows does not run" did_not_run
    check "$client: the model reads what would permit it" model_read 'allow shell.exec'

    project 'allow shell.exec' "$script"
    play "$client"
    check "$client: an allowed call runs" ran
    check "$client: the allowed call is recorded" recorded '"event":"tool.allowed"'
    check "$client: the chain of the audit is intact" chain_intact
    [ "$client" = codex ] || check "$client: the call's result is recorded" recorded '"event":"tool.result"'

    project $'allow shell.exec\nconfirm before shell.exec' "$script"
    play "$client"
    check "$client: what would be asked is not run unattended" did_not_run
    check "$client: the model reads how a person lets it through" model_read 'aex approve'

    project $'allow shell.exec\nbudget calls=0' "$script"
    play "$client"
    check "$client: a call over the budget does not run" did_not_run

    project $'allow shell.exec\ndeny netwrok.*' "$script"
    play "$client"
    check "$client: under a policy with an error nothing runs" did_not_run
    check "$client: the model reads which error" model_read 'AEX131'

    case $client in
    claude)
        installed_by_aex claude claude-code .claude/settings.json $'{"permissions": {"allow": ["Bash(touch:*)"]},\n\t"env":   {"MINE": "1"}}'
        flat_settings
        ;;
    codex) installed_by_aex codex codex .codex/hooks.json $'{"hooks": {"Stop":\t[]}}\n' ;;
    gemini) installed_by_aex gemini gemini .gemini/settings.json $'// mine\r\n{\r\n\t"ui": {"hideTips": true} /* yes */\r\n}' ;;
    esac

    if [ "$client" = claude ]; then
        # A shell's plain write is stopped by the gate itself.
        project 'allow shell.exec, file.write' '[{"name":"Bash","input":{"command":"echo \"{\\\"disableAllHooks\\\":true}\" > .claude/settings.local.json","description":"switch the hooks off"}}]'
        play "$client"
        check "$client: a shell's write to the client's settings does not run" [ ! -e "$work/project/.claude/settings.local.json" ]
        check "$client: the model reads that they are guarded" model_read 'aex.configure'
        # By code that the gate can't read into: the client's own event must hold.
        hidden=$(printf '%s' 'require("fs").writeFileSync(".claude/settings.local.json", "{\"disableAllHooks\":true}")' | base64 -w0)
        project $'allow shell.exec, code.run\ndeny file.write' "$(cat <<JSON
[{"name":"Bash","input":{"command":"node -e 'eval(atob(process.argv[1]))' $hidden && sleep 4","description":"switch the hooks off"}},
 {"name":"Write","input":{"file_path":"PROJECT/proof.txt","content":"x"}}]
JSON
)"
        sed -i "s|PROJECT|$work/project|" "$work/script.json"
        play "$client"
        check "$client: hooks that are switched off in mid-session stay on" did_not_run
        check "$client: the change of settings is recorded" recorded '"event":"config.denied"'
    fi
done

# A server behind the proxy, in one project with the gate: decided, charged and asked once, at the proxy. The session of one client is
# taken up by the next through a checkpoint.
mcp_script() {   # CLIENT TOOL=JSON...: calls of the MCP server's tools, as the client names them
    local client=$1 comma= one
    shift
    printf '['
    for one in "$@"; do
        case $client in
        claude) printf '%s{"name":"mcp__test__%s","input":%s}' "$comma" "${one%%=*}" "${one#*=}" ;;
        codex) printf '%s{"name":"%s","namespace":"mcp__test","input":%s}' "$comma" "${one%%=*}" "${one#*=}" ;;
        esac
        comma=,
    done
    printf ']'
}
for client in "$@"; do
    if [ "$client" = gemini ]; then
        # Without the proxy: the gate is told the server and the tool's own name.
        project $'allow mcp.test.test_simple_text, file.read\ndeny mcp.test.db_drop' '[{"name":"mcp_test_db.drop","input":{}},{"name":"mcp_test_test_simple_text","input":{}}]'
        : >"$work/reached"
        sed -i "1s#{#{\"mcpServers\":{\"test\":{\"command\":\"node\",\"args\":[\"$root/tests/mcp/server.mjs\",\"--log\",\"$work/reached\"]}},#" "$work/project/.gemini/settings.json"
        play gemini
        check "gemini: an MCP tool that is allowed by its server's name answers" model_read 'This is a simple text response for testing.'
        check "gemini: a denied MCP tool does not reach the server" never_reached db.drop
        check "gemini: the model reads why" model_read 'deny mcp.test.db_drop'
        continue
    fi
    project $'deny db.drop\nallow mcp.test.*, test_simple_text\nbudget calls=5' "$(mcp_script "$client" 'db_drop={}' 'test_simple_text={}' 'aex_checkpoint={"name":"handover"}')"
    serve
    if [ "$client" = codex ]; then
        script=$(mcp_script "$client" 'test_simple_text={}' 'aex_resume={"name":"handover"}' 'aex_list_tasks={}')
        printf '%s' "$script" >"$work/script.json"
        [ -z "${handed:-}" ] || cp -r "$handed" "$work/project/.aex/checkpoints"
    fi
    play "$client"
    check "$client: an allowed MCP tool answers" model_read 'This is a simple text response for testing.'
    check "$client: the call is charged once" recorded_times '"tool.allowed"' '"tool":"test_simple_text"' 1
    check "$client: the chain of the audit is intact" chain_intact
    if [ "$client" = claude ]; then
        check "$client: a denied MCP tool is not among the tools, and a call of it does not reach the server" never_reached db.drop
        check "$client: what was left out of the list is recorded" recorded_times '"tools.filtered"' '"db.drop"' 1
        check "$client: a checkpoint is written" [ -e "$work/project/.aex/checkpoints/handover/checkpoint.json" ]
        handed=$work/project/.aex/checkpoints
    elif [ -n "${handed:-}" ]; then
        check "$client: the checkpoint of the other client is taken up" model_read 'toolsCalled'
    fi

    project $'allow test_simple_text\nbudget calls=1' "$(mcp_script "$client" 'test_simple_text={}' 'test_simple_text={"second":true}')"
    serve
    play "$client"
    check "$client: the model reads why a call of a listed tool was refused" model_read 'budget'
    check "$client: the refused call does not reach the server" never_reached '"second":true'
done

# A further session in the same project, with a script of its own.
again() {   # SCRIPT_JSON
    printf '%s' "$1" >"$work/script.json"
    : >"$work/results.jsonl"
    : >"$work/reached"
    rm -f "$work/port" "$work/life"
}
answering() {   # ANSWER
    printf '%s\n' '#!/bin/sh' "echo asked >>'$work/asked'" "echo '{\"hookSpecificOutput\":{\"hookEventName\":\"Elicitation\",\"action\":\"accept\",\"content\":{\"answer\":\"$1\"}}}'" >"$work/answer.sh"
    : >"$work/asked"
    sed -i "1s|\"hooks\":{|\"hooks\":{\"Elicitation\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"sh $work/answer.sh\"}]}],|" "$work/project/.claude/settings.json"
}
reached_times() { [ "$(grep -F '"tools/call"' "$work/reached" | grep -cF -- "$1")" = "$2" ]; }

for client in "$@"; do
    [ "$client" = claude ] || continue

    # Two sessions of Claude Code and one of Codex on one budget: what was spent before counts after each resume.
    project $'allow mcp.test.*\nbudget calls=5' "$(mcp_script claude 'test_simple_text={"n":1}' 'test_simple_text={"n":2}' 'aex_checkpoint={"name":"relay"}')"
    serve
    play claude
    check "claude: the first session's calls pass" reached_times test_simple_text 2
    again "$(mcp_script claude 'aex_resume={"name":"relay"}' 'test_simple_text={"n":3}' 'test_simple_text={"n":4}' 'test_simple_text={"n":5}' 'test_simple_text={"n":6}' 'aex_checkpoint={"name":"relay"}')"
    play claude
    check "claude: the second session takes up what the first one used" model_read 'callsUsed\":2,\"budgetRemaining\":3'
    check "claude: only what was left passes" reached_times test_simple_text 3
    check "claude: the call past it does not reach the server" never_reached '"n":6'
    if [ -x "$CLIENTS/node_modules/.bin/codex" ]; then
        again "$(mcp_script codex 'test_simple_text={"n":7}' 'aex_resume={"name":"relay"}' 'test_simple_text={"n":8}')"
        play codex
        check "codex: a session of its own has its own budget until it resumes" reached '"n":7'
        check "codex: it takes up what both sessions used" model_read 'callsUsed\":5,\"budgetRemaining\":0'
        check "codex: nothing is left then" never_reached '"n":8'
    fi
    check "claude, codex: the chains of all audits are intact" chain_intact

    # Gate and proxy together, and a confirmation: asked by the proxy alone; this client has nobody to answer in -p and cancels.
    project $'allow mcp.test.*\nconfirm before test_simple_text\nbudget calls=5' "$(mcp_script claude 'test_simple_text={}')"
    serve
    play claude
    check "claude: what needs a confirmation that nobody gives does not reach the server" reached_times test_simple_text 0
    check "claude: it was asked about once" recorded_times '"confirm.required"' 'test_simple_text' 1
    check "claude: and answered once" recorded_times '"confirm.denied"' 'test_simple_text' 1
    check "claude: the model reads that nobody approved it" model_read 'not approved'

    # The same with somebody who answers: the client's Elicitation hook stands for its user at the dialog.
    project $'allow mcp.test.*\nconfirm before test_simple_text\nbudget calls=5' "$(mcp_script claude 'test_simple_text={"n":1}' 'test_simple_text={"n":2}')"
    serve
    answering 'approve for this session'
    play claude
    check "claude: what its user approves for the session passes, twice" reached_times test_simple_text 2
    check "claude: and was asked about once" [ "$(wc -l <"$work/asked")" = 1 ]
    check "claude: by the proxy alone" recorded_times '"confirm.required"' 'test_simple_text' 1
    check "claude: both calls are recorded as approved" recorded_times '"confirm.approved"' '"tool":"test_simple_text"' 2
    check "claude: neither the answer nor the state reaches the server" never_reached requestState

    # The policy that aex init writes, with both.
    project '' "$(mcp_script claude 'test_simple_text={}' 'aex_checkpoint={"name":"first"}')"
    rm "$work/project/.aex/policy.aex"
    check "claude: aex init writes a policy" aex init --policy
    serve
    play claude
    check "claude: under the policy of aex init no tool of a server passes" reached_times test_simple_text 0
    check "claude: the proxy's own tools work under it" [ -e "$work/project/.aex/checkpoints/first/checkpoint.json" ]
    printf '\nallow mcp.test.*\n' >>"$work/project/.aex/policy.aex"
    again "$(mcp_script claude 'test_simple_text={}' 'aex_resume={"name":"first"}')"
    play claude
    check "claude: one mcp. line more and the call passes" reached_times test_simple_text 1
    check "claude: it is charged once" recorded_times '"tool.allowed"' '"tool":"test_simple_text"' 1
    check "claude: the gate left it to the proxy" recorded_times 'goes to aex proxy' 'mcp__test__test_simple_text' 1
    check "claude: the proxy's own tools still answer" model_read 'callsUsed'
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
