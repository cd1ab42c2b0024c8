using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Tests.Markings;

public sealed class MarkingProperties
{
    // A hundred, the default, once missed a fault that one product in a thousand showed.
    private const int Iterations = 3_000;

    private static readonly string[] Codes = ["AUS", "CAN", "FRA", "DEU", "GBR", "NZL", "NOR", "FVEY", "ACGU", "TEYE", "NATO", "EU"];

    private static readonly Gen<string> UsList =
        Gen.Shuffle(Codes, 1, 5).Select(codes => string.Join(", ", MarkingRegistry.Default.InOrder(codes).Prepend("USA")));

    private static readonly Gen<string> Release = Gen.Frequency(
        (2, Gen.Const("")),
        (1, Gen.Const("NF")),
        (1, Gen.Const("RELIDO")),
        (1, Pick("DISPLAY ONLY AFG", "DISPLAY ONLY AFG, FRA", "DISPLAY ONLY GBR, FVEY", "DISPLAY ONLY NATO")),
        (5, UsList.Select(list => "REL TO " + list)),
        (1, UsList.Select(list => $"REL TO {list}/RELIDO")),
        (1, UsList.Select(list => $"REL TO {list}/DISPLAY ONLY AFG")));

    private static readonly Gen<string> UsText = Gen.Select(
        Pick("U", "C", "S", "TS", "//GBR S", "//GBR R", "//CAN GBR U", "//NS", "//NIS", "//CTS", "//NR", "//FGI S", "//EU C", "//JOINT S CAN USA"),
        Pick("", "", "//FGI", "//FGI GBR", "//FGI DEU NATO", "//FOREIGN GOVERNMENT INFORMATION GBR"),
        Pick("", "", "", "RS/", "FOUO/", "OC/", "OC-USGOV/", "IMC/"),
        Release,
        (level, fgi, control, release) => $"({level}{fgi}//{control}{release})".Replace("/)", ")", StringComparison.Ordinal).Replace("/)", ")", StringComparison.Ordinal));

    private static readonly Gen<ParsedMarking> UsMark = Gen.Select(
            UsText, Gen.Shuffle(Codes, 0, 3), Gen.Long[0, 3], (text, list, embargo) =>
                Marks.Of("US", text) with { OriginatorList = [.. list], NotBeforeMs = embargo })
        .Select(Read).Where(mark => mark is not null).Select(mark => mark!);

    // Head, and what stands behind //FGI.
    private static readonly Gen<(string Nation, string Head, string Tail)> NationalText = Pick(
        "FRA UNCLASSIFIED", "FRA SECRET", "FRA TRÈS SECRET", "FRA DIFFUSION RESTREINTE", "FRA SECRET SPÉCIAL FRANCE", "FRA CONFIDENTIEL DÉFENSE",
        "GBR OFFICIAL", "GBR OFFICIAL-SENSITIVE", "GBR SECRET", "GBR UK TOP SECRET", "GBR CONFIDENTIAL", "GBR RESTRICTED", "GBR UK SECRET - REL EU",
        "GBR OFFICIAL-SENSITIVE - COMMERCIAL", "GBR SECRET - UK EYES ONLY", "GBR TOP SECRET - UK/US EYES ONLY", "GBR UK SECRET - FIVE EYES ONLY",
        "GBR SECRET - PERSONAL DATA - FRA/UK EYES ONLY", "GBR OFFICIAL - FOR PUBLIC RELEASE",
        "DEU UNCLASSIFIED", "DEU VS-NFD", "DEU GEHEIM", "DEU STRENG GEHEIM", "DEU VS-VERTRAULICH",
        "AUS OFFICIAL", "AUS OFFICIAL: Sensitive", "AUS PROTECTED", "AUS SECRET", "AUS SECRET|AUSTEO", "AUS TOP SECRET|AGAO", "AUS SECRET|REL AUS, GBR, USA",
        "AUS PROTECTED|REL AUS, FVEY", "AUS SECRET|REL AUS, FRA",
        "CAN UNCLASSIFIED", "CAN SECRET", "CAN SECRET|CANADIAN EYES ONLY")
        .Select(text => (text[..3], text[4..].Split('|')[0], text.Contains('|', StringComparison.Ordinal) ? "//" + text.Split('|')[1] : ""));

