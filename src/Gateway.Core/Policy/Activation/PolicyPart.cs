namespace Gateway.Core.Policy.Activation;

/// <summary>Which of the two hands on a policy change.</summary>
public enum PolicyPart
{
    /// <summary>Wrote it.</summary>
    Author = 1,

    /// <summary>Looked at what will flow, and agrees.</summary>
    Approver = 2,
}

/// <summary>Somebody whom the node's configuration lets sign policy changes.</summary>
/// <param name="Name">Configured name, one person's.</param>
/// <param name="Thumbprint">SHA-256 of the certificate, lower-case hex.</param>
/// <param name="Part">The one part that they may sign.</param>
public sealed record PolicySigner(string Name, string Thumbprint, PolicyPart Part);

/// <summary>Why a policy does not come into force.</summary>
/// <param name="Field">What it is about: <c>approval.author</c>, <c>proposal.number</c>, or a policy file.</param>
/// <param name="Rule">Stable id of what was broken: <c>same-person</c>, <c>rolled-back</c>.</param>
/// <param name="Message">What is wrong and how to mend it. Quotes no rule of the policy.</param>
public sealed record ActivationFault(string Field, string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Message} ({Rule})";
}
