namespace Aex.Policy.Shell;

/// <summary>What one program does with its arguments.</summary>
public sealed class ProgramReport
{
    private const int Few = 16;

    private readonly List<Effect> _effects = [];
    private readonly List<NestedRun> _runs = [];
    private HashSet<Effect>? _seen;

    /// <summary>What it does itself, as far as that is understood. Where coverage is partial a <c>code.run</c> is among them.</summary>
    public IReadOnlyList<Effect> Effects => _effects;

    /// <summary>What it runs: each has effects of its own, which are not among <see cref="Effects"/>.</summary>
    public IReadOnlyList<NestedRun> Runs => _runs;

    /// <summary>Whether it may do more than <see cref="Effects"/> and <see cref="Runs"/> say.</summary>
    public bool IsPartial => Why is not null;

    /// <summary>Why coverage is partial, as the end of a sentence; null where it is full.</summary>
    public string? Why { get; private set; }

    /// <summary>Whether the program is in a table.</summary>
    internal bool IsKnown { get; set; } = true;

    /// <summary>The code that it is given as a text; null where it is given none.</summary>
    internal ShellWord? Code { get; set; }

    /// <summary>The folder that it goes to first; null for the command's own.</summary>
    internal ShellWord? Folder { get; private set; }

    internal void Add(Effect effect)
    {
        if (_effects.Count < Few ? _effects.Contains(effect) : !(_seen ??= [.. _effects]).Add(effect))
        {
            return;
        }

        _effects.Add(effect);
    }

    internal void Add(NestedRun run) => _runs.Add(run);

    // What is relative starts in the folder; what names no file means some file there.
    internal void Move(ShellWord folder)
    {
        Folder = folder;
        for (var i = 0; i < _effects.Count; i++)
        {
            var effect = _effects[i];
            if (effect is { Target: EffectTarget.Path or EffectTarget.Tree or EffectTarget.Among, Word: { } word })
            {
                _effects[i] = effect with { Word = word.Below(folder) };
            }
            else if (effect is { Target: EffectTarget.None, Capability: "file.write" or "file.delete" or "file.read" })
            {
                _effects[i] = effect with { Target = EffectTarget.Among, Word = folder };
            }
        }

        for (var i = 0; i < _runs.Count; i++)
        {
            _runs[i] = _runs[i] with { Directory = _runs[i].Directory?.Below(folder) ?? folder };
        }
    }

    internal void MarkPartial(string why) => Why ??= why;
}
