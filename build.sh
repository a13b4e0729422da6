#!/usr/bin/env bash
# The one door to this project: see ./build.sh help.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

usage() {
    cat <<'TXT'
usage: ./build.sh COMMAND

  demo            set up, publish the native gate, and play a recorded agent session through it
  test            set up, publish the native aex, and run every test
  publish DIR     the native aex and its commands into DIR
  setup [PREFIX]  the native aex into PREFIX/bin (default ~/.local)
  bench [ROUNDS]  time the gate as a whole process against a C program (default 300 rounds)
  bench proxy [ROUNDS] [CALLS]
                  time aex proxy against the same MCP server called directly (default 50 rounds; memory after 1,000,000 calls)
  release DIR     a tarball with the native aex, manual pages and completions, the .NET tool's packages, and SHA256SUMS, into DIR
  fuzz [SECONDS]  fuzz the parser, the gate's input and shell scripts (default 60 each)
TXT
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "build.sh: $*"; exit 2; }

# A package is installed only where that needs no password; else the caller is told its name.
install_packages() {
    command -v apt-get >/dev/null || return 1
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    say "installing $* ..."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get install -y -qq "$@" || { apt-get update -qq && apt-get install -y -qq "$@"; }' sh "$@" >&2
}

has_sdk() { command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; }

need_sdk() {
    has_sdk && return
    [ -x "$HOME/.dotnet/dotnet" ] && { export PATH="$HOME/.dotnet:$PATH" DOTNET_ROOT="$HOME/.dotnet"; has_sdk && return; }
    install_packages dotnet-sdk-10.0 && has_sdk && return
    fail "the .NET 10 SDK is missing. Install the package dotnet-sdk-10.0 of your system, or the SDK from Microsoft's .NET download page (into ~/.dotnet, without root), and call this again."
}

can_link() {
    command -v gcc >/dev/null && command -v objcopy >/dev/null &&
        printf '#include <stdio.h>\nint main(void){return 0;}\n' | gcc -x c - -o /dev/null 2>/dev/null
}

need_linker() {
    can_link && return
    install_packages gcc binutils libc6-dev && can_link && return
    fail "gcc, binutils and the C library's headers are missing, which native code is linked with. Install them (Debian, Ubuntu: apt install gcc binutils libc6-dev; Fedora: dnf install gcc binutils glibc-devel) and call this again."
}

publish() { # DIR [MSBUILD PROPERTY...]
    need_sdk
    need_linker
    local log
    log=$(mktemp)
    if ! dotnet publish src/Aex/Aex.csproj -c Release -o "$1" "${@:2}" -nologo -v quiet >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail "publishing failed"
    fi
    rm -f "$log"
}

publish_whole() { # DIR
    say "publishing the native aex (a few minutes the first time) ..."
    publish "$1"
}

# Where test, bench and setup keep the binary; publish is incremental.
binary() {
    publish_whole "$root/artifacts/aex"
    aex=$root/artifacts/aex/aex
}

# The gate as it is shipped. The commands, which here only show what it recorded, run under .NET: compiling them natively takes a minute and a half,
# and the analyzers, which the tests run, another.
demo_binary() {
    local made=$root/artifacts/demo
    say "publishing the native gate (about half a minute) ..."
    publish "$made" -p:PublishesCommands=false -p:RunAnalyzers=false -p:ArtifactsPath="$made/build"
    printf '#!/bin/sh\nexec dotnet "%s" "$@"\n' "$made/build/bin/Aex.Cli/release/aex-commands.dll" >"$made/aex-commands"
    chmod +x "$made/aex-commands"
    aex=$made/aex
}

demo() {
    demo_binary
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$work/workspace/.aex" "$work/home"
    cp examples/demo/policy.aex "$work/workspace/.aex/"
    cd "$work/workspace"
    export HOME=$work/home XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config CLAUDE_PROJECT_DIR=$work/workspace
    echo "The policy, .aex/policy.aex:"
    echo
    sed 's/^/    /' .aex/policy.aex
    echo
    echo "A recorded session of Claude Code, each call through its own aex gate process:"
    echo
    while IFS= read -r line; do
        printf '%s' "${line//\/workspace/$work/workspace}" | "$aex" gate >/dev/null 2>&1 || [ $? = 2 ]
    done <"$root/examples/demo/session.jsonl"
    "$aex" log
    echo
    echo "Why was the last one stopped? (aex why)"
    echo
    "$aex" why
    echo
    "$aex" audit verify
}

# The runtime identifier of this machine, which native code is made for.
rid() {
    case $(uname -m) in
    x86_64) echo linux-x64 ;;
    aarch64 | arm64) echo linux-arm64 ;;
    *) fail "no release is made for $(uname -m)" ;;
    esac
}

