using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Checks that compare a marking with what the roster says of the recipient.</summary>
internal static class RecipientChecks
{
    // Information maps up: the recipient must be cleared to the level at which it takes the information in, for every owner.
    public static Outcome Clearance(Subject subject)
    {
        Level level = subject.Marking.Level;
        return MandatoryChecks.Allow(level == Level.Unclassified || subject.AllOwners.All(owner => owner == subject.Code
            || subject.Recipient.Clearance.For(owner) >= subject.Context.Markings.ReceiveAs(owner, level, subject.Code)));
    }

    // A release list that fails because it holds a code nobody here knows is reported as such, and denied like any other.
    public static Outcome UnknownCode(Subject subject) => MandatoryChecks.Allow(
        subject.Context.Roster.TryFind(subject.Facts.Originator, out _)
        && Enum.IsDefined(subject.Facts.FieldClass)
        && Caveats(subject.Marking).All(subject.Recipient.Caveats.Contains)
        && (subject.Marking.ReleasableTo is not { } list || subject.Covered(list) || (!list.IsDefault && list.All(text => IsKnown(text, subject.Context.Roster)))));

    /// <summary>Handling caveats that oblige whoever holds the portion; those with a check of their own are not among them.</summary>
    public static IEnumerable<string> Caveats(ParsedMarking marking)
    {
        foreach ((Controls control, string word) in Handling)
        {
            if (marking.Controls.HasFlag(control))
            {
                yield return word;
            }
        }

        if ((marking.Controls & ~Known) != Controls.None)
        {
            yield return "?";
        }

        foreach (string token in marking.OtherControls.IsDefault ? [] : marking.OtherControls)
        {
            yield return token;
        }
    }

    private static readonly (Controls Control, string Word)[] Handling =
    [
        (Controls.Imcon, "IMCON"),
        (Controls.PropIn, "PROPIN"),
        (Controls.Fouo, "FOUO"),
        (Controls.Rsen, "RSEN"),
        (Controls.DeaSensitive, "DEA SENSITIVE"),
        (Controls.Fisa, "FISA"),
    ];

    private static readonly Controls Known =
        Handling.Aggregate(Controls.NoForn | Controls.Orcon | Controls.OrconUsGov | Controls.RelIdo, (all, h) => all | h.Control);

    private static bool IsKnown(string text, Roster roster) => PartnerCode.TryParse(text, out PartnerCode code) && roster.Knows(code);
}
