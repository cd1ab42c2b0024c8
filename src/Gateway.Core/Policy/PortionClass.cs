using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>
/// All that rules can see of a portion, by value: two portions of one class get the same decision for every partner at every instant.
/// The time of sealing counts by its era, the span between two changes of any coalition's membership.
/// </summary>
internal readonly struct PortionClass : IEquatable<PortionClass>
{
    private const int MostText = 2_048;
    private const int MostWords = 128;

    private readonly PortionFacts _facts;
    private readonly int _era;
    private readonly int _hash;

    private PortionClass(PortionFacts facts, int era)
    {
        (_facts, _era) = (facts, era);
        int hash = facts.Marking.GetHashCode();
        hash = (hash * 31) + Short(facts.Originator.Value) + (int)facts.FieldClass;
        hash = (hash * 31) + Length(facts.Grants) + (Length(facts.Consents) << 8) + (era << 16);
        foreach (string region in facts.Regions.AsSpan())
        {
            hash = (hash * 31) + Short(region);
        }

        foreach (string topic in facts.Topics.AsSpan())
        {
            hash = (hash * 31) + (topic?.GetHashCode(StringComparison.Ordinal) ?? 0);
        }

        _hash = hash;
    }

    /// <summary>The class of a portion, or null when remembering it would cost more than deciding.</summary>
    public static PortionClass? Of(PortionFacts facts, int era)
    {
        Marking marking = facts.Marking;
        bool small = marking.Text?.Length <= MostText
            && Length(marking.ReleasableTo) + Length(marking.OriginatorList) + Length(facts.Regions) + Length(facts.Topics) + Length(facts.Grants)
            + Length(facts.Consents) <= MostWords;
        return small ? new PortionClass(facts, era) : null;
    }

    public bool Equals(PortionClass other) =>
        _hash == other._hash
        && _era == other._era
        && _facts.FieldClass == other._facts.FieldClass
        && _facts.Originator == other._facts.Originator
        && _facts.Marking.Equals(other._facts.Marking)
        && _facts.Regions.AsSpan().SequenceEqual(other._facts.Regions.AsSpan())
        && _facts.Topics.AsSpan().SequenceEqual(other._facts.Topics.AsSpan())
        && _facts.Grants.AsSpan().SequenceEqual(other._facts.Grants.AsSpan())
        && _facts.Consents.AsSpan().SequenceEqual(other._facts.Consents.AsSpan());

    public override bool Equals(object? obj) => obj is PortionClass other && Equals(other);

    public override int GetHashCode() => _hash;

    // Codes are short, and told apart by three letters as a rule.
    private static int Short(string? code) => code is { Length: > 2 } ? (code[0] << 10) ^ (code[1] << 5) ^ code[2] : code?.Length ?? 0;

    private static int Length<T>(ImmutableArray<T> list) => list.AsSpan().Length;
}
