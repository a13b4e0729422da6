#!/usr/bin/env bash
# Mutation run over src/Aex.Policy/Decisions, on demand:
#   tests/mutation.sh [FILE...]     e.g. Authorizer.cs Guard.cs; without a name all of the folder
# Stryker makes the mutants, all in one assembly, and tests/Mutation holds the tests of the policy against each of them in one process: about half
# an hour on one core. It ends with 1 if a survivor is not in docs/decisions/0011-survivors.md. The report and the results are left in artifacts/mutation.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/artifacts/mutation
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CsCheck_Threads=1
cd "$root"
rm -rf "$out" && mkdir -p "$out"
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"
# A twentieth of the generated policies: each mutant is tested anew, and the table of cases does most of the work.
sed -i 's/iter: 20_000/iter: 1_000/' tests/Aex.Tests/Policy/Decisions/DecisionLawsTests.cs
dotnet build tests/Aex.Tests -c release -p:RunAnalyzers=false -v q -clp:NoSummary
dotnet build tests/Mutation -c release -p:RunAnalyzers=false -v q -clp:NoSummary

# Mutants of other folders are filtered out only after they were compiled, which takes most of an hour on a busy machine.
find src/Aex.Policy -name '*.cs' -not -path '*/Decisions/*' -exec sed -i '1i // Stryker disable all' {} +
# The only test that Stryker runs keeps the assembly. It reaches one mutant, or all would count as reached, and be run.
mkdir tests/Keep && cd tests/Keep
cat >Keep.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <RunAnalyzers>false</RunAnalyzers>
    <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="xunit.v3.mtp-v2" />
    <ProjectReference Include="../../src/Aex.Policy/Aex.Policy.csproj" />
  </ItemGroup>
</Project>
XML
cat >Keep.cs <<'CS'
public class KeepTests
{
    [Xunit.Fact]
    public void The_assembly_is_kept()
    {
        Xunit.Assert.Equal(0, new Aex.Policy.Decisions.Counters().Used("calls"));
        System.IO.File.Copy(typeof(Aex.Policy.Decisions.Counters).Assembly.Location, System.Environment.GetEnvironmentVariable("AEX_KEEP")!, true);
    }
}
CS
[ $# -gt 0 ] || set -- '*.cs'
mutate=(--mutate '!**/Decisions/TablePathResolver.cs')
for file in "$@"; do mutate+=(--mutate "**/Decisions/$file"); done
dotnet tool restore
AEX_KEEP=$out/Aex.Policy.dll nice dotnet stryker --project Aex.Policy.csproj --test-runner mtp --reporter json --concurrency 1 "${mutate[@]}" --output "$out"

cd "$copy"
cp "$out/Aex.Policy.dll" artifacts/bin/Aex.Tests/release/
# A mutant that fills the memory, or never ends, is killed; where that takes the process with it, the next one goes on behind it.
export DOTNET_GCHeapHardLimit=0x60000000
touch "$out/results.txt"
for (( size = -1, status = 2; status > 1 && $(stat -c %s "$out/results.txt") > size; )); do
    size=$(stat -c %s "$out/results.txt") status=0
    nice dotnet artifacts/bin/Aex.Mutation/release/Aex.Mutation.dll artifacts/bin/Aex.Tests/release "$out/reports/mutation-report.json" "$out/results.txt" "$root/docs/decisions/0011-survivors.md" || status=$?
done
exit "$status"
