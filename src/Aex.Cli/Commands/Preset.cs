namespace Aex.Cli.Commands;

/// <summary>A kind of repository, told by the files in it.</summary>
/// <param name="Name">As <c>--preset</c> takes it.</param>
/// <param name="Title">As the policy calls it.</param>
/// <param name="Marks">Files that tell it; a <c>*</c> stands for any name.</param>
/// <param name="Test">How its tests are run.</param>
/// <param name="Commands">What an agent runs there from day to day, as scopes of <c>shell.exec</c>.</param>
/// <param name="Locks">Its lock files, which tools write and nobody edits by hand.</param>
internal sealed record Language(string Name, string Title, string[] Marks, string Test, string[] Commands, string[] Locks)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        new("node", "Node.js", ["package.json"], "npm test", ["npm test *", "npm run *", "npx tsc *"], ["package-lock.json", "pnpm-lock.yaml", "yarn.lock"]),
        new("dotnet", ".NET", ["*.sln", "*.slnx", "*.csproj", "*.fsproj", "*.vbproj", "global.json"], "dotnet test", ["dotnet test *", "dotnet build *", "dotnet format *"], ["packages.lock.json"]),
        new("python", "Python", ["pyproject.toml", "setup.py", "requirements.txt", "Pipfile"], "pytest", ["pytest *", "python -m pytest *", "ruff *", "mypy *"], ["poetry.lock", "uv.lock"]),
        new("rust", "Rust", ["Cargo.toml"], "cargo test", ["cargo test *", "cargo build *", "cargo check *", "cargo clippy *", "cargo fmt *"], ["Cargo.lock"]),
        new("go", "Go", ["go.mod", "go.work"], "go test ./...", ["go test *", "go build *", "go vet *", "gofmt *"], ["go.sum"]),
        new("java", "Java", ["pom.xml", "build.gradle", "build.gradle.kts"], "mvn test", ["mvn test *", "mvn compile *", "gradle test *", "./gradlew test *"], ["gradle.lockfile"]),
    ];

    /// <summary>The file of <paramref name="root"/>, or of a folder right below it or below its <c>src</c>, that tells this language; null if there is none.</summary>
    public string? FoundIn(string root)
    {
        foreach (var folder in (IEnumerable<string>)[root, .. Below(root), .. Below(Path.Combine(root, "src"))])
        {
            foreach (var mark in Marks)
            {
                if (Files(folder, mark) is { } file)
                {
                    return Path.GetRelativePath(root, file);
                }
            }
        }

        return null;
    }

    private static IEnumerable<string> Below(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? Directory.EnumerateDirectories(folder).Where(below => Path.GetFileName(below) is not (['.', ..] or "node_modules" or "vendor" or "target" or "bin" or "obj")).Order(StringComparer.Ordinal).Take(50)
                : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Files(string folder, string mark)
    {
        try
        {
            return Directory.EnumerateFiles(folder, mark).Order(StringComparer.Ordinal).FirstOrDefault();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>How much a first policy grants.</summary>
internal enum PresetMode
{
    /// <summary>The agent works on its own, and asks before it writes.</summary>
    Usual,

    /// <summary>It reads, and nothing else.</summary>
    ReadOnly,

    /// <summary>It writes in the source folders, runs the commands that are named, and each of their effects is granted.</summary>
    Strict,

    /// <summary>Nobody is there to ask.</summary>
    Unattended,
}

/// <summary>What <c>aex init --policy</c> goes by.</summary>
/// <param name="Mode">How much is granted.</param>
/// <param name="Languages">What kind of repository it is; several may be.</param>
internal sealed record Preset(PresetMode Mode, IReadOnlyList<Language> Languages)
{
    /// <summary>The names that <c>--preset</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["usual", "readonly", "strict", "unattended", .. Language.All.Select(language => language.Name)];

    /// <summary>The preset of a name; languages are looked for in the repository where the name says nothing of them.</summary>
    public static Preset Of(string? name, string root)
    {
        if (name is not null && Language.All.FirstOrDefault(language => language.Name == name) is { } named)
        {
            return new Preset(PresetMode.Usual, [named]);
        }

        var mode = name switch
        {
            "readonly" => PresetMode.ReadOnly,
            "strict" => PresetMode.Strict,
            "unattended" => PresetMode.Unattended,
            _ => PresetMode.Usual,
        };
        return new Preset(mode, [.. Language.All.Where(language => language.FoundIn(root) is not null)]);
    }
}
