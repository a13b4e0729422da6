using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>The bases of a JSON policy: each is one more layer, so that it can only narrow.</summary>
public static class PolicyExtension
{
    private const int MostBases = 16;

    /// <summary>Reads a file; null where it cannot be read.</summary>
    /// <param name="path">Its absolute path.</param>
    public delegate byte[]? ReadFile(string path);

    /// <summary>A layer with all its bases, itself first. A base that cannot be read, or a loop of them, is a layer with an error: nothing may run.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="read">Reads a base; a relative name is taken from the folder of the file that names it.</param>
    public static IReadOnlyList<Layer> Expand(Layer layer, ReadFile read)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(read);
        if (layer.ExtendsFile is null && layer.ExtendsPolicy is null)
        {
            return [layer];
        }

        var layers = new List<Layer>();
        var paths = new List<string> { AbsolutePath.Normalize(layer.Path) };
        for (var current = layer; current is not null; current = Next(current, paths, read, layers))
        {
            layers.Add(current);
        }

        return layers;
    }

    private static Layer? Next(Layer layer, List<string> paths, ReadFile read, List<Layer> layers)
    {
        if (layer.ExtendsPolicy is not null)
        {
            return layer.ExtendsPolicy;
        }

        if (layer.ExtendsFile is not { } file)
        {
            return null;
        }

        var path = AbsolutePath.Normalize(AbsolutePath.Join(AbsolutePath.Folder(AbsolutePath.Normalize(layer.Path)).ToString(), file));
        var slash = layer.File.LastIndexOf('/');
        var shown = file.StartsWith('/') || slash < 0 ? file : layer.File[..(slash + 1)] + file;
        if (paths.Contains(path) || paths.Count > MostBases)
        {
            layers.Add(Layer.Unreadable(layer.Kind, layer.File, layer.Path, layer.Root, $"`extends` leads in a loop: `{file}`"));
            return null;
        }

        paths.Add(path);
        var bytes = file.Contains('\0') ? null : read(path);
        return bytes is null
            ? Layer.Unreadable(layer.Kind, shown, path, layer.Root, $"`{layer.File}` extends it, and it cannot be read")
            : Layer.Load(layer.Kind, shown, path, layer.Root, bytes);
    }
}
