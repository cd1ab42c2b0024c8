using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// What one giver's agreements in force let its partners have. Of several between two partners each binds, so a mask holds whoever has at
/// least one agreement that says so. Immutable.
/// </summary>
internal sealed class GiverMasks
{
    private static readonly Level[] Levels = Enum.GetValues<Level>();
    private static readonly FieldClass[] FieldClasses = Enum.GetValues<FieldClass>();

    private readonly PartnerMask[] _lower = new PartnerMask[(int)Levels.Max() + 1];
    private readonly PartnerMask[] _nothing = new PartnerMask[(int)FieldClasses.Max() + 1];
    private readonly PartnerMask[] _tearLines = new PartnerMask[(int)FieldClasses.Max() + 1];
    private readonly PartnerMask _nobody;

    /// <summary>The agreements between the giver and each partner at this instant.</summary>
    public GiverMasks(PartnerCode giver, PartnerTable partners, Agreements agreements, DateTimeOffset now)
    {
        Agreement[][] inForce = [.. Enumerable.Range(0, partners.Count).Select(place => agreements.InForce(giver, partners.Code(place), now).ToArray())];
        _nobody = partners.None;
        Present = Some(_ => true);
        Held = Some(agreement => agreement.HoldForOfficer);
        OtherPurpose = Some(agreement => !agreement.Purposes.Contains(Purpose.AtrocityPrevention));
        foreach (Level level in Levels)
        {
            _lower[(int)level] = Some(agreement => level > agreement.CeilingFrom(giver));
        }

        Array.Fill(_nothing, Present);
        Array.Fill(_tearLines, _nobody);
        foreach (FieldClass fieldClass in FieldClasses)
        {
            _nothing[(int)fieldClass] = Some(agreement => Stages.Scope(agreement.Stage, fieldClass) == StageScope.Nothing);
            _tearLines[(int)fieldClass] = Some(agreement => Stages.Scope(agreement.Stage, fieldClass) == StageScope.TearLinesOnly);
        }

        PartnerMask Some(Predicate<Agreement> says) => partners.Of(place => Array.Exists(inForce[place], says));
    }

    /// <summary>An agreement is in force.</summary>
    public PartnerMask Present { get; }

    /// <summary>Every release waits for a release officer.</summary>
    public PartnerMask Held { get; }

    /// <summary>Not for preventing atrocities.</summary>
    public PartnerMask OtherPurpose { get; }

    /// <summary>The level lies above what the giver may hand over.</summary>
    public PartnerMask LowerThan(Level level) => _lower[(int)level];

    /// <summary>The stage lets nothing of the field class through.</summary>
    public PartnerMask NothingOf(FieldClass fieldClass) => IsKnown(fieldClass) ? _nothing[(int)fieldClass] : Present;

    /// <summary>The stage lets only tear lines of the field class through.</summary>
    public PartnerMask TearLinesOf(FieldClass fieldClass) => IsKnown(fieldClass) ? _tearLines[(int)fieldClass] : _nobody;

    private bool IsKnown(FieldClass fieldClass) => (uint)fieldClass < (uint)_nothing.Length;
}
