namespace Aex.Cli.Tests.Running;

/// <summary>Where this repository stands, found from the test's own folder upwards.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below it.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "aex.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("the tests run outside the repository");
    }
}