    private static readonly Gen<ParsedMarking> NationalMark = Gen.Select(
            NationalText, Gen.Shuffle(Codes, 0, 5), Pick("", "//FGI NOR", "//FGI"), (text, list, fgi) =>
            {
                bool closed = text.Tail.Length > 0 || text.Head.Contains(" - ", StringComparison.Ordinal) || text.Head.EndsWith("FRANCE", StringComparison.Ordinal);
                return Marks.Of(text.Nation, text.Head + fgi + text.Tail, closed ? [] : [.. list]);
            })
        .Select(Read).Where(mark => mark is not null).Select(mark => mark!);

    private static readonly Gen<ParsedMarking> NatoMark = Gen.Select(
            Pick("NATO UNCLASSIFIED", "NATO RESTRICTED", "NATO CONFIDENTIAL", "NATO SECRET", "NATO/EAPC SECRET", "NATO/KFOR RESTRICTED", "COSMIC TOP SECRET"),
            Pick("", "", "", " ATOMAL", " CRYPTO", " ATOMAL CRYPTO"),
            Pick("", "", " Releasable to Japan", " Releasable to Australia, Japan", " Releasable to Austria, FVEY", " Releasable to EU"),
            Pick("", "", " - STAFF", " - MEDICAL"),
            Pick("", "", "", " Norway ONLY", " France, Norway ONLY", " Japan, NATO ONLY", " FVEY ONLY"),
            (level, sensitivity, list, administrative, only) => Marks.Of("NATO", level + sensitivity + list + administrative + only))
        .Select(Read).Where(mark => mark is not null).Select(mark => mark!);

    private static readonly Gen<ParsedMarking> EuMark = Gen.Select(
            Pick("RESTREINT UE/EU RESTRICTED", "CONFIDENTIEL UE/EU CONFIDENTIAL", "SECRET UE/EU SECRET", "TRES SECRET UE/EU TOP SECRET"),
            Pick("", "", " RELEASABLE TO USA", " RELEASABLE TO CHE, NOR, USA", " RELEASABLE TO FVEY, NATO", " RELEASABLE TO GBR"),
            (level, list) => Marks.Of("EU", level + list))
        .Select(Read).Where(mark => mark is not null).Select(mark => mark!);

    private static readonly Gen<ParsedMarking> TlpMark = Gen.Select(
            Pick("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"), Gen.Shuffle(Codes, 0, 3), Pick("", "", "energy"),
            (text, list, community) => Marks.Of("TLP", text, [.. list]) with { Community = community })
        .Select(Read).Where(mark => mark is not null).Select(mark => mark!);

    private static readonly Gen<ParsedMarking> AnyMark = Gen.Frequency((5, UsMark), (6, NationalMark), (3, NatoMark), (2, EuMark), (2, TlpMark));

    private static readonly Gen<string> Policy = Pick("US", "NATO", "EU", "FRA", "GBR", "DEU", "AUS", "CAN", "TLP");

    // Portions of one nation, mostly: its own banner is where its caveats meet.
    private static readonly Gen<ParsedMarking[]> OneNation = NationalMark.Array[1, 12].Select(marks =>
        marks.Where(mark => mark.Source.Policy == marks[0].Source.Policy).ToArray());

    private static readonly Gen<ParsedMarking[]> Product = Gen.Frequency(
        (3, UsMark.Array[1, 5]), (3, OneNation), (2, NatoMark.Array[1, 4]), (1, EuMark.Array[1, 4]), (1, TlpMark.Array[1, 4]), (4, AnyMark.Array[1, 4]));

    [Fact]
    [Trait("Rule", "§5 properties")]
    public void Join_is_idempotent_commutative_and_associative() =>
        Gen.Select(AnyMark, AnyMark, AnyMark).Sample((first, second, third) =>
        {
            (LatticePoint a, LatticePoint b, LatticePoint c) = (Point(first), Point(second), Point(third));
            Assert.Equal(a, a.Join(a));
            Assert.Equal(a.Join(b), b.Join(a));
            Assert.Equal(a.Join(b).Join(c), a.Join(b.Join(c)));
        }, iter: Iterations);

