using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class FmtTest : IDisposable
{
    private const string Ragged = "policy  x v0\ngoal \"g\"\nallow   file.read ,git.*   # why\n";
    private const string Neat = "policy x v0\ngoal \"g\"\nallow file.read, git.*  # why\n";

    private readonly Sandbox _box = new();

    [Fact]
    public void A_file_is_formatted_in_place_and_named_once()
    {
        var path = _box.Write("a.aex", Ragged);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var first = _box.Run(["fmt", "a.aex"]);
        Assert.Equal((0, "a.aex\n", ""), (first.Exit, first.Output, first.Error));
        Assert.Equal("policy x v0", File.ReadLines(path).First());
        Assert.Contains("# why", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        var second = _box.Run(["fmt", "a.aex"]);
        Assert.Equal((0, ""), (second.Exit, second.Output));
    }

    [Fact]
    public void Check_names_what_differs_and_writes_nothing()
    {
        var path = _box.Write("a.aex", Ragged);
        _box.Write("b.aex", "policy x v0\ngoal \"g\"\n");
        var ended = _box.Run(["fmt", "--check", "."]);
        Assert.Equal((1, "a.aex\n", ""), (ended.Exit, ended.Output, ended.Error));
        Assert.Equal(Ragged, File.ReadAllText(path));
    }

    [Fact]
    public void Standard_input_goes_to_standard_output()
    {
        var ended = _box.Run(["fmt", "-"], System.Text.Encoding.UTF8.GetBytes(Ragged));
        Assert.Equal(0, ended.Exit);
        Assert.Equal(ended.Output, _box.Run(["fmt", "-"], System.Text.Encoding.UTF8.GetBytes(ended.Output)).Output);
        Assert.StartsWith(Neat[..40], ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_errors_is_left_alone()
    {
        var path = _box.Write("a.aex", "policy  x v0\nalow x\n");
        var ended = _box.Run(["fmt", "a.aex"]);
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains("a.aex:2:1: error AEX100", ended.Error, StringComparison.Ordinal);
        Assert.Equal("policy  x v0\nalow x\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var path = _box.Write("real.aex", Ragged);
        var link = Path.Combine(_box.Project, "link.aex");
        File.CreateSymbolicLink(link, "real.aex");
        Assert.Equal(0, _box.Run(["fmt", "link.aex"]).Exit);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal("policy x v0", File.ReadLines(path).First());
    }

    [Fact]
    public void Nothing_is_left_beside_the_file()
    {
        _box.Write("a.aex", Ragged);
        _box.Run(["fmt", "a.aex"]);
        Assert.Equal(["a.aex"], Directory.EnumerateFileSystemEntries(_box.Project).Select(Path.GetFileName));
    }

    public void Dispose() => _box.Dispose();
}
