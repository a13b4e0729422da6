using Aex.Policy.Decisions;
using Aex.Sessions.Files;

namespace Aex.Sessions.Layers;

/// <summary>Finds and reads the policies that are on the disk now.</summary>
internal static class LayerFiles
{
    private const int MostFiles = 32;

    /// <summary>Every layer's file, in the order managed, user, project (from the root upwards, then from the working directory up to the root) or option, contract.</summary>
    public static List<LayerFile> Find(HostEnvironment host, EnforcerOptions options, string root, string cwd)
    {
        var files = new List<LayerFile>();
        AddIfThere(files, LayerKind.Managed, host.ManagedPolicy, root);
        AddIfThere(files, LayerKind.User, host.ConfigFolder + "/policy.aex", root);
        if (options.PolicyFile is { } option)
        {
            Add(files, LayerKind.Option, Absolute(root, option), root);
        }
        else
        {
            foreach (string folder in ProjectRoot.Upwards(host, root))
            {
                AddPolicyIn(files, folder);
            }

            foreach (string folder in ProjectRoot.Between(root, cwd))
            {
                AddPolicyIn(files, folder);
            }
        }

        if (options is { ContractFile: { } known, ContractText: { } text })
        {
            files.Add(new LayerFile(LayerKind.Contract, Absolute(root, known), root, text.ToArray(), null));
        }
        else if (options.ContractFile is { } contract)
        {
            Add(files, LayerKind.Contract, Absolute(root, contract), root);
        }

        return files;
    }

    /// <summary>Reads one layer's file as it is now; null when it is not there.</summary>
    public static LayerFile? Read(LayerKind kind, string path, string layerRoot)
    {
        ReadResult result = FileReading.Read(path, follow: true, FileReading.Limit, out byte[] bytes, out string fault);
        return result == ReadResult.Absent ? null : new LayerFile(kind, path, layerRoot, bytes, result == ReadResult.Fault ? fault : null);
    }

    /// <summary>The folder that a layer's relative scopes start from.</summary>
    public static string RootOf(LayerKind kind, string path, string root)
    {
        if (kind != LayerKind.Project)
        {
            return root;
        }

        string folder = path[..path.LastIndexOf('/')];
        folder = path.EndsWith("/.aex/policy.aex", StringComparison.Ordinal) ? folder[..^5] : folder;
        return folder.Length == 0 ? "/" : folder;
    }

    /// <summary>A path as it is shown: relative to the project root where it lies inside.</summary>
    public static string Shown(string root, string path)
    {
        string prefix = root == "/" ? "/" : root + "/";
        return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    private static void AddPolicyIn(List<LayerFile> files, string folder)
    {
        if (ProjectRoot.PolicyIn(folder) is { } path)
        {
            Add(files, LayerKind.Project, path, folder);
        }
    }

    private static void AddIfThere(List<LayerFile> files, LayerKind kind, string path, string root)
    {
        if (Read(kind, path, root) is { } file)
        {
            files.Add(file);
        }
    }

    private static void Add(List<LayerFile> files, LayerKind kind, string path, string root) => Add(files, kind, path, root, []);

    private static void Add(List<LayerFile> files, LayerKind kind, string path, string root, List<string> extending)
    {
        LayerFile file = Read(kind, path, root) ?? new LayerFile(kind, path, root, [], extending.Count > 0 ? $"no such file; {extending[^1]} extends it" : "no such file");
        files.Add(file);
        extending.Add(path);
        AddExtends(files, file, extending);
        extending.RemoveAt(extending.Count - 1);
    }

    // The files that a JSON policy extends take part as layers of their own, so that they can only narrow, each once.
    private static void AddExtends(List<LayerFile> files, LayerFile file, List<string> extending)
    {
        // Only JSON policies extend others, and reading them twice is dearer than looking at the first byte.
        if (file.Bytes.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return;
        }

        for (Layer? layer = Layer.Load(file.Kind, file.Path, file.Path, file.Root, file.Bytes); layer is not null; layer = layer.ExtendsPolicy)
        {
            if (layer.ExtendsFile is { Length: > 0 } name)
            {
                AddExtended(files, file, Absolute(file.Path[..file.Path.LastIndexOf('/')], WithoutDots(name)), extending);
            }
        }
    }

    private static void AddExtended(List<LayerFile> files, LayerFile file, string path, List<string> extending)
    {
        if (extending.Contains(path))
        {
            files.Add(new LayerFile(file.Kind, path, file.Root, [], $"`extends` leads in a loop: {file.Path} extends it"));
            return;
        }

        foreach (LayerFile other in files)
        {
            if (other.Kind == file.Kind && other.Path == path && other.Root == file.Root)
            {
                return;
            }
        }

        if (files.Count >= MostFiles)
        {
            files.Add(new LayerFile(file.Kind, path, file.Root, [], $"more than {MostFiles} policies take part; does `extends` lead in a loop?"));
            return;
        }

        Add(files, file.Kind, path, file.Root, extending);
    }

    // `./x` is `x`; a `..` may lead through a link, so only the system may follow it.
    private static string WithoutDots(string path)
    {
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..].TrimStart('/');
        }

        return path.Length == 0 ? "." : path;
    }

    private static string Absolute(string folder, string path) => path.StartsWith('/') ? path : (folder == "/" ? "" : folder) + "/" + path;
}