    [Fact]
    [Trait("Rule", "§5 properties")]
    public void Dominance_is_the_order_of_the_join() =>
        Gen.Select(AnyMark, AnyMark).Sample((first, second) =>
        {
            (LatticePoint a, LatticePoint b) = (Point(first), Point(second));
            Assert.Equal(a.Dominates(b), a.Join(b).Equals(a));
            Assert.True(a.Join(b).Dominates(a));
        }, iter: Iterations);

    [Fact]
    public void Banner_dominates_every_portion() =>
        Gen.Select(Product, Policy).Sample((portions, policy) =>
        {
            if (RollUp.Banner(portions, policy, Marks.Registry) is MarkingReading.Readable banner)
            {
                LatticePoint join = portions.Select(Point).Aggregate((left, right) => left.Join(right));
                Assert.True(Point(banner.Marking).Dominates(join), banner.Marking.Canonical);
            }
        }, iter: Iterations);

    [Fact]
    public void US_portions_always_have_a_banner() =>
        UsMark.Array[1, 5].Sample(portions =>
            Assert.Empty(Marks.Errors(RollUp.Banner(portions, "US", Marks.Registry))), iter: Iterations);

    [Fact]
    public void A_products_own_policy_has_a_banner_for_its_portions() =>
        Gen.OneOf(OneNation, EuMark.Array[1, 4], TlpMark.Where(mark => mark.Source.Community.Length == 0).Array[1, 4]).Sample(portions =>
            Assert.Empty(Marks.Errors(RollUp.Banner(portions, portions[0].Source.Policy, Marks.Registry))), iter: Iterations);

    [Fact]
    public void NATO_portions_have_a_banner_unless_no_audience_is_common() =>
        NatoMark.Array[1, 4].Sample(portions => Assert.All(
            Marks.Errors(RollUp.Banner(portions, "NATO", Marks.Registry)), error => Assert.Equal("ROLLUP-ONLY", error.Rule)), iter: Iterations);

    [Fact]
    public void Our_own_checks_never_find_a_fault_in_a_roll_up() =>
        Gen.Select(Product, Policy).Sample((portions, policy) =>
            Assert.All(Marks.Errors(RollUp.Banner(portions, policy, Marks.Registry)), error =>
                Assert.True(error.Rule.StartsWith("ROLLUP-", StringComparison.Ordinal) && error.Rule != "ROLLUP-DOMINATE", $"{policy}: {string.Join(" + ", portions.Select(Show))} {error}")), iter: Iterations);

    [Fact]
    [Trait("Rule", "§5 properties")]
    public void Adding_a_portion_never_adds_a_recipient_or_a_viewer() =>
        Gen.Select(Product, AnyMark, Policy).Sample((portions, more, policy) =>
        {
            if (RollUp.Banner(portions, policy, Marks.Registry) is MarkingReading.Readable few
                && RollUp.Banner([.. portions, more], policy, Marks.Registry) is MarkingReading.Readable many)
            {
                Assert.True(Point(many.Marking).Releasable.IsSubsetOf(Point(few.Marking).Releasable));
                Assert.True(Point(many.Marking).Viewers.IsSubsetOf(Point(few.Marking).Viewers));
            }
        }, iter: Iterations);

    [Fact]
    public void Order_of_portions_does_not_matter() =>
        Gen.Select(Product, Policy).Sample((portions, policy) =>
            Assert.Equal(Text(RollUp.Banner(portions, policy, Marks.Registry)), Text(RollUp.Banner([.. portions.Reverse()], policy, Marks.Registry))), iter: Iterations);

    [Fact]
    public void Canonical_form_is_a_fixed_point() =>
        AnyMark.Sample(mark =>
        {
            ParsedMarking again = Marks.Parsed(mark.Source with { Text = mark.Canonical }, mark.Kind);
            Assert.Equal(mark.Canonical, again.Canonical);
            Assert.Equal(Point(mark), Point(again));
        }, iter: Iterations);

