using System.Diagnostics;

namespace Aex.Cli.Tests.Running;

/// <summary>
/// The native <c>aex</c> under test: the one that AEX_BINARY names (build.sh test publishes it once), else one published here, once a run.
/// </summary>
internal static class PublishedBinary
{
    private static readonly Lazy<string> Found = new(FindOrPublish);

    /// <summary>The binary's absolute path.</summary>
    public static string FullPath => Found.Value;

    private static string FindOrPublish()
    {
        if (Environment.GetEnvironmentVariable("AEX_BINARY") is { Length: > 0 } named)
            return File.Exists(named) ? Path.GetFullPath(named) : throw new InvalidOperationException($"AEX_BINARY names no file: {named}");
        string folder = Repository.File("artifacts", "aex");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "publish", Repository.File("src", "Aex"), "-c", "Release", "-o", folder, "-nologo", "-v", "quiet" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        // The test host's own variables would make the inner build believe that it runs inside another one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var publish = Process.Start(start)!;
        var output = publish.StandardOutput.ReadToEndAsync();
        var error = publish.StandardError.ReadToEndAsync();
        publish.WaitForExit();
        if (publish.ExitCode != 0)
            throw new InvalidOperationException($"publishing the native binary failed:\n{output.Result}\n{error.Result}");
        return Path.Combine(folder, "aex");
    }
}
