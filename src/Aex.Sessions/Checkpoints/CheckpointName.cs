namespace Aex.Sessions.Checkpoints;

/// <summary>What a checkpoint may be called: letters, digits, <c>-</c> and <c>_</c>, so that a name is one folder and never leads out of its own.</summary>
public static class CheckpointName
{
    private const int Longest = 100;

    /// <summary>Why a name cannot be taken; null if it can.</summary>
    public static string? Fault(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > Longest)
        {
            return $"a checkpoint's name has 1 to {Longest} characters";
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')
            {
                return "a checkpoint's name holds letters, digits, `-` and `_` only";
            }
        }

        return null;
    }
}
