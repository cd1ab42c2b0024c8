using Gateway.Core.Markings;

namespace Gateway.Core.Policy.Compiled;

/// <summary>What a check leaves to 64 partners that does not release to all of them: to whom at most what. Nobody is in two.</summary>
internal readonly record struct Ceilings(ulong Withheld, ulong Held, ulong TearLines);

/// <summary>
/// The mandatory checks for 64 partners at once, each beside the check of the <see cref="Interpreter"/> that it must equal: whoever changes
/// one changes the other. Each gives the partners that it does not release to.
/// </summary>
internal static class CompiledChecks
{
    private const ulong Everybody = ulong.MaxValue;
    private const ulong Nobody = 0;

    /// <summary>Ids of the checks that only pass or withhold, in the order of <see cref="Withheld"/>.</summary>
    public static readonly string[] Plain =
    [
        RuleIds.Clearance, RuleIds.NationalOnly, RuleIds.OwnerConsent, RuleIds.DisplayOnly, RuleIds.Orcon, RuleIds.Tlp, RuleIds.UnknownCode,
        RuleIds.Embargo, RuleIds.Purpose,
    ];

    /// <summary>Whom each of the <see cref="Plain"/> checks withholds from.</summary>
    public static void Withheld(MarkingClass portion, int word, Span<ulong> from)
    {
        from[0] = Clearance(portion, word);
        from[1] = NationalOnly(portion, word);
        from[2] = OwnerConsent(portion, word);
        from[3] = DisplayOnly(portion, word);
        from[4] = Orcon(portion, word);
        from[5] = TrafficLight(portion, word);
        from[6] = UnknownCode(portion, word);
        from[7] = Embargo(portion);
        from[8] = Purpose(portion, word);
    }

    /// <summary><see cref="RecipientChecks.Clearance"/>.</summary>
    public static ulong Clearance(MarkingClass portion, int word)
    {
        ulong passed = Everybody;
        foreach (ref readonly InsideOwner owner in portion.Inside.AsSpan())
        {
            passed &= owner.Itself[word] | owner.Cleared[word];
        }

        return portion.Marking.Level == Level.Unclassified ? Nobody : ~passed;
    }

    /// <summary><see cref="AgreementChecks.Agreement"/>.</summary>
    public static Ceilings Agreement(MarkingClass portion, int word)
    {
        ulong withheld = Nobody, held = Nobody, tearLines = Nobody;
        foreach (ref readonly AskedGiver giver in portion.Givers.AsSpan())
        {
            ulong asked = giver.Asked[word];
            withheld |= asked & giver.Withheld[word];
            held |= asked & giver.Held[word];
            tearLines |= asked & giver.TearLines[word];
        }

        return new Ceilings(withheld, held & ~withheld, tearLines & ~withheld & ~held);
    }

    /// <summary><see cref="MarkingChecks.NationalOnly"/>.</summary>
    public static ulong NationalOnly(MarkingClass portion, int word) =>
        portion.Marking.NationalOnly is null && !Has(portion, Controls.NoForn)
            ? Nobody
            : ~(portion.NationalOnly[word] & portion.Frame.Partners.Nations[word]);

    /// <summary><see cref="MarkingChecks.Releasability"/>.</summary>
    public static Ceilings Releasability(MarkingClass portion, int word)
    {
        ParsedMarking marking = portion.Marking;
        ulong mayKnow = marking.ReleasableTo is { } list
            ? (list.IsDefaultOrEmpty ? Nobody : Owned(portion, word, listed: true)) | portion.Releasable[word] | portion.Displayable[word]
            : marking.DisplayOnly is not null
                ? portion.Displayable[word]
                : MarkingChecks.Unmarked(marking) || Has(portion, Controls.RelIdo) ? Everybody : Owned(portion, word, listed: false);
        ulong withheld = ~portion.Audience[word] | (portion.IsConsented ? Nobody : ~mayKnow);
        return new Ceilings(withheld, Has(portion, Controls.RelIdo) ? ~withheld : Nobody, Nobody);
    }

    /// <summary><see cref="MarkingChecks.OwnerConsent"/>.</summary>
    public static ulong OwnerConsent(MarkingClass portion, int word)
    {
        ulong passed = portion.Marking.Fgi is { Concealed: true } ? Nobody : Everybody;
        foreach (ref readonly InsideOwner owner in portion.Inside.AsSpan())
        {
            passed &= !owner.AsksConsent || portion.IsConsented || owner.IsCovered ? Everybody : owner.Members[word];
        }

        return ~passed;
    }

    /// <summary><see cref="MarkingChecks.DisplayOnly"/>.</summary>
    public static ulong DisplayOnly(MarkingClass portion, int word) => portion.Marking.DisplayOnly is null ? Nobody : ~portion.Releasable[word];

    /// <summary><see cref="MarkingChecks.Orcon"/>.</summary>
    public static ulong Orcon(MarkingClass portion, int word) =>
        !Has(portion, Controls.Orcon) && !Has(portion, Controls.OrconUsGov) ? Nobody
        : portion.IsDirect ? ~portion.OriginatorListed[word]
        : Everybody;

    /// <summary><see cref="MarkingChecks.TrafficLight"/>.</summary>
    public static ulong TrafficLight(MarkingClass portion, int word)
    {
        if (portion.Marking.Tlp is not { } light)
        {
            return Nobody;
        }

        if (!Enum.IsDefined(light))
        {
            return Everybody;
        }

        ulong direct = portion.IsDirect ? Everybody : Nobody;
        return ~(light switch
        {
            Tlp.Clear => Everybody,
            Tlp.Green => portion.Community[word] | (direct & portion.Releasable[word]),
            Tlp.Amber => direct & portion.Releasable[word],
            Tlp.AmberStrict => direct & portion.Releasable[word],
            Tlp.Red => direct & portion.ReleasableByName[word],
        });
    }

    /// <summary><see cref="RecipientChecks.UnknownCode"/>.</summary>
    public static ulong UnknownCode(MarkingClass portion, int word)
    {
        ulong listed = portion.Marking.ReleasableTo is null || portion.IsListKnown ? Everybody : portion.Releasable[word];
        return portion.IsSenseKnown ? ~(portion.Honouring[word] & listed) : Everybody;
    }

    /// <summary><see cref="MarkingChecks.Embargo"/>.</summary>
    public static ulong Embargo(MarkingClass portion) => portion.IsEmbargoed ? Everybody : Nobody;

    /// <summary><see cref="AgreementChecks.Purpose"/>.</summary>
    public static ulong Purpose(MarkingClass portion, int word)
    {
        ulong withheld = Nobody;
        foreach (ref readonly AskedGiver giver in portion.Givers.AsSpan())
        {
            withheld |= giver.Asked[word] & giver.OtherPurpose[word];
        }

        return withheld;
    }

    private static ulong Owned(MarkingClass portion, int word, bool listed)
    {
        bool narrowed = listed && !portion.Marking.IsOfOrganisation;
        return portion.OwnersByName[word] | (narrowed ? Nobody : portion.OwningGroups[word]);
    }

    private static bool Has(MarkingClass portion, Controls control) => (portion.Marking.Controls & control) != Controls.None;
}
