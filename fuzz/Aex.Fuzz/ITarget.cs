namespace Aex.Fuzz;

/// <summary>Something that is fed inputs.</summary>
internal interface ITarget
{
    /// <summary>Inputs to begin with.</summary>
    public IEnumerable<byte[]> Seeds();

    /// <summary>Pieces worth inserting.</summary>
    public IEnumerable<string> Words();

    /// <summary>Takes one input; an exception is a finding.</summary>
    /// <returns>True if the input was taken as sound, so that others should be made of it.</returns>
    public bool Run(byte[] input);
}