    [Fact]
    public void Reading_what_is_printed_gives_the_same_again() =>
        AnyMark.Sample(mark =>
        {
            Assert.Equal(mark.Canonical, MarkingPrinter.Print(mark, MarkingKind.Portion, Marks.Registry));
            ParsedMarking banner = Marks.Parsed(mark.Source with { Text = MarkingPrinter.Print(mark, MarkingKind.Banner, Marks.Registry) }, MarkingKind.Banner);
            Assert.Equal(banner.Canonical, MarkingPrinter.Print(banner, MarkingKind.Banner, Marks.Registry));
        }, iter: Iterations);

    [Fact]
    public void Portion_printed_as_a_banner_can_be_read() =>
        AnyMark.Sample(mark =>
        {
            string banner = MarkingPrinter.Print(mark, MarkingKind.Banner, Marks.Registry);
            ParsedMarking again = Marks.Parsed(mark.Source with { Text = banner }, MarkingKind.Banner);
            Assert.Equal(banner, again.Canonical);
        }, iter: Iterations);

    [Fact]
    public void Expanding_coalitions_keeps_the_recipients() =>
        Gen.OneOf(UsMark, NationalMark, NatoMark, EuMark).Sample(mark =>
        {
            if (RollUp.ExpandCoalitions(mark, Marks.Registry) is MarkingReading.Readable expanded)
            {
                Assert.Equal(Point(mark).Releasable, Point(expanded.Marking).Releasable);
            }
        }, iter: Iterations);

    [Fact]
    public void Arbitrary_text_never_throws_and_is_valid_only_if_its_canonical_form_is()
    {
        Gen<string> soup = Pick(
            "(", ")", "//", "/", " ", ", ", "S", "TS", "U", "R", "SECRET", "TRÈS SECRET", "SPÉCIAL FRANCE", "JOINT", "FGI", "REL TO", "USA", "FRA", "GBR",
            "FVEY", "NATO", "NS", "CTS", "NF", "OC", "RELIDO", "FOUO", "DISPLAY ONLY", "TLP:", "RED", "NATO", "NATO/", "EAPC", "COSMIC", "ATOMAL", "Releasable to ", " - ", "STAFF", "Norway", " ONLY",
            "UK", "US", "EYES ONLY", "OFFICIAL", "-SENSITIVE", "COMMERCIAL", "AUSTEO", "REL ", "AUS", " UE/EU ", " RELEASABLE TO ", "\u0301", "\uD800", "é", "\0").Array[0, 12]
            .Select(parts => string.Concat(parts));
        Gen.Select(Gen.OneOf(soup, Gen.String), Gen.OneOf(Policy, Gen.String), Gen.Bool).Sample((text, policy, portion) =>
        {
            MarkingKind kind = portion ? MarkingKind.Portion : MarkingKind.Banner;
            Marking marking = Marks.Of(policy, text);
            if (MarkingReader.Read(marking, kind, Marks.Registry) is MarkingReading.Readable readable)
            {
                Assert.Equal(readable.Marking.Canonical, Marks.Parsed(marking with { Text = readable.Marking.Canonical }, kind).Canonical);
            }
        }, iter: Iterations);
    }

    private static Gen<string> Pick(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Show(ParsedMarking mark) =>
        $"{mark.Source.Policy} {mark.Canonical} to [{string.Join(' ', mark.Source.ReleasableTo)}] orcon [{string.Join(' ', mark.Source.OriginatorList)}]";

    private static LatticePoint Point(ParsedMarking mark) => MarkingLattice.Of(mark, Marks.Registry);

    private static string Text(MarkingReading reading) =>
        reading is MarkingReading.Readable readable
            ? readable.Marking.Canonical + readable.Marking.Source.OriginatorList.Length
            : string.Join(',', Marks.Errors(reading).Select(error => error.Rule).Order());

    private static ParsedMarking? Read(Marking marking) =>
        MarkingReader.Read(marking, MarkingKind.Portion, Marks.Registry) is MarkingReading.Readable readable ? readable.Marking : null;
}
