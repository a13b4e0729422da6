namespace Aex.Language.Text;

/// <summary>A stretch of a source text, in UTF-16 code units.</summary>
/// <param name="Start">Offset of its first unit.</param>
/// <param name="Length">Number of units; 0 for a place between two.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Offset behind its last unit.</summary>
    public int End => Start + Length;

    /// <summary>The span from one offset up to, and without, another.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, end - start);
}
