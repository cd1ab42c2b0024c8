using System.Collections.Immutable;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>
/// Where a marking stands in the order of restriction. <c>Upper</c> dominates <c>lower</c> when it is at least as high, lets nobody in
/// whom the lower one keeps out, and carries all its restrictions. A join semilattice: join is idempotent, commutative, associative.
/// RELIDO and FOUO have no place in it: the first only lets an officer widen, the second yields to classification.
/// </summary>
public sealed record LatticePoint
{
    /// <summary>Level; joined by maximum.</summary>
    public required Level Rank { get; init; }

    /// <summary>Who may receive; joined by intersection.</summary>
    public required CodeSet Releasable { get; init; }

    /// <summary>Who may be shown it, those who may receive included; joined by intersection.</summary>
    public required CodeSet Viewers { get; init; }

    /// <summary>Whom the originators named (ORCON); <see cref="CodeSet.All"/> without it; joined by intersection.</summary>
    public required CodeSet OriginatorNamed { get; init; }

    /// <summary>Restrictive controls; joined by union.</summary>
    public required CodeSet Restrictions { get; init; }

    /// <summary>Owners, foreign ones included; <see cref="CodeSet.All"/> when one is concealed; joined by union.</summary>
    public required CodeSet Owners { get; init; }

    /// <summary>TLP; CLEAR when there is none; joined by maximum.</summary>
    public required Tlp Tlp { get; init; }

    /// <summary>Embargo, milliseconds since the Unix epoch; joined by maximum.</summary>
    public required long NotBeforeMs { get; init; }

    /// <summary>The least point that dominates both.</summary>
    public LatticePoint Join(LatticePoint other) => new()
    {
        Rank = (Level)Math.Max((int)Rank, (int)other.Rank),
        Releasable = Releasable.Intersect(other.Releasable),
        Viewers = Viewers.Intersect(other.Viewers),
        OriginatorNamed = OriginatorNamed.Intersect(other.OriginatorNamed),
        Restrictions = Restrictions.Union(other.Restrictions),
        Owners = Owners.Union(other.Owners),
        Tlp = (Tlp)Math.Max((int)Tlp, (int)other.Tlp),
        NotBeforeMs = Math.Max(NotBeforeMs, other.NotBeforeMs),
    };

    /// <summary>True when this point is at least as restrictive as the other in every respect.</summary>
    public bool Dominates(LatticePoint lower) =>
        Rank >= lower.Rank
        && Releasable.IsSubsetOf(lower.Releasable)
        && Viewers.IsSubsetOf(lower.Viewers)
        && OriginatorNamed.IsSubsetOf(lower.OriginatorNamed)
        && lower.Restrictions.IsSubsetOf(Restrictions)
        && lower.Owners.IsSubsetOf(Owners)
        && Tlp >= lower.Tlp
        && NotBeforeMs >= lower.NotBeforeMs;
}

/// <summary>The order of restriction over markings. Pure.</summary>
public static class MarkingLattice
{
    private const Controls Originator = Controls.Orcon | Controls.OrconUsGov;

    // Flags that stay restrictive wherever they are joined.
    private static readonly ImmutableArray<Controls> Restrictive =
        [Controls.Rsen, Controls.Orcon, Controls.Imcon, Controls.PropIn, Controls.DeaSensitive, Controls.Fisa];

    /// <summary>The point of a marking, codes expanded as in the recipient test.</summary>
    public static LatticePoint Of(ParsedMarking marking, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(marking);
        return registry.Memo.Point(marking, key => Of(key, code => registry.Expand(code), code => Members(code, registry)));
    }

