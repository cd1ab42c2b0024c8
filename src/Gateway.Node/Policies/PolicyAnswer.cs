using System.Collections.Immutable;
using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;

namespace Gateway.Node.Policies;

/// <summary>What asking for a policy to come into force came to.</summary>
internal abstract record PolicyAnswer
{
    private PolicyAnswer()
    {
    }

    /// <summary>It is in force from now on.</summary>
    public sealed record Activated(PolicyActivation Set) : PolicyAnswer;

    /// <summary>It was in force before; nothing happened.</summary>
    public sealed record InForce(PolicyActivation Set) : PolicyAnswer;

    /// <summary>Nothing changed, and these are the reasons, all of them.</summary>
    public sealed record Refused(ImmutableArray<ActivationFault> Faults) : PolicyAnswer;
}
