namespace Aex.Language.Text;

/// <summary>A place as people count it.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in Unicode scalars; a tab counts as one.</param>
public readonly record struct LinePosition(int Line, int Column);
