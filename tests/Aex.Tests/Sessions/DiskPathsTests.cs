using Aex.Policy.Decisions;
using Aex.Sessions.Paths;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class DiskPathsTests
{
    private readonly DiskPaths _paths = new();

    [Fact]
    public void Paths_are_followed_as_the_kernel_does()
    {
        using var box = new SessionSandbox(null);
        Directory.CreateDirectory(box.Root + "/a/b");
        File.WriteAllText(box.Root + "/a/f", "");
        Directory.CreateSymbolicLink(box.Root + "/l", box.Root + "/a/b");
        Directory.CreateSymbolicLink(box.Root + "/rel", "a/b/..");
        Assert.Equal(box.Root + "/a/f", _paths.Look(box.Root + "/l/../f").Resolved);
        Assert.True(_paths.Look(box.Root + "/l/../f").Exists);
        Assert.Equal(box.Root + "/a/f", _paths.Look(box.Root + "//rel/./f").Resolved);
        Assert.True(_paths.Look(box.Root + "/l").IsDirectory);
        PathFacts missing = _paths.Look(box.Root + "/l/new/deep.txt");
        Assert.Equal((box.Root + "/a/b/new/deep.txt", false), (missing.Resolved, missing.Exists));
        Assert.Equal("/", _paths.Look("/..").Resolved);
    }

    [Fact]
    public void Dangling_links_lead_to_what_they_would_make()
    {
        using var box = new SessionSandbox(null);
        File.CreateSymbolicLink(box.Root + "/l", box.Home + "/secret");
        PathFacts facts = _paths.Look(box.Root + "/l");
        Assert.Equal((box.Home + "/secret", false), (facts.Resolved, facts.Exists));
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/a\0b")]
    [InlineData("/proc/self/cwd/x")]
    [InlineData("/dev/fd/0")]
    public void What_cannot_be_told_has_no_answer(string path) => Assert.Null(_paths.Look(path).Resolved);

    [Fact]
    public void Loops_and_overlong_paths_have_no_answer()
    {
        using var box = new SessionSandbox(null);
        File.CreateSymbolicLink(box.Root + "/x", "y");
        File.CreateSymbolicLink(box.Root + "/y", "x");
        Assert.Null(_paths.Look(box.Root + "/x").Resolved);
        Assert.Null(_paths.Look("/" + new string('a', 5000)).Resolved);
        Assert.Null(_paths.Look("/" + new string('a', 300)).Resolved);
    }

    [Fact]
    public void Other_names_of_a_file_are_found()
    {
        using var box = new SessionSandbox(null);
        File.WriteAllText(box.Root + "/one", "");
        Directory.CreateDirectory(box.Root + "/d/e");
        System.Diagnostics.Process.Start("ln", [box.Root + "/one", box.Root + "/d/e/two"]).WaitForExit();
        PathFacts facts = _paths.Look(box.Root + "/one");
        Assert.Equal(2u, facts.Links);
        Assert.Equal(facts.Id, _paths.Look(box.Root + "/d/e/two").Id);
        Assert.True(_paths.AnyName(facts.Id, box.Root, path => path.EndsWith("/two", StringComparison.Ordinal)));
        Assert.False(_paths.AnyName(facts.Id, box.Root, path => path.EndsWith("/three", StringComparison.Ordinal)));
        Assert.False(_paths.IgnoresCase(box.Root));
    }
}
