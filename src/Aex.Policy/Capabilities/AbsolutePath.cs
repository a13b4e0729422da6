using System.Text;

namespace Aex.Policy.Capabilities;

/// <summary>Paths as text. What links make of them is the resolver's business.</summary>
public static class AbsolutePath
{
    /// <summary>Joins a path to a folder without following or shortening anything; an absolute path stays as it is.</summary>
    public static string Join(string folder, string path)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith('/') ? path
            : folder.EndsWith('/') ? folder + path
            : folder + "/" + path;
    }

    /// <summary>Takes <c>.</c>, <c>..</c>, doubled and trailing slashes out of an absolute path, by its text alone.</summary>
    public static string Normalize(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsNormal(path))
        {
            return path;
        }

        var result = new StringBuilder(path.Length);
        foreach (var range in path.AsSpan().Split('/'))
        {
            var part = path.AsSpan()[range];
            if (part.Length == 0 || part is ".")
            {
                continue;
            }

            if (part is "..")
            {
                var up = result.Length - 1;
                while (up > 0 && result[up] != '/')
                {
                    up--;
                }

                result.Length = Math.Max(up, 0);
                continue;
            }

            result.Append('/').Append(part);
        }

        return result.Length == 0 ? "/" : result.ToString();
    }

    /// <summary>Whether a path is the folder itself or lies in it.</summary>
    public static bool IsWithin(ReadOnlySpan<char> path, ReadOnlySpan<char> folder, bool ignoreCase) => TryBelow(path, folder, ignoreCase, out _);

    /// <summary>The part of a path below a folder, without a leading slash; empty for the folder itself.</summary>
    public static bool TryBelow(ReadOnlySpan<char> path, ReadOnlySpan<char> folder, bool ignoreCase, out ReadOnlySpan<char> below)
    {
        below = default;
        folder = folder.TrimEnd('/');
        if (!path.StartsWith(folder, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
        {
            return false;
        }

        below = path[folder.Length..];
        if (below.IsEmpty)
        {
            return true;
        }

        if (below[0] != '/')
        {
            return false;
        }

        below = below[1..];
        return true;
    }

    /// <summary>The last part of a path.</summary>
    public static ReadOnlySpan<char> Name(ReadOnlySpan<char> path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folder that holds a path.</summary>
    public static ReadOnlySpan<char> Folder(ReadOnlySpan<char> path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    private static bool IsNormal(string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            return false;
        }

        if (path.Length > 1 && path[^1] == '/')
        {
            return false;
        }

        for (var i = 0; i < path.Length - 1; i++)
        {
            if (path[i] == '/' && (path[i + 1] == '/' || (path[i + 1] == '.' && EndsPart(path, i + 2)) || (path[i + 1] == '.' && path.AsSpan(i + 1).StartsWith("..") && EndsPart(path, i + 3))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EndsPart(string path, int at) => at >= path.Length || path[at] == '/';
}
