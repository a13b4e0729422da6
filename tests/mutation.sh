#!/usr/bin/env bash
# Mutation run over src/Aex.Policy/Decisions, on demand:
#   tests/mutation.sh [FILE...]     e.g. Authorizer.cs Guard.cs; without a name all of the folder, which takes hours
# It works on a copy that holds only the tests of the decisions: with the whole of Aex.Tests a mutant takes several times as long.
# The report (mutation-report.json and a table) is left in artifacts/mutation.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CsCheck_Threads=1
cd "$root"
git ls-files -z -- .config Directory.Build.props Directory.Packages.props global.json .editorconfig aex.slnx \
    src/BannedSymbols.txt src/Aex.Language src/Aex.Policy docs examples tests/corpus \
    tests/Aex.Tests/Corpus.cs tests/Aex.Tests/Policy/Capabilities tests/Aex.Tests/Policy/Decisions tests/Aex.Tests/Policy/Review |
    xargs -0 cp --parents -t "$copy"
# Mutants of other folders are filtered out only after they were compiled, which takes most of an hour on a busy machine.
find "$copy/src/Aex.Policy" -name '*.cs' -not -path '*/Decisions/*' -exec sed -i '1i // Stryker disable all' {} +
cd "$copy/tests/Aex.Tests"
# What a mutant allocates is beside the point.
rm -f Policy/Decisions/AllocationTests.cs
# A tenth of the generated policies: each mutant is tested anew, and the table of cases does most of the work.
sed -i 's/iter: 20_000/iter: 2_000/' Policy/Decisions/DecisionLawsTests.cs
cat >Aex.Tests.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <RunAnalyzers>false</RunAnalyzers>
    <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="xunit.v3.mtp-v2" />
    <PackageReference Include="CsCheck" />
    <PackageReference Include="NJsonSchema" />
    <ProjectReference Include="../../src/Aex.Policy/Aex.Policy.csproj" />
  </ItemGroup>
</Project>
XML
cat >stryker-config.json <<'JSON'
{
  "stryker-config": {
    "project": "Aex.Policy.csproj",
    "test-runner": "mtp",
    "reporters": ["cleartext", "json"],
    "concurrency": 2,
    "coverage-analysis": "perTest",
    "additional-timeout": 10000,
    "break-on-initial-test-failure": false
  }
}
JSON
[ $# -gt 0 ] || set -- '*.cs'
mutate=(--mutate '!**/Decisions/TablePathResolver.cs')
for file in "$@"; do mutate+=(--mutate "**/Decisions/$file"); done
dotnet tool restore
nice dotnet stryker "${mutate[@]}" --output "$root/artifacts/mutation"
