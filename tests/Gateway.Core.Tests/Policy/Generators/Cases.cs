using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy.Generators;

/// <summary>All that one decision depends on, and portions and instants to ask about. The United States release.</summary>
/// <param name="Context">Roster, agreements, policy, the real markings.</param>
/// <param name="Portions">What is asked about.</param>
internal sealed record Case(DecisionContext Context, ImmutableArray<PortionFacts> Portions)
{
    /// <summary>Everybody whom a decision may be asked for: all of the roster, and one whom it does not know.</summary>
    public IEnumerable<PartnerCode> Everybody => Context.Roster.Partners.Select(partner => partner.Code).Append(PartnerCode.Of("XKX"));

    /// <summary>Everybody in a small roster; in a large one those at the edges of words of 64.</summary>
    public IEnumerable<PartnerCode> Edges => Everybody.Where((_, place) => place < 5 || place % 64 is 62 or 63 or 0 or 1);

    public override string ToString() =>
        $"{Context.Now:O}\n{string.Concat(Context.Policy.Files.Select(PolicyFormatter.Format))}\n{string.Join('\n', Portions.Select(facts => $"{facts} {facts.Marking.Text}"))}";
}

internal static class Cases
{
    /// <summary>Rosters of every size, portions of every policy.</summary>
    public static readonly Gen<Case> Any = With(Rosters.Any, Portions.Any);

    /// <summary>Two or five partners: quick to decide, every kind of rule among them.</summary>
    public static readonly Gen<Case> Small = With(Gen.OneOf([.. new[] { 2, 5, 5 }.Select(Rosters.OfSize)]), Portions.Any);

    /// <summary>The same with own portions alone.</summary>
    public static readonly Gen<Case> Published = With(Rosters.OfSize(5), Portions.Own);

    /// <summary>A roster of exactly so many partners.</summary>
    public static Gen<Case> OfSize(int size) => With(Rosters.OfSize(size), Portions.Any);

    private static Gen<Case> With(Gen<Roster> rosters, Gen<PortionFacts> portions) => rosters.SelectMany(roster =>
        Gen.Select(Rosters.AgreementsOf(roster), Policies.For(roster), Instants.Around, portions.Array[1, 4]).Select((agreements, policy, now, facts) => new Case(
            new DecisionContext
            {
                Roster = roster,
                Agreements = agreements,
                Policy = policy,
                Markings = MarkingBook.Default,
                Releaser = World.Usa,
                Now = now,
            },
            [.. facts])));
}
