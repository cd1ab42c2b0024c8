using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Fuzz.Decisions;

/// <summary>
/// Portions of every kind: marks of all policies, valid and not, and readings that no grammar gives but that a check has to survive.
/// </summary>
internal sealed class RandomPortion(Choices choices, RandomWorld world)
{
    /// <summary>Policy of marks that are stated as a reading and not spelt.</summary>
    public const string Stated = "stated";

    private static readonly ImmutableArray<string> Codes =
        ["USA", "FRA", "GBR", "SWE", "DEU", "AUS", "CAN", "NZL", "NATO", "EU", "FVEY", "ACGU", "SAHEL", "XXX", "AFG", "ALB"];

    // {0}: one code; {1}: codes behind USA; {2}: codes that own.
    private static readonly ImmutableArray<(string Policy, string Text)> Marks =
    [
        ("US", "(U)"), ("US", "(C)"), ("US", "(S)"), ("US", "(TS)"), ("US", "(S//NF)"), ("US", "(U//NF)"), ("US", "(U//FOUO)"), ("US", "(C//RELIDO)"),
        ("US", "(S//REL TO USA, {1})"), ("US", "(C//REL TO USA, {1})"), ("US", "(TS//REL TO USA, {1})"), ("US", "(U//REL TO USA, {1})"),
        ("US", "(S//OC/REL TO USA, {1})"), ("US", "(S//OC/NF)"), ("US", "(S//OC-USGOV/REL TO USA, {1})"), ("US", "(S//REL TO USA, {1}/RELIDO)"),
        ("US", "(S//DISPLAY ONLY {0})"), ("US", "(S//REL TO USA, {1}/DISPLAY ONLY {0})"), ("US", "(S//IMC/REL TO USA, {1})"), ("US", "(C//RS/PR/REL TO USA, {1})"),
        ("US", "(S//FGI {2}//REL TO USA, {1})"), ("US", "(S//FGI//REL TO USA, {1})"), ("US", "(C//FGI {2}//NF)"),
        ("US", "(//JOINT S {2} USA//REL TO USA, {1})"), ("US", "(//JOINT C GBR USA//REL TO USA, GBR)"), ("US", "(//{2} S//REL TO USA, {1})"), ("US", "(//FRA R)"),
        ("US", "(//FGI S//REL TO USA, {1})"), ("US", "(//NS)"), ("US", "(//NS//REL TO USA, {1})"), ("US", "(//NR//REL TO USA, NATO)"), ("US", "(//CTS)"),
        ("US", "(S//SI//REL TO USA, {1})"), ("US", "(U//LES)"), ("US", "(S//HCS//NF)"), ("US", "(S//REL TO {1})"), ("US", "SECRET"), ("US", ""), ("US", "(R)"),
        ("TLP", "TLP:CLEAR"), ("TLP", "TLP:GREEN"), ("TLP", "TLP:AMBER"), ("TLP", "TLP:AMBER+STRICT"), ("TLP", "TLP:RED"), ("TLP", "TLP:BLUE"),
        ("FRA", "SECRET"), ("FRA", "SECRET SPÉCIAL FRANCE"), ("FRA", "DIFFUSION RESTREINTE"), ("SWE", "HEMLIG"), ("DEU", "VS-VERTRAULICH//REL TO DEU, {1}"),
        ("GBR", "SECRET"), ("GBR", "UK SECRET - UK/US EYES ONLY"), ("GBR", "OFFICIAL-SENSITIVE"), ("CAN", "SECRET"), ("CAN", "SECRET//CANADIAN EYES ONLY"),
        ("AUS", "PROTECTED//AUSTEO"), ("AUS", "SECRET//REL AUS, {1}"), ("AUS", "OFFICIAL"), ("NATO", "NATO SECRET"), ("NATO", "COSMIC TOP SECRET"),
        ("NATO", "NATO CONFIDENTIAL Releasable to SWE"),
        ("NATO", "NATO SECRET France, Sweden, Germany ONLY"), ("NATO", "NATO SECRET NATO ONLY"), ("NATO", "NATO UNCLASSIFIED"), ("NATO", "NATO SECRET Releasable to Australia, Sweden"),
        ("EU", "SECRET UE/EU SECRET"), ("EU", "RESTREINT UE/EU RESTRICTED RELEASABLE TO {0}"), ("NOR", "HEMMELIG"), ("??", "SECRET"),
    ];

    private static readonly int UsMarks = Marks.Count(mark => mark.Policy == "US");

    private static readonly MarkingBook Book = new(
        MarkingRegistry.Default.WithToken("SI", OpaqueCategory.Sci).WithToken("LES", OpaqueCategory.NonIc));

    /// <summary>Reads the marks of all portions, and the stated ones.</summary>
    public static IMarkingBook MarkingBook { get; } = new StatingBook();

