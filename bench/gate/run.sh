#!/usr/bin/env bash
# What a gate call costs, as a whole process, beside a C program that reads standard input and prints a line.
#   run.sh AEX [ROUNDS]
# Everything is real: a policy on disk, counted and recorded calls, an audit grown by gate calls.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
aex=$(realpath "$1")
rounds=${2:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -o "$work/floor" "$here/floor.c"
gcc -O2 -o "$work/measure" "$here/measure.c"
export HOME=$work/home XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config
unset CLAUDE_PROJECT_DIR AEX_STATE_DIR CLAUDE_CODE_ENTRYPOINT
mkdir -p "$HOME"

small_policy() {
    cat <<'TXT'
policy workspace v0

goal "Default security boundary for this repository."

allow file.read, file.write:src/**, tests.run, shell.exec, git.*
allow agent.spawn, network.fetch:docs.example.com
deny network.search, secrets.read
confirm before file.write:src/billing/**

budget calls=100000000
TXT
}

large_policy() {
    small_policy
    for i in $(seq 1 1664); do
        echo "deny file.read:vault$i/**"
        echo "deny network.fetch:host$i.example.com"
        echo "confirm before file.write:generated/part$i/*.cs"
    done
}

project() { # NAME: a project folder with the small policy, a session of the same name
    mkdir -p "$work/$1/.aex" "$work/$1/src"
    small_policy >"$work/$1/.aex/policy.aex"
    echo "hello" >"$work/$1/src/a.txt"
    call "$1" "$1" Read '{"file_path":"'"$work/$1"'/src/a.txt"}' >"$work/$1.json"
}

call() { # PROJECT SESSION TOOL INPUT
    printf '{"session_id":"%s","transcript_path":"/home/user/x.jsonl","cwd":"%s","permission_mode":"default","hook_event_name":"PreToolUse","tool_name":"%s","tool_input":%s,"tool_use_id":"toolu_1"}\n' \
        "$2" "$work/$1" "$3" "$4"
}

gate() { (cd "$work/$1" && "$aex" gate <"$2" >/dev/null); }

# An audit of that many megabytes, by calls whose recorded input is near the most that a line holds (64 KiB).
grow() { # PROJECT MEGABYTES
    local members
    members=$(printf ',"m%d":"'"$(printf 'x%.0s' $(seq 1000))"'"' $(seq 60))
    call "$1" "$1" Read '{"file_path":"'"$work/$1"'/src/a.txt"'"$members"'}' >"$work/big.json"
    while [ "$(stat -c %s "$work/$1/.aex/audit/$1.jsonl" 2>/dev/null || echo 0)" -lt $(($2 * 1000000)) ]; do
        for _ in 1 2 3 4 5 6 7 8 9 10; do gate "$1" "$work/big.json"; done
    done
    gate "$1" "$work/$1.json"
}

for name in ordinary large mega giga crowd shell; do project "$name"; done
large_policy >"$work/large/.aex/policy.aex"
call shell shell Bash '{"command":"git status --short && npm test 2>&1 | tail -20","description":"Run the tests"}' >"$work/shell.json"
echo "growing audits and sessions ..." >&2
grow mega 1
grow giga 1000
for i in $(seq 10000); do call crowd "s$i" Read '{"file_path":"'"$work/crowd"'/src/a.txt"}' >"$work/one.json"; gate crowd "$work/one.json"; done

echo "$("$aex" --version), policy of $(wc -l <"$work/ordinary/.aex/policy.aex") and $(wc -l <"$work/large/.aex/policy.aex") lines," \
    "audits of $(($(stat -c %s "$work/mega/.aex/audit/mega.jsonl") / 1000000)) and $(($(stat -c %s "$work/giga/.aex/audit/giga.jsonl") / 1000000)) MB, $rounds rounds, $(nproc) processors"
{
    printf '%s\t%s\t%s\t%s\n' "floor: a C program" "$work/ordinary.json" "$work/ordinary" "$work/floor"
    row() { printf '%s\t%s\t%s\t%s\tgate\n' "$1" "$work/$2.json" "$work/$2" "$aex"; }
    row "gate: policy of 10 lines, file read" ordinary
    row "gate: shell command" shell
    row "gate: policy of 5,000 lines" large
    row "gate: audit of 1 MB" mega
    row "gate: audit of 1 GB" giga
    row "gate: 10,000 sessions" crowd
} >"$work/cases"
"$work/measure" "$rounds" "$work/cases"
