using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Benchmarks.World;

/// <summary>
/// What decisions are measured on: thirty partners with agreements of their own, coalitions, a policy of 25 rules, and 10,000 classes of
/// portions under marks of many kinds. The same in every run.
/// </summary>
internal sealed class DecisionWorld
{
    public const int Classes = 10_000;

    private static readonly string[] Nations =
    [
        "AUS", "AUT", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV",
        "HUN", "IRL", "ITA", "JPN", "LTU", "LUX", "LVA", "NLD", "NOR", "NZL", "POL", "PRT", "ROU", "SVK", "SWE",
    ];

    private static readonly string[] Eyes = ["AUS", "CAN", "GBR", "NZL", "USA"];
    private static readonly string[] NotInAlliance = ["AUS", "AUT", "IRL", "JPN", "NZL"];
    private static readonly string[] Countries = ["MLI", "NER", "BFA", "TCD", "SDN", "SSD", "ETH", "COD"];
    private static readonly string[] Topics = ["sanctions", "famine", "militias"];

    private static readonly string[] Marks =
    [
        "(U)", "(U//FOUO)", "(U//REL TO USA, NATO)", "(C)", "(C//REL TO USA, FVEY)", "(C//REL TO USA, NATO)", "(C//REL TO USA, FRA, DEU)", "(C//RELIDO)",
        "(S)", "(S//NF)", "(S//REL TO USA, FVEY)", "(S//REL TO USA, NATO)", "(S//REL TO USA, FRA, GBR)", "(S//REL TO USA, AUS, CAN, DEU, FRA, GBR, NLD, NOR, NZL)",
        "(S//OC/REL TO USA, FRA, GBR)", "(S//REL TO USA, GBR/RELIDO)", "(S//FGI DEU//REL TO USA, DEU, FRA)", "(S//FGI//REL TO USA, GBR)", "(S//DISPLAY ONLY FRA)",
        "(//JOINT S GBR USA//REL TO USA, FRA, GBR)", "(//NS)", "(//FRA S//REL TO USA, FRA, GBR)", "(TS//REL TO USA, GBR)", "(TS//NF)", "(S//PR/REL TO USA, FVEY)",
    ];

    // Kind and id, field, recipients, conditions, outcome. A short form of what an author writes.
    private static readonly string[] Rules =
    [
        "give G01|class metadata|all partners||release", "give G02|class judgement, confidence|coalition FVEY|level <= SECRET|release",
        "give G03|class judgement, confidence|coalition NATO|level <= SECRET|release", "give G04|class judgement|all partners|level <= CONFIDENTIAL|tear line",
        "give G05|class factor, indicator|coalition NATO|level <= SECRET; region in partner.regions|release",
        "give G06|class factor, indicator|coalition FVEY||release", "give G07|class population, location|all partners|level <= CONFIDENTIAL|release",
        "give G08|class population, location|partner DEU, FRA, GBR, NLD|level <= SECRET|release", "give G09|class actor|partner FRA, GBR|region in (MLI, NER, BFA)|release",
        "give G10|class actor|coalition FVEY|topic in (militias)|release", "give G11|class scenario, option|coalition NATO|level <= SECRET|release",
        "give G12|class model|coalition FVEY||release", "give G13|class evidence|partner AUS, CAN, GBR|level <= SECRET|release",
        "give G14|class evidence|partner FRA|region in (MLI, NER)|hold", "give G15|class dissent|all partners|level <= CONFIDENTIAL|release",
        "give G16|class determination|nation FRA, GBR, DEU||hold", "give G17|topic famine|all partners|level <= CONFIDENTIAL|release",
        "give G18|class designation|coalition NATO||release", "limit L01|topic sanctions|nation GRC, HUN||withhold", "limit L02|class determination|all partners||hold",
        "limit L03|class sources-and-methods|all partners||withhold", "limit L04|any|partner AUT, IRL|level >= SECRET|withhold",
        "limit L05|class evidence|all partners|not partner in FVEY; level >= SECRET|tear line", "limit L06|class actor|all partners|not region in partner.regions|tear line",
        "limit L07|topic militias|partner JPN||hold",
    ];

