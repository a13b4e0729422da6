namespace Aex.Policy.Decisions;

/// <summary>Where a layer comes from (docs/how-decisions-are-made.md, Layers).</summary>
public enum LayerKind
{
    /// <summary>The machine's policy, <c>/etc/aex/policy.aex</c>. Neutral to what it does not name while it has no <c>allow</c> line.</summary>
    Managed,

    /// <summary>The person's own policy. Neutral like <see cref="Managed"/>.</summary>
    User,

    /// <summary>A policy found in the project. Without an <c>allow</c> line it grants nothing.</summary>
    Project,

    /// <summary>The file given by <c>--policy</c>, in the place of the project's.</summary>
    Option,

    /// <summary>The contract of one job, a task file.</summary>
    Contract,
}
