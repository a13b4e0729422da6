using Aex.Cli.Tests.Docs;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Packaging;

/// <summary>
/// What <c>./build.sh release DIR</c> made: AEX_RELEASE names the folder. Making it compiles everything twice, so the tests look at one that is there.
/// </summary>
public sealed class ReleaseTest : IDisposable
{
    private const string Why = "AEX_RELEASE names no folder made by `./build.sh release DIR`";

    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read\n");

    private static string? Folder { get; } = Environment.GetEnvironmentVariable("AEX_RELEASE") is { Length: > 0 } named && Directory.Exists(named) ? Path.GetFullPath(named) : null;

    private static string DotnetPath =>
        (Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? Path.GetDirectoryName(path) + ":" : "") + "/usr/local/bin:/usr/bin:/bin";

    [Fact]
    public void Every_file_has_its_checksum()
    {
        Assert.SkipWhen(Folder is null, Why);
        var ended = _box.Shell($"cd '{Folder}' && sha256sum --strict -c SHA256SUMS && ls *.tar.gz *.nupkg | wc -l && wc -l < SHA256SUMS");
        Assert.True(ended.Exit == 0, ended.ToString());
        Assert.EndsWith("3\n3\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tarball_holds_the_program_its_manual_and_its_completions()
    {
        Assert.SkipWhen(Folder is null, Why);
        var ended = _box.Shell($"tar xzf '{Folder}'/aex-*.tar.gz && cd aex-* && bin/aex --version && MANPATH=$PWD/share/man man -P cat aex-log-prune | head -5 && ls share/bash-completion/completions/aex share/zsh/site-functions/_aex share/fish/vendor_completions.d/aex.fish share/aex/aex.ps1 LICENSE && find . -perm /022 | wc -l");
        Assert.True(ended.Exit == 0, ended.ToString());
        Assert.Matches("^aex [0-9.]+\n", ended.Output);
        Assert.EndsWith("\n0\n", ended.Output, StringComparison.Ordinal);
        var bytes = _box.Shell($"for page in $(sed -n 's/^\\.BR \\(aex[a-z\\\\-]*\\) (1).*/\\1/p' aex-*/share/man/man1/aex.1 | tr -d '\\\\'); do test -s aex-*/share/man/man1/$page.1 || echo \"$page is missing\"; done");
        Assert.Equal("", bytes.Output);
    }

    [Theory]
    [InlineData("--tool-path {0}/tool", "{0}/tool/aex")]
    [InlineData("--global", "{1}/.dotnet/tools/aex")]
    public void The_tool_installed_from_a_folder_is_the_native_program(string where, string installed)
    {
        Assert.SkipWhen(Folder is null, Why);
        _box.Variables["PATH"] = DotnetPath;
        _box.Variables["DOTNET_CLI_TELEMETRY_OPTOUT"] = _box.Variables["DOTNET_NOLOGO"] = "1";

        // This folder alone is a source: nothing is asked for elsewhere.
        _box.Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"here\" value=\"{Folder}\" /></packageSources></configuration>");
        string Fill(string text) => text.Replace("{0}", _box.Root, StringComparison.Ordinal).Replace("{1}", _box.Home, StringComparison.Ordinal);
        var ended = _box.Shell($"dotnet tool install aex {Fill(where)} --configfile nuget.config");
        Assert.True(ended.Exit == 0, ended.ToString());
        var program = File.ResolveLinkTarget(Fill(installed), returnFinalTarget: true)?.FullName ?? Fill(installed);
        using (var file = File.OpenRead(program))
        {
            var magic = new byte[4];
            file.ReadExactly(magic);
            Assert.Equal([0x7F, (byte)'E', (byte)'L', (byte)'F'], magic);
        }

        // It decides a call by itself, without .NET beside it.
        _box.Variables["PATH"] = "/usr/bin:/bin";
        _box.Write("call.json", Gate.Call.Bash(_box));
        var gate = _box.Shell($"'{Fill(installed)}' gate < call.json");
        Assert.Equal(2, gate.Exit);
        Assert.Contains("shell.exec", gate.Error, StringComparison.Ordinal);

        // So do the commands beside it.
        var check = _box.Shell($"'{Fill(installed)}' check .aex/policy.aex");
        Assert.True(check.Exit == 0, check.ToString());
    }

    [Theory]
    [InlineData("tar xzf", ".local/bin/aex")]
    [InlineData("dotnet tool install", ".dotnet/tools/aex")]
    public void What_the_guide_says_installs_it(string first, string installed)
    {
        Assert.SkipWhen(Folder is null, Why);
        var block = Assert.Single(ConsoleBlock.In(File.ReadAllText(Repository.File("docs/guide/install.md"))), block => block.IsScript && block.Command.StartsWith(first, StringComparison.Ordinal));
        _box.Variables["PATH"] = DotnetPath;
        _box.Variables["DOTNET_CLI_TELEMETRY_OPTOUT"] = _box.Variables["DOTNET_NOLOGO"] = "1";
        _box.Write("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        var ended = _box.Shell($"mkdir -p ~/.local/bin && cp -r '{Folder}' packages && cp packages/*.tar.gz . && set -e; {block.Command}\n~/{installed} check .aex/policy.aex");
        Assert.True(ended.Exit == 0, ended.ToString());
    }

    public void Dispose() => _box.Dispose();
}
