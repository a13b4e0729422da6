#!/usr/bin/env bash
# What the action does once aex is there. Everything that a workflow gives comes through the environment, and is never part of a shell line.
set -uo pipefail

paths=()
while IFS= read -r line; do
    [ -n "$line" ] && paths+=("$line")
done <<<"${AEX_PATHS:-.}"

status=0
step() {
    echo "::group::aex $1"
    "$AEX" "$@" -- "${paths[@]}" || status=1
    echo "::endgroup::"
}

[ "${AEX_CHECK:-true}" = true ] && step check --format github
[ "${AEX_FMT:-true}" = true ] && step fmt --check
[ "${AEX_TEST:-true}" = true ] && step test
exit "$status"