    /// <summary>
    /// The point of a marking, codes expanded by the caller: by membership at sealing and now, for example. The expansion of a code is
    /// what counts, so an organisation that is a recipient itself has to be in its own expansion.
    /// </summary>
    public static LatticePoint Of(ParsedMarking marking, Func<string, IEnumerable<string>> expand)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(expand);
        return Of(marking, expand, expand);
    }

    private static LatticePoint Of(
        ParsedMarking marking, Func<string, IEnumerable<string>> expand, Func<string, IEnumerable<string>> expandOwner)
    {
        CodeSet releasable = Releasable(marking, expand, expandOwner);
        return new LatticePoint
        {
            Rank = marking.Level,
            Releasable = releasable,
            Viewers = releasable.Union(Expand(marking.DisplayOnly ?? [], expand)),
            OriginatorNamed = (marking.Controls & Originator) == Controls.None
                ? CodeSet.All
                : Expand(marking.Source.OriginatorList.IsDefault ? [] : marking.Source.OriginatorList, expand),
            Restrictions = Restrictions(marking),
            Owners = OwnersOf(marking),
            Tlp = marking.Tlp ?? Tlp.Clear,
            NotBeforeMs = marking.Source.NotBeforeMs,
        };
    }

    /// <summary>True when <paramref name="upper"/> is at least as restrictive as <paramref name="lower"/>: a banner over its
    /// portion.</summary>
    public static bool Dominates(ParsedMarking upper, ParsedMarking lower, MarkingRegistry registry) =>
        Of(upper, registry).Dominates(Of(lower, registry));

    /// <summary>The least point that dominates both markings.</summary>
    public static LatticePoint Join(ParsedMarking left, ParsedMarking right, MarkingRegistry registry) =>
        Of(left, registry).Join(Of(right, registry));

    internal static LatticePoint Of(ParsedMarking marking) => Of(marking, code => [code]);

    internal static CodeSet OwnersOf(ParsedMarking marking) =>
        marking.Fgi is { Concealed: true } || marking.Owners is [ParsedMarking.ConcealedOwner]
            ? CodeSet.All
            : CodeSet.Of([.. marking.Owners, .. marking.Fgi?.Owners ?? []]);

    // What an organisation owns its members hold, though its code in a list may mean the organisation alone (EU).
    private static IEnumerable<string> Members(string owner, MarkingRegistry registry) =>
        registry.TryGetCoalition(owner, out Coalition? group) && group.Kind == CoalitionKind.Organisation
            ? [owner, .. group.Members]
            : registry.Expand(owner);

    private static CodeSet Releasable(
        ParsedMarking marking, Func<string, IEnumerable<string>> expand, Func<string, IEnumerable<string>> expandOwner)
    {
        if (marking.NationalOnly is { } nations)
        {
            return CodeSet.Of(nations);
        }

        if (marking.Tlp is { } label)
        {
            return marking.ReleasableTo is { } named ? Expand(named, expand) : label == Tlp.Red ? CodeSet.Empty : CodeSet.All;
        }

        bool saysRelease = marking.ReleasableTo is not null || marking.DisplayOnly is not null
            || (marking.Controls & Controls.RelIdo) != Controls.None;
        if (marking.Level == Level.Unclassified && !saysRelease && !marking.IsOfOrganisation)
        {
            return CodeSet.All;
        }

        // A mark in US format is held by the United States, whoever owns the information. Owners of a marked list are in it or are
        // the sealer; without a list they alone may have it.
        CodeSet holders = Expand(marking.Owners.Where(owner => owner != ParsedMarking.ConcealedOwner), expandOwner);
        CodeSet usa = marking.Source.Policy == UsGrammar.Policy ? CodeSet.Of([UsVocabulary.Usa]) : CodeSet.Empty;
        CodeSet listed = Expand(marking.ReleasableTo ?? [], expand);
        CodeSet inside = marking.Only is { } only ? Expand(only, expand) : CodeSet.All;
        return (marking.Source.Policy == UsGrammar.Policy && saysRelease ? usa.Union(listed) : holders.Union(usa).Union(listed)).Intersect(inside);
    }

    private static CodeSet Restrictions(ParsedMarking marking)
    {
        var codes = Restrictive.Where(flag => (marking.Controls & flag) != Controls.None).Select(flag => flag.ToString()).ToList();
        if ((marking.Controls & Originator) != Controls.None)
        {
            codes.Add(nameof(Controls.OrconUsGov)); // the weaker of the two is implied by the stronger
        }

        // CLEAR is for everybody, whatever community it was written in.
        if (marking.Tlp is not (null or Tlp.Clear) && !string.IsNullOrEmpty(marking.Source.Community))
        {
            codes.Add("community " + marking.Source.Community);
        }

        return CodeSet.Of(codes.Concat(marking.OtherControls));
    }

    private static CodeSet Expand(IEnumerable<string> codes, Func<string, IEnumerable<string>> expand) =>
        CodeSet.Of(codes.SelectMany(expand));
}