# Everything that a person gets, from one build. The tarball's bytes depend on the files alone: sorted, without owner, with one time.
release() {
    local out=$1 rid version name stage
    rid=$(rid)
    stage=$(mktemp -d)
    trap "rm -rf '$stage'" EXIT
    publish_whole "$stage/publish"
    aex=$stage/publish/aex
    version=$("$aex" --version | cut -d' ' -f2)
    name=aex-$version-$rid
    mkdir -p "$stage/$name/bin" "$stage/$name/share/man/man1" "$stage/$name/share/bash-completion/completions" \
        "$stage/$name/share/zsh/site-functions" "$stage/$name/share/fish/vendor_completions.d" "$stage/$name/share/aex"
    cp "$aex" "$aex-commands" "$stage/$name/bin/"
    cp LICENSE README.md CHANGELOG.md "$stage/$name/"
    "$aex" help --man >"$stage/$name/share/man/man1/aex.1"
    local page
    # The program's own page names every other one.
    sed -n 's/^\.BR \(aex[a-z\\-]*\) (1),\{0,1\}$/\1/p' "$stage/$name/share/man/man1/aex.1" | tr -d '\\' | while IFS= read -r page; do
        local command=${page#aex-}
        "$aex" help --man ${command//-/ } >"$stage/$name/share/man/man1/$page.1" </dev/null
    done
    "$aex" completion bash >"$stage/$name/share/bash-completion/completions/aex"
    "$aex" completion zsh >"$stage/$name/share/zsh/site-functions/_aex"
    "$aex" completion fish >"$stage/$name/share/fish/vendor_completions.d/aex.fish"
    "$aex" completion pwsh >"$stage/$name/share/aex/aex.ps1"
    tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@"${SOURCE_DATE_EPOCH:-0}" -cf - "$name" | gzip -n >"$out/$name.tar.gz"

    say "packing the .NET tool ..."
    # From a copy: restoring for one runtime would write into the lock files.
    local log=$stage/pack.log tree=$stage/tree
    mkdir "$tree"
    cp -r src Directory.Build.props Directory.Packages.props global.json .editorconfig README.md "$tree/"
    (cd "$tree" && for runtime in "" "-r $rid"; do
        dotnet pack src/Aex/Aex.csproj -c Release $runtime -o "$out" -p:RestoreLockedMode=false -p:RunAnalyzers=false -nologo -v quiet || exit 1
    done) >"$log" 2>&1 || { cat "$log" >&2; fail "packing failed"; }
    (cd "$out" && sha256sum -- *.tar.gz *.nupkg >SHA256SUMS)
    say "$out:"
    ls "$out" >&2
}

run_tests() {
    binary
    export AEX_BINARY=$aex
    say "running the tests ..."
    local log status=0
    log=$(mktemp)
    dotnet test --solution aex.slnx -c Release --no-progress 2>&1 | tee "$log" || status=$?
    awk -v status="$status" '
        /^ *(total|failed|succeeded|skipped): +[0-9]+/ { gsub(/[^0-9]/, "", $2); seen[$1] = $2 }
        /^ *(Gesamt|error) / { }
        END {
            passed = seen["succeeded:"] + 0; failed = seen["failed:"] + 0; skipped = seen["skipped:"] + 0
            if (status != 0 && failed == 0) failed = 1
            if (passed == 0) { failed = failed ? failed : 1 }
            printf "%d passed, %d failed", passed, failed
            if (skipped) printf ", %d skipped", skipped
            printf "\n"
            exit failed != 0
        }' "$log"
}

case ${1:-help} in
demo) demo ;;
test) run_tests ;;
publish)
    [ $# = 2 ] || fail "publish needs the folder to write to: ./build.sh publish DIR"
    publish_whole "$(mkdir -p "$2" && cd "$2" && pwd)"
    say "$2/aex"
    ;;
release)
    [ $# = 2 ] || fail "release needs the folder to write to: ./build.sh release DIR"
    release "$(mkdir -p "$2" && cd "$2" && pwd)"
    ;;
setup)
    prefix=${2:-$HOME/.local}
    binary
    mkdir -p "$prefix/bin"
    # A gate that is running keeps its file: replace the name, never the bytes.
    for program in aex-commands aex; do
        cp "${aex%/*}/$program" "$prefix/bin/.$program.new" && mv -f "$prefix/bin/.$program.new" "$prefix/bin/$program"
    done
    say "installed $prefix/bin/aex"
    case ":$PATH:" in *":$prefix/bin:"*) ;; *) say "note: $prefix/bin is not on your PATH; add it, so that clients find aex" ;; esac
    ;;
bench)
    binary
    [ "${2:-}" = proxy ] && exec bench/proxy/run.sh "$aex" "${@:3}"
    exec bench/gate/run.sh "$aex" "${2:-300}"
    ;;
fuzz)
    need_sdk
    seconds=${2:-60}
    dotnet run --project fuzz/Aex.Fuzz -c Release -- parser "$seconds"
    dotnet run --project fuzz/Aex.Fuzz -c Release -- gate "$seconds"
    dotnet run --project fuzz/Aex.Fuzz -c Release -- shell "$seconds"
    ;;
help | -h | --help) usage ;;
*)
    usage >&2
    fail "no such command: $1"
    ;;
esac