    public PortionFacts Make()
    {
        (string policy, string text) = choices.Of(Marks.AsSpan());
        if (world.Releaser.Value == "USA" && choices.OneIn(2))
        {
            // Marks of the releaser's own, or its partners would hardly ever get one.
            (policy, text) = choices.Of(Marks.AsSpan()[..UsMarks]);
        }

        ImmutableArray<PartnerCode> parties = [.. world.Codes.Take(12)];
        bool isStated = choices.OneIn(4), isOdd = choices.OneIn(20);
        var facts = new PortionFacts
        {
            Originator = choices.Below(8) switch
            {
                0 => choices.Of(world.Codes.AsSpan()),
                1 => PartnerCode.Of(choices.Of(Codes.AsSpan())),
                2 or 3 or 4 or 5 or 6 when policy is not ("TLP" or "??") => PartnerCode.Of(policy == "US" ? "USA" : policy),
                _ => world.Releaser,
            },
            FieldClass = choices.OneIn(40) ? (FieldClass)choices.Of(0, 99, -1) : choices.OneIn(3) ? FieldClass.Judgement : (FieldClass)(1 + choices.Below(16)),
            Marking = new Marking
            {
                Policy = isStated ? Stated : policy,
                Text = Spell(text),
                ReleasableTo = isStated || isOdd ? choices.Some(Codes, 6)
                    : policy == "US" ? []
                    : [.. InRegister(choices.Some(parties, 8).Select(code => code.Value))],
                OriginatorList = isOdd ? default : choices.Some([.. InRegister(Codes)], 8),
                Community = policy == "TLP" || isStated || isOdd ? choices.Of(RandomWorld.Communities.AsSpan()) : "",
                NotBeforeMs = choices.Below(12) switch
                {
                    0 when !world.IsGenerous => choices.Of(-1, 1, long.MaxValue, long.MinValue, 253_402_300_800_000),
                    1 => world.Instant().ToUnixTimeMilliseconds() + choices.Below(3) - 1,
                    _ => 0,
                },
            },
            Regions = choices.OneIn(20) ? default : choices.Some(RandomWorld.Countries, 3),
            Topics = choices.OneIn(20) ? default : choices.Some(RandomWorld.Subjects, 2),
            SealedAt = choices.OneIn(4) ? world.Instant().AddTicks(choices.Below(3) - 1) : RandomWorld.Noon.AddDays(-1),
            Grants = choices.OneIn(4) ? choices.Some(parties, 6) : choices.OneIn(20) ? default : [],
        };
        return facts with { Consents = Consents(facts) };
    }

    private ImmutableArray<PartnerCode> Consents(PortionFacts facts) => choices.Below(8) switch
    {
        0 => default,
        1 => choices.Some(world.Codes, 3),
        2 when MarkingBook.Read(facts.Marking) is MarkingReading.Readable readable => PortionOwners.All(facts.Originator, readable.Marking),
        _ => [],
    };

    private string Spell(string text)
    {
        ImmutableArray<string> partners = [.. world.Codes.Take(30).Select(code => code.Value)];
        string list = string.Join(", ", InRegister(choices.OneOrMore(choices.OneIn(3) ? Codes : partners, 8).Where(code => code != "USA")));
        string owner = choices.Of("FRA", "GBR", "DEU", "NATO", "DEU GBR", "SWE");
        return text.Replace("{0}", choices.Of("FRA", "SWE", "AFG", "FVEY"), StringComparison.Ordinal)
            .Replace("{1}", list.Length == 0 ? "FRA" : list, StringComparison.Ordinal)
            .Replace("{2}", owner, StringComparison.Ordinal);
    }

    private IEnumerable<string> InRegister(IEnumerable<string> codes) => codes
        .Where(code => choices.OneIn(50) || MarkingRegistry.Default.IsInUsRegister(code))
        .OrderBy(code => !MarkingRegistry.Default.IsNation(code)).ThenBy(code => code, StringComparer.Ordinal);

    /// <summary>Reads a stated mark as what its text gives by chance, everything else by the registry.</summary>
    private sealed class StatingBook : IMarkingBook
    {
        public MarkingReading Read(Marking marking) =>
            marking.Policy == Stated ? new MarkingReading.Readable(Reading(marking)) : Book.Read(marking);

        public Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient) => Book.ReceiveAs(owner, level, recipient);

        public bool StandsForMembers(string code) => Book.StandsForMembers(code);

        private static ParsedMarking Reading(Marking marking)
        {
            var choices = new Choices(System.Text.Encoding.UTF8.GetBytes($"{marking.Text}/{marking.Community}/{string.Join('/', marking.ReleasableTo)}"));
            return new ParsedMarking
            {
                Source = marking with { Policy = choices.Of("US", "NATO", "EU", "GBR") },
                Kind = MarkingKind.Portion,
                Level = choices.OneIn(30) ? (Level)choices.Of(-1, 9) : (Level)choices.Below(5),
                LevelWord = "",
                Owners = choices.OneOrMore(["USA", "FRA", "GBR", "NATO", "EU", "FVEY", "FGI", "?"], choices.OneIn(4) ? 3 : 1),
                Joint = choices.OneIn(6),
                Fgi = choices.OneIn(4) ? new ForeignGovernmentInformation(choices.OneIn(4), choices.Some(Codes, 2)) : null,
                Controls = choices.OneIn(2) ? Controls.None : (Controls)(1 << choices.Below(12)),
                ReleasableTo = choices.OneIn(3) ? null : choices.Some(Codes, 6),
                DisplayOnly = choices.OneIn(5) ? choices.Some(Codes, 3) : null,
                Only = choices.OneIn(8) ? choices.OneOrMore(Codes, 6) : null,
                NationalOnly = choices.OneIn(5) ? choices.Some(Codes, 6) : null,
                Tlp = choices.OneIn(4) ? (Tlp)choices.Below(6) : null,
                OtherControls = choices.OneIn(8) ? ["LES"] : [],
                Canonical = "",
            };
        }
    }
}
