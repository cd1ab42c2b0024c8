using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Tests.Policy;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>A row of the decision table as facts, recipient and surroundings.</summary>
internal sealed class DecisionRow
{
    private const string NoRules = "policy open version 1\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n";

    private static readonly DateTimeOffset Sealed = World.Noon.AddDays(-1);

    private static readonly ImmutableArray<string> Nations =
    [
        "AUS", "AUT", "BEL", "CAN", "CHE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "ITA", "NLD", "NOR", "NZL", "POL", "PRT", "ROU", "SWE", "TUR",
        "UKR", "USA",
    ];

    private World _world;

    public DecisionRow(TableRow row)
    {
        Recipient = PartnerCode.Of(row[3]);
        PartnerCode originator = PartnerCode.Of(row[1]);
        Facts = new PortionFacts
        {
            Originator = originator,
            FieldClass = FieldClass.Judgement,
            Marking = TableMarks.Parse(row[2]),
            SealedAt = Sealed,
        };
        _world = new World
        {
            Partners = [.. Nations.Select(code => World.Nation(code, "TOP SECRET")), Organisation("NATO"), Organisation("EU")],
            Coalitions = [.. Marks.Registry.Coalitions.Where(group => !group.Members.IsEmpty).Select(Coalition)],
            Agreements =
            [
                .. Nations.Append("NATO").Append("EU").Select(PartnerCode.Of).Where(code => code != Recipient)
                    .Select(code => World.Agree(code, Recipient, 4, Level.TopSecret)),
            ],
            Releaser = originator,
        };
        foreach (string circumstance in row[4] == "-" ? [] : row[4].Split("; "))
        {
            Apply(circumstance.Split(' '));
        }
    }

    public PortionFacts Facts { get; private set; }

    public PartnerCode Recipient { get; }

    public bool Approved { get; private set; }

    public DecisionContext Context => _world.Context with { HoldApproved = Approved };

    private void Apply(string[] words)
    {
        string rest = string.Join(' ', words.Skip(1));
        switch (words)
        {
            case ["cleared", ..]:
                Change(partner => partner with { Clearance = new Clearance(LevelOf(rest), partner.Clearance.ByOwner) });
                break;
            case ["cleared-for", var owner, ..]:
                Change(partner => partner with
                {
                    Clearance = new Clearance(
                        partner.Clearance.Default, partner.Clearance.ByOwner.Add(PartnerCode.Of(owner), LevelOf(string.Join(' ', words.Skip(2))))),
                });
                break;
            case ["no", "agreement"]:
                _world = _world.Without(Facts.Originator, Recipient);
                break;
            case ["no", "agreement", var owner]:
                _world = _world.Without(PartnerCode.Of(owner), Recipient);
                break;
            case ["ceiling", ..]:
                Agree(agreement => agreement with { CeilingFromFirst = LevelOf(rest), CeilingFromSecond = LevelOf(rest) });
                break;
            case ["agreement", "over"]:
                Agree(agreement => agreement with { ValidUntil = World.Noon });
                break;
            case ["agreement", "not", "yet"]:
                Agree(agreement => agreement with { ValidFrom = World.Noon.AddTicks(1) });
                break;
            case ["joined", var code, "after", "sealing"]:
                Member(code, period => period with { From = Sealed.AddTicks(1) });
                break;
            case ["left", var code]:
                Member(code, period => period with { Until = World.Noon });
                break;
            case ["unknown", var code]:
                _world = _world with { Coalitions = [.. _world.Coalitions.Where(coalition => coalition.Code.Value != code)] };
                break;
            case ["roster", var code, ..]:
                _world = _world with
                {
                    Coalitions = _world.Coalitions.Add(new RosterCoalition(PartnerCode.Of(code), [.. words.Skip(2).Select(member => World.Since(member, 1949))])),
                };
                break;
            case ["caveats", ..]:
                Change(partner => partner with { Caveats = [rest] });
                break;
            case ["tlp", ..]:
                Change(partner => partner with { TlpCommunities = [rest] });
                break;
            case ["approved"]:
                Approved = true;
                break;
            case ["by", var releaser]:
                _world = _world with { Releaser = PartnerCode.Of(releaser) };
                break;
            case ["consents", ..]:
                Facts = Facts with { Consents = [.. words.Skip(1).Select(PartnerCode.Of)] };
                break;
            case ["grants", ..]:
                Facts = Facts with { Grants = [.. words.Skip(1).Select(PartnerCode.Of)] };
                break;
            case ["rules", "none"]:
                _world = _world with { Texts = [NoRules] };
                break;
            default:
                throw new FormatException($"The decision table says {string.Join(' ', words)}.");
        }
    }

    private void Change(Func<Partner, Partner> change) => _world = _world.With(Recipient, change);

    private void Agree(Func<Agreement, Agreement> change) => _world = _world.With(Facts.Originator, Recipient, change);

    private void Member(string code, Func<Membership, Membership> change) => _world = _world with
    {
        Coalitions =
        [
            .. _world.Coalitions.Select(coalition => coalition.Code.Value == code
                ? coalition with { Members = [.. coalition.Members.Select(period => period.Member == Recipient ? change(period) : period)] }
                : coalition),
        ],
    };

    private static Level LevelOf(string word) => LevelNames.TryParse(word, out Level level) ? level : throw new FormatException(word);

    private static Partner Organisation(string code) => World.Nation(code, "TOP SECRET", PartnerKind.Organisation);

    private static RosterCoalition Coalition(Coalition group) =>
        new(PartnerCode.Of(group.Code), [.. group.Members.Select(member => World.Since(member, 1949))]);
}
