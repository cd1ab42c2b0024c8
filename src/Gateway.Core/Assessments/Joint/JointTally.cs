using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Assessments.Joint;

/// <summary>What a partner has said of a joint assessment, as far as one reader may see.</summary>
public enum JointSeal
{
    /// <summary>Nothing.</summary>
    Open = 1,

    /// <summary>It sealed every judgement that the reader holds.</summary>
    Sealed = 2,

    /// <summary>It sealed some of them: of the others it says nothing.</summary>
    InPart = 3,

    /// <summary>It does not seal them.</summary>
    Dissents = 4,
}

/// <summary>One partner's word on a joint assessment, out of a product of its own.</summary>
/// <param name="Partner">Who sealed that product: nobody can speak for another.</param>
/// <param name="AtMs">The partner's clock; its newest word counts.</param>
/// <param name="Seals">Whether it seals or dissents.</param>
/// <param name="Marks">Marks of the wordings that it seals, and padding; lower-case hex.</param>
public sealed record JointWord(PartnerCode Partner, long AtMs, bool Seals, ImmutableArray<string> Marks);

/// <summary>Where a joint assessment stands.</summary>
/// <param name="States">Each partner named in its header, ascending, and what it has said.</param>
/// <param name="Sealed">Partners that sealed every judgement which the reader holds, the lead counted.</param>
/// <param name="Reached">Whether that is as many as the header demands.</param>
public sealed record JointTally(ImmutableArray<(PartnerCode Partner, JointSeal State)> States, int Sealed, bool Reached)
{
    /// <summary>
    /// Counts. Words of partners that the header does not name, and of the lead beside its own seal, do not count. A partner that sealed other
    /// words, or fewer than the reader holds, is not counted as one that stands behind what the reader reads.
    /// </summary>
    /// <param name="lead">The originator: it has sealed what it wrote.</param>
    /// <param name="partners">Partners named in the header.</param>
    /// <param name="quorum">How many have to, the lead counted. Less than two is never reached: one partner's word is not joint.</param>
    /// <param name="held">
    /// Marks that a partner makes of the wordings which the reader holds, lower-case hex; for any partner the same number. Without any there is
    /// nothing to stand behind.
    /// </param>
    /// <param name="words">What was said, in any order.</param>
    public static JointTally Of(
        PartnerCode lead, IEnumerable<PartnerCode> partners, int quorum, Func<PartnerCode, IReadOnlyCollection<string>> held, IEnumerable<JointWord> words)
    {
        ILookup<PartnerCode, JointWord> said = words.ToLookup(word => word.Partner);
        ImmutableArray<(PartnerCode Partner, JointSeal State)> states =
        [
            .. partners.Append(lead).Distinct().Order().Select(partner => (partner, partner == lead ? JointSeal.Sealed : State(said[partner], held(partner)))),
        ];
        int count = states.Count(state => state.State == JointSeal.Sealed);
        return new JointTally(states, count, held(lead).Count > 0 && quorum >= 2 && count >= quorum);
    }

    private static JointSeal State(IEnumerable<JointWord> words, IReadOnlyCollection<string> held)
    {
        // Of two words at one time the one that seals less counts.
        if (words.OrderBy(word => word.AtMs).ThenByDescending(word => word.Seals).LastOrDefault() is not { } newest)
        {
            return JointSeal.Open;
        }

        if (!newest.Seals)
        {
            return JointSeal.Dissents;
        }

        int sealedHere = held.Count(newest.Marks.Contains);
        return sealedHere == held.Count && held.Count > 0 ? JointSeal.Sealed : sealedHere > 0 ? JointSeal.InPart : JointSeal.Open;
    }
}
