using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy;

/// <summary>A small world that tests bend: four nations, two coalitions, agreements, one policy that gives everything to everybody.</summary>
internal sealed record World
{
    public static readonly PartnerCode Usa = PartnerCode.Of("USA");
    public static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    public static readonly PartnerCode Swe = PartnerCode.Of("SWE");
    public static readonly PartnerCode Gbr = PartnerCode.Of("GBR");
    public static readonly PartnerCode Nato = PartnerCode.Of("NATO");
    public static readonly DateTimeOffset Noon = new(2026, 10, 2, 12, 0, 0, TimeSpan.Zero);

    public const string GiveAll = "policy open version 1\nschema marking/1\neffective 2026-01-01 review-by 2027-01-01\n\n"
        + "give T-all\n  because \"test\"\n  field any\n  to all partners\n  outcome release\n";

    public RosterTerms Terms { get; init; } = new(1, "", Noon.AddYears(2), 2);

    public ImmutableArray<Partner> Partners { get; init; } =
        [Nation("FRA", "SECRET"), Nation("GBR", "TOP SECRET"), Nation("SWE", "SECRET"), Nation("USA", "TOP SECRET")];

    public ImmutableArray<RosterCoalition> Coalitions { get; init; } =
    [
        new(PartnerCode.Of("FVEY"), [Since("GBR", 1946), Since("USA", 1946)]),
        new(PartnerCode.Of("NATO"), [Since("FRA", 1949), Since("GBR", 1949), Since("USA", 1949), Since("SWE", 2024)]),
    ];

    public ImmutableArray<Agreement> Agreements { get; init; } =
    [
        Agree(Usa, Fra, 4, Level.TopSecret), Agree(Usa, Swe, 4, Level.TopSecret), Agree(Usa, Gbr, 4, Level.TopSecret),
        Agree(Fra, Swe, 4, Level.TopSecret), Agree(Fra, Gbr, 4, Level.TopSecret), Agree(Swe, Gbr, 4, Level.TopSecret),
    ];

    public ImmutableArray<string> Texts { get; init; } = [GiveAll];

    public TestBook Book { get; init; } = new();

    public PartnerCode Releaser { get; init; } = Usa;

    public DateTimeOffset Now { get; init; } = Noon;

    public Roster Roster => new(Terms, Partners, Coalitions);

    public PolicySurroundings Surroundings => new(Roster, new Agreements(Agreements), Book, Releaser);

    public DecisionContext Context => new()
    {
        Roster = Roster,
        Agreements = new Agreements(Agreements),
        Policy = Policy,
        Markings = Book,
        Releaser = Releaser,
        Now = Now,
    };

    public PolicySet Policy
    {
        get
        {
            var errors = new List<PolicyError>();
            ImmutableArray<PolicyFile> files = PolicyLoader.Read(Texts.Select((t, i) => new PolicySource($"{i}.relpol", t)), Roster, errors);
            Assert.Empty(errors);
            return new PolicySet(files);
        }
    }

    public static Partner Nation(string code, string clearance, PartnerKind kind = PartnerKind.Nation) => new()
    {
        Code = PartnerCode.Of(code),
        Name = code,
        Kind = kind,
        Clearance = new Clearance(
            LevelNames.TryParse(clearance, out Level level) ? level : throw new ArgumentException("level"), ImmutableSortedDictionary<PartnerCode, Level>.Empty),
        Address = new Uri("https://node.example"),
        TlsPins = ["sha256:" + new string('a', 64)],
        ReleaseLog = new ReleaseLogIdentity($"{code}.node.example/log", [$"{code}.node.example/log+00000000+AQ=="], ["ed25519"]),
        InternalLogOrigin = $"{code}.node.example/internal",
        DocumentKeys = ["node.example/documents+00000000+AQ=="],
    };

    public static Membership Since(string code, int year, int? until = null) => new(
        PartnerCode.Of(code), new DateTimeOffset(year, 3, 7, 0, 0, 0, TimeSpan.Zero), until is { } y ? new DateTimeOffset(y, 3, 7, 0, 0, 0, TimeSpan.Zero) : null);

    public static Agreement Agree(PartnerCode one, PartnerCode other, int stage, Level ceiling) => new()
    {
        Id = "MOU",
        Version = 1,
        First = one < other ? one : other,
        Second = one < other ? other : one,
        Stage = stage,
        CeilingFromFirst = ceiling,
        CeilingFromSecond = ceiling,
        Purposes = [Purpose.AtrocityPrevention],
        ValidFrom = Noon.AddYears(-1),
        ValidUntil = Noon.AddYears(1),
        NoticeMaxAge = TimeSpan.FromHours(24),
    };

    public World With(PartnerCode code, Func<Partner, Partner> change) => this with { Partners = [.. Partners.Select(p => p.Code == code ? change(p) : p)] };

    public World With(PartnerCode one, PartnerCode other, Func<Agreement, Agreement> change) =>
        this with { Agreements = [.. Agreements.Select(a => a.Binds(one, other) ? change(a) : a)] };

    public World Without(PartnerCode one, PartnerCode other) => this with { Agreements = [.. Agreements.Where(a => !a.Binds(one, other))] };

    public static PortionFacts Portion(string mark, FieldClass fieldClass = FieldClass.Judgement) => new()
    {
        Originator = Usa,
        FieldClass = fieldClass,
        Marking = new Marking { Policy = "US", Text = mark },
        SealedAt = Noon.AddDays(-1),
        Regions = ["MLI"],
    };

    public Decision Decide(PortionFacts facts, PartnerCode to) => Interpreter.Decide(facts, to, Context);

    public Decision Decide(string mark, PartnerCode to) => Decide(Portion(mark), to);

    public MandatoryResult Mandatory(PortionFacts facts, PartnerCode to) => MandatoryChecks.ForRelease(facts, to, Context);
}
