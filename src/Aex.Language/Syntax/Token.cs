using System.Runtime.InteropServices;
using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>One token. What lies between two tokens is trivia: blanks, line ends and comments, nothing else.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first unit.</param>
/// <param name="Length">Its length in UTF-16 units.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Token(SyntaxKind Kind, int Start, int Length)
{
    /// <summary>Offset behind it.</summary>
    public int End => Start + Length;

    /// <summary>Where it stands.</summary>
    public TextSpan Span => new(Start, Length);
}
