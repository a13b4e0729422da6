#!/usr/bin/env bash
# What `aex proxy` adds to an MCP server: the same fake server called directly, through a C program that copies bytes,
# through one on Node.js that reads and writes each message, where there is a node, and through the proxy.
#   run.sh AEX [ROUNDS] [CALLS]      CALLS (1,000,000): those after which the proxy's memory is looked at
# Everything is real: a policy on disk, every call decided, counted and recorded.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
aex=$(realpath "$1")
rounds=${2:-50}
calls=${3:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node=$(command -v node) && node=$(realpath "$node") || node=
for program in upstream relay drive; do gcc -O2 -o "$work/$program" "$here/$program.c"; done
export HOME=$work/home XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config
unset CLAUDE_PROJECT_DIR AEX_STATE_DIR
mkdir -p "$HOME" "$work/project/.aex"
cd "$work/project"
cat >.aex/policy.aex <<'TXT'
policy workspace v0

goal "Default security boundary for this repository."

allow file.read, file.write:src/**, tests.run, git.*
allow mcp.fake.*
deny network.search, secrets.read, mcp.fake.remove
confirm before mcp.fake.send

budget calls=100000000
TXT
sides() { # the server's command, tab separated
    printf 'direct\t%s\n' "$1"
    printf 'relay: a C program\t%s\t%s\n' "$work/relay" "$1"
    [ -z "$node" ] || printf 'relay: Node.js, JSON\t%s\t%s\t%s\n' "$node" "$here/relay.mjs" "$1"
    printf 'aex proxy\t%s\tproxy\t--name\tfake\t--\t%s\n' "$aex" "$1"
}
echo "$("$aex" --version), policy of $(wc -l <.aex/policy.aex) lines, $rounds rounds, $(nproc) processors"
echo "a server in C that does the least that a server can do:"
sides "$work/upstream" >"$work/sides"
"$work/drive" "$rounds" "$calls" "$work/sides"
echo
if [ -n "$node" ]; then
    echo "a server on Node.js $("$node" --version) that parses each message and makes its answer of objects:"
    sides "$node	$here/upstream.mjs" >"$work/sides"
    "$work/drive" "$rounds" 0 "$work/sides"
else
    echo "no server on Node.js was measured: there is no node on the PATH"
fi
"$aex" audit verify >"$work/verified" 2>&1 || { cat "$work/verified" >&2; exit 1; }
