#!/usr/bin/env bash
# Does the shell parser find the simple commands that another grammar finds? Needs Node.js and npm, and ../shared for the collections of commands.
#   tests/shell/oracle.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
packages=$root/artifacts/npm/shell-$(sha256sum "$here/package-lock.json" | cut -c1-16)
if [ ! -d "$packages/node_modules" ]; then
    mkdir -p "$packages"
    cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$packages/"
    # The grammar comes compiled to WebAssembly: nothing is built, and no script of a package runs.
    (cd "$packages" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
fi
dotnet build "$root/tests/Aex.Tests" -c release -v q -clp:NoSummary
AEX_TREE_SITTER=$packages/node_modules exec dotnet "$root/artifacts/bin/Aex.Tests/release/Aex.Tests.dll" -class Aex.Tests.Policy.Shell.TreeSitterTests -showLiveOutput
