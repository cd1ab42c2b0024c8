using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Checks against bilateral agreements. Every owner's and the releaser's agreement with the recipient bounds the outcome.</summary>
internal static class AgreementChecks
{
    public static Outcome Agreement(Subject subject)
    {
        Outcome ceiling = Outcome.Release;
        foreach (PartnerCode giver in Givers(subject))
        {
            ImmutableArray<Agreement> agreements = subject.Context.Agreements.InForce(giver, subject.Code, subject.Context.Now);
            ceiling = Lower(ceiling, agreements.IsEmpty ? Absent(subject, giver) : Outcome.Release);
            foreach (Agreement agreement in agreements)
            {
                ceiling = Lower(ceiling, Bound(agreement, giver, subject));
            }
        }

        return ceiling;
    }

    public static Outcome Purpose(Subject subject)
    {
        bool agreed = true;
        foreach (PartnerCode giver in Givers(subject))
        {
            foreach (Agreement agreement in subject.Context.Agreements.InForce(giver, subject.Code, subject.Context.Now))
            {
                agreed &= agreement.Purposes.Contains(Partners.Purpose.AtrocityPrevention);
            }
        }

        return MandatoryChecks.Allow(agreed);
    }

    // Who must have an agreement with the recipient: the releasing node, the originator and all owners, but nobody with itself.
    // A group owns under its own treaty: its members need no further agreement with it.
    private static List<PartnerCode> Givers(Subject subject)
    {
        var givers = new List<PartnerCode>(2) { subject.Context.Releaser };
        foreach (PartnerCode owner in subject.Owners)
        {
            if (owner != subject.Code && owner != subject.Context.Releaser && !subject.BelongsTo(owner))
            {
                givers.Add(owner);
            }
        }

        return givers;
    }

    // Agreements are held by their parties only. An originator that is far away speaks through its grants,
    // and owners through theirs where all of them do.
    private static Outcome Absent(Subject subject, PartnerCode giver) => MandatoryChecks.Allow(
        giver != subject.Context.Releaser
        && ((giver == subject.Facts.Originator && !subject.Facts.Grants.IsDefault && subject.Facts.Grants.Contains(subject.Code))
            || subject.Consented));

    private static Outcome Bound(Agreement agreement, PartnerCode giver, Subject subject)
    {
        if (subject.Marking.Level > agreement.CeilingFrom(giver))
        {
            return Outcome.Withhold;
        }

        Outcome stage = Stages.Scope(agreement.Stage, subject.Facts.FieldClass) switch
        {
            StageScope.Nothing => Outcome.Withhold,
            StageScope.TearLinesOnly => Outcome.TearLine,
            StageScope.Whole => Outcome.Release,
        };
        return agreement.HoldForOfficer && !subject.Context.HoldApproved ? Lower(stage, Outcome.Hold) : stage;
    }

    private static Outcome Lower(Outcome one, Outcome other) => one < other ? one : other;
}
