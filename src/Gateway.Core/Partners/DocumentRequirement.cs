using System.Collections.Immutable;

namespace Gateway.Core.Partners;

/// <summary>Whose signatures a document needs. A closed set.</summary>
public abstract record DocumentRequirement
{
    private DocumentRequirement()
    {
    }

    /// <summary>True if it asks for somebody, and for trusted names only.</summary>
    internal abstract bool IsSound(DocumentSigners trusted);

    /// <summary>True if these names are enough.</summary>
    internal abstract bool IsMet(ImmutableHashSet<string> signed);

    /// <summary>Every one of these signers: an agreement needs both parties.</summary>
    /// <param name="Names">Signer names, at least one.</param>
    public sealed record Everyone(params ImmutableArray<string> Names) : DocumentRequirement
    {
        internal override bool IsSound(DocumentSigners trusted) => !Names.IsDefaultOrEmpty && Names.All(trusted.Has);

        internal override bool IsMet(ImmutableHashSet<string> signed) => Names.All(signed.Contains);
    }

    /// <summary>Any of the trusted signers, so many of them: a roster needs a quorum.</summary>
    /// <param name="Count">How many, at least 1.</param>
    public sealed record Quorum(int Count) : DocumentRequirement
    {
        internal override bool IsSound(DocumentSigners trusted) => Count >= 1;

        internal override bool IsMet(ImmutableHashSet<string> signed) => signed.Count >= Count;
    }
}
