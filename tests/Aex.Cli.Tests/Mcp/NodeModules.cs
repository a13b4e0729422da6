using System.Diagnostics;
using System.Security.Cryptography;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Mcp;

/// <summary>
/// The npm packages of tests/mcp, installed once for each state of their lock file into artifacts/. Where Node.js isn't there the asking
/// test is skipped and says so; where npm can't install, it is skipped too, but fails where CI is set.
/// </summary>
internal static class NodeModules
{
    private static readonly Lazy<string> Main = new(() => Install("tests/mcp"));
    private static readonly Lazy<string> Newer = new(FindNewerNode);

    /// <summary>The <c>node_modules</c> folder that holds the SDK, the servers and the conformance suite.</summary>
    public static string Folder => Ask(Main);

    /// <summary>A Node.js of version 22 or later, for the conformance suite.</summary>
    public static string Node22 => Ask(Newer);

    /// <summary>The machine's own Node.js.</summary>
    public static string Node => Find("node") ?? throw Skipped("Node.js is not on the PATH: what needs it is not tested");

    /// <summary>A script of tests/mcp.</summary>
    public static string Script(string name) => Repository.File("tests", "mcp", name);

    /// <summary>A program of the installed packages, by its path in <c>node_modules</c>.</summary>
    public static string Program(string path) => Path.Combine(Folder, path);

    private static string Ask(Lazy<string> value)
    {
        _ = Node;
        try
        {
            return value.Value;
        }
        catch (InvalidOperationException e) when (Environment.GetEnvironmentVariable("CI") is null or "")
        {
            throw Skipped(e.Message);
        }
    }

    private static UnreachableException Skipped(string why)
    {
        Assert.Skip(why);
        return new UnreachableException();
    }

    private static string FindNewerNode()
    {
        string version = Run(Node, ["--version"], Repository.Root);
        return int.Parse(version.TrimStart('v').Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) >= 22
            ? Node
            : Path.Combine(Install("tests/mcp/node22"), "node", "bin", "node");
    }

    private static string Install(string package)
    {
        string source = Repository.File(package.Split('/'));
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(source, "package-lock.json"))))[..16];
        string folder = Repository.File("artifacts", "npm", hash);
        string modules = Path.Combine(folder, "node_modules");
        if (Directory.Exists(modules))
            return modules;
        string npm = Find("npm") ?? throw new InvalidOperationException("npm is not on the PATH: what needs its packages is not tested");
        string fresh = folder + "." + Guid.NewGuid().ToString("N")[..8];
        Directory.CreateDirectory(fresh);
        foreach (string name in (string[])["package.json", "package-lock.json", ".npmrc"])
            File.Copy(Path.Combine(source, name), Path.Combine(fresh, name));
        Run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], fresh);
        try
        {
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(modules))
        {
            Directory.Delete(fresh, recursive: true); // Another run was faster.
        }
        return modules;
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string Run(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} failed: {error.Result}");
    }
}