    public DecisionWorld()
    {
        ImmutableArray<PartnerCode> codes = [Usa, .. Nations.Select(PartnerCode.Of)];
        var roster = new Roster(
            new RosterTerms(1, "", Now.AddYears(1), 2),
            codes.Select((code, i) => Partner(code.Value, i)),
            [Coalition("FVEY", Eyes), Coalition("NATO", Nations.Except(NotInAlliance).Append("USA"))]);
        var errors = new List<PolicyError>();
        ImmutableArray<PolicyFile> files = PolicyLoader.Read([new PolicySource("decisions.relpol", Policy())], roster, errors);
        Context = errors.Count > 0 ? throw new InvalidOperationException(string.Join('\n', errors)) : new DecisionContext
        {
            Roster = roster,
            Agreements = new Agreements(Nations.Select((nation, i) => Agree(PartnerCode.Of(nation), i))),
            Policy = new PolicySet(files),
            Markings = MarkingBook.Default,
            Releaser = Usa,
            Now = Now,
        };
        Recipients = [.. codes.Where(code => code != Usa)];
        Portions = [.. Enumerable.Range(0, Classes).Select(Portion)];
    }

    public static PartnerCode Usa { get; } = PartnerCode.Of("USA");

    public static DateTimeOffset Now { get; } = new(2026, 10, 2, 12, 0, 0, TimeSpan.Zero);

    public DecisionContext Context { get; }

    public ImmutableArray<PartnerCode> Recipients { get; }

    /// <summary>One portion of each class.</summary>
    public ImmutableArray<PortionFacts> Portions { get; }

    // Every pair of mark, field class, country and topic differs from every other.
    private static PortionFacts Portion(int i)
    {
        const int FieldClasses = 16;
        int mark = i % Marks.Length, rest = i / Marks.Length;
        return new PortionFacts
        {
            Originator = Usa,
            FieldClass = (FieldClass)(1 + (rest % FieldClasses)),
            Marking = new Marking { Policy = "US", Text = Marks[mark], OriginatorList = Marks[mark].Contains("OC/", StringComparison.Ordinal) ? ["FRA"] : [] },
            Regions = [Countries[rest / FieldClasses % Countries.Length]],
            Topics = (rest / FieldClasses / Countries.Length) switch
            {
                0 => [],
                int topic => [Topics[(topic - 1) % Topics.Length]],
            },
            SealedAt = Now.AddDays(-1),
        };
    }

    private static Partner Partner(string code, int i) => new()
    {
        Code = PartnerCode.Of(code),
        Name = code,
        Kind = PartnerKind.Nation,
        Clearance = new Clearance(i % 4 == 3 ? Level.Confidential : Level.Secret, ImmutableSortedDictionary<PartnerCode, Level>.Empty),
        Caveats = i % 2 == 0 ? ["FOUO", "PROPIN"] : [],
        Regions = [.. Countries.Where((_, country) => (i + country) % 3 != 0)],
        Address = new Uri("https://node.example"),
        TlsPins = ["sha256:" + new string('a', 64)],
        ReleaseLog = new ReleaseLogIdentity("node.example/log", ["unused"], ["ed25519"]),
        InternalLogOrigin = "node.example/internal",
        DocumentKeys = ["unused"],
    };

    private static RosterCoalition Coalition(string code, IEnumerable<string> members) =>
        new(PartnerCode.Of(code), [.. members.Select(member => new Membership(PartnerCode.Of(member), Now.AddYears(-20), null))]);

    private static Agreement Agree(PartnerCode other, int i) => new()
    {
        Id = "MOU",
        Version = 1,
        First = other < Usa ? other : Usa,
        Second = other < Usa ? Usa : other,
        Stage = i % 5 == 4 ? 2 : Stages.Highest,
        CeilingFromFirst = Level.Secret,
        CeilingFromSecond = Level.Secret,
        Purposes = [Purpose.AtrocityPrevention],
        ValidFrom = Now.AddYears(-1),
        ValidUntil = Now.AddYears(1),
        HoldForOfficer = i == 7,
        NoticeMaxAge = TimeSpan.FromHours(24),
    };

    private static string Policy()
    {
        var text = new StringBuilder("policy decisions version 1\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n");
        foreach (string[] rule in Rules.Select(rule => rule.Split('|')))
        {
            string when = rule[3].Length == 0 ? "" : "  when " + rule[3].Replace("; ", "\n       ", StringComparison.Ordinal) + "\n";
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{rule[0]}\n  because \"bench\"\n  field {rule[1]}\n  to {rule[2]}\n{when}  outcome {rule[4]}\n");
        }

        return text.ToString();
    }
}
