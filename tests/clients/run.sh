#!/usr/bin/env bash
# Does the gate hold under the real clients? See README.md.
#
#   tests/clients/run.sh [claude|codex]...
#
# Variables: CLIENTS, the folder where the clients are (installed there by npm when missing; default
# ${TMPDIR:-/tmp}/clients); AEX_BINARY, the native aex (default: published by build.sh).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
CLIENTS=${CLIENTS:-${TMPDIR:-/tmp}/clients}
[ $# -gt 0 ] || set -- claude codex

if [ -z "${AEX_BINARY:-}" ]; then
    "$root/build.sh" publish "$root/artifacts/aex"
    AEX_BINARY=$root/artifacts/aex/aex
fi
AEX_BINARY=$(realpath "$AEX_BINARY")

if [ ! -x "$CLIENTS/node_modules/.bin/claude" ] || [ ! -x "$CLIENTS/node_modules/.bin/codex" ]; then
    mkdir -p "$CLIENTS"
    cp "$here/package.json" "$CLIENTS/"
    # npm may be told not to run packages' own scripts: Claude Code's puts its native program in place.
    (cd "$CLIENTS" && npm install --no-audit --no-fund && node node_modules/@anthropic-ai/claude-code/install.cjs)
fi

all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
passed=0 failed=0

# The project of one case: policy and hooks as a user has them, plus PostToolUse and ConfigChange for Claude Code.
project() {   # POLICY_LINES SCRIPT_JSON
    work=$(mktemp -d "$all/XXXXXX")
    mkdir -p "$work/project/.aex" "$work/project/.claude" "$work/home/.codex"
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
        printf '{"projects":{"%s":{"hasTrustDialogAccepted":true}}}' "$work/project" >"$work/home/.claude.json"
        # bypassPermissions, so that nothing but the hook stands in the way; IS_SANDBOX, because it is refused to root elsewhere.
        (cd "$work/project" && timeout 90 "${clean[@]}" IS_SANDBOX=1 ANTHROPIC_BASE_URL="http://127.0.0.1:$port" ANTHROPIC_API_KEY=none \
            CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 DISABLE_AUTOUPDATER=1 DISABLE_TELEMETRY=1 \
            "$CLIENTS/node_modules/.bin/claude" -p go --permission-mode bypassPermissions </dev/null >"$work/client.log" 2>&1) || true
        ;;
    codex)
        cat >"$work/home/.codex/config.toml" <<TOML
model = "scripted"
model_provider = "scripted"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.scripted]
name = "scripted"
base_url = "http://127.0.0.1:$port/v1"
env_key = "NO_KEY"
wire_api = "responses"
[projects."$work/project"]
trust_level = "trusted"
[[hooks.PreToolUse]]
matcher = ".*"
[[hooks.PreToolUse.hooks]]
type = "command"
command = "$AEX_BINARY gate"
timeout = 30
TOML
        # The hook's trust is a person's act (/hooks); here the flag stands for it.
        (cd "$work/project" && timeout 90 "${clean[@]}" NO_KEY=none "$CLIENTS/node_modules/.bin/codex" exec --skip-git-repo-check \
            --dangerously-bypass-hook-trust --dangerously-bypass-approvals-and-sandbox go </dev/null >"$work/client.log" 2>&1) || true
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
chain_intact() { (cd "$work/project" && env -i HOME="$work/home" PATH="$PATH" "$AEX_BINARY" audit verify >"$work/verify.log" 2>&1); }

shell_call() {   # CLIENT: the script in which the model leaves a proof through the client's shell
    case $1 in
    claude) echo '[{"name":"Bash","input":{"command":"touch proof.txt","description":"leave a proof"}}]' ;;
    codex) echo '[{"name":"exec_command","input":{"cmd":"touch proof.txt"}}]' ;;
    esac
}

# aex as a user runs it in the project.
aex() { (cd "$work/project" && env -i PATH="$(dirname "$AEX_BINARY"):/usr/local/bin:/usr/bin:/bin" HOME="$work/home" "$AEX_BINARY" "$@" >"$work/client.log" 2>&1); }
as_before() { cmp -s "$work/before.json" "$work/project/.claude/settings.json"; }

# The settings that `aex install` writes, beside what the user had, instead of those above.
installed_by_aex() {
    project $'allow file.read\ndeny shell.exec' "$(shell_call claude)"
    printf '{"permissions": {"allow": ["Bash(touch:*)"]},\n\t"env":   {"MINE": "1"}}' >"$work/before.json"
    cp "$work/before.json" "$work/project/.claude/settings.json"
    if ! aex install claude-code && grep -q 'coding agent' "$work/client.log"; then
        echo "skip  claude: settings written by aex install: it refuses to work below a coding agent; run this in a terminal of your own"
        return
    fi
    check "claude: aex doctor finds the installed hook reached and nothing wrong" aex doctor
    play claude
    check "claude: under the settings that aex install wrote, a denied call does not run" did_not_run
    check "claude: the model reads the reason there, too" model_read '.aex/policy.aex:6 (deny shell.exec)'

    sed -i 's/^deny shell.exec$/allow shell.exec/' "$work/project/.aex/policy.aex"
    : >"$work/results.jsonl"
    rm -f "$work/port" "$work/life"
    play claude
    check "claude: under the settings that aex install wrote, an allowed call runs" ran
    check "claude: aex uninstall ends well" aex uninstall claude-code
    check "claude: the settings are what they were, byte for byte" as_before
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

    [ "$client" = codex ] || installed_by_aex

    if [ "$client" = claude ]; then
        # Through the shell, because the gate can't yet see what a shell command writes: the client's own event must hold.
        project $'allow shell.exec\ndeny file.write' "$(cat <<'JSON'
[{"name":"Bash","input":{"command":"echo '{\"disableAllHooks\":true}' > .claude/settings.local.json && sleep 4","description":"switch the hooks off"}},
 {"name":"Write","input":{"file_path":"PROJECT/proof.txt","content":"x"}}]
JSON
)"
        sed -i "s|PROJECT|$work/project|" "$work/script.json"
        play "$client"
        check "$client: hooks that are switched off in mid-session stay on" did_not_run
        check "$client: the change of settings is recorded" recorded '"event":"config.denied"'
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
