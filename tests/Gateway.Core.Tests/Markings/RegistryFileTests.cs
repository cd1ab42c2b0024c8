using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Tests.Markings;

/// <summary>The file with which a deployment enables tokens.</summary>
public sealed class RegistryFileTests
{
    private const string Sound = """
        {
          "format": "gateway-marking-registry/1",
          "tokens": [
            { "policy": "US", "category": "sci", "banner": "SI-G" },
            { "policy": "US", "category": "sci", "banner": "TK" },
            { "policy": "US", "category": "sap", "banner": "SPECIAL ACCESS REQUIRED-BUTTER POPCORN", "portion": "SAR-BP" },
            { "policy": "US", "category": "aea", "banner": "RD" },
            { "policy": "US", "category": "aea", "banner": "FRD" },
            { "policy": "US", "category": "nonic", "banner": "LIMDIS", "portion": "DS" }
          ],
          "nato_activities": [ { "name": "KFOR", "letter": "K" } ]
        }
        """;

    [Theory]
    [InlineData("(TS//SI-G/TK//SAR-BP//RD//FGI GBR//OC/NF//DS)", "TOP SECRET//SI-G/TK//SPECIAL ACCESS REQUIRED-BUTTER POPCORN//RD//FGI GBR//ORCON/NOFORN//LIMDIS")]
    [InlineData("(S//FRD/RD//NF)", "SECRET//FRD/RD//NOFORN")]
    [InlineData("(//NKS//REL TO USA, NATO)", "//NATO KFOR SECRET//REL TO USA, NATO")]
    [InlineData("(//NIR)", "//NATO ISAF RESTRICTED")]
    public void Enabled_tokens_are_read_and_printed_in_both_forms(string portion, string banner)
    {
        MarkingRegistry registry = Read(Sound);
        ParsedMarking read = Parsed(portion, MarkingKind.Portion, registry);
        Assert.Equal(portion, read.Canonical);
        Assert.Equal(banner, MarkingPrinter.Print(read, MarkingKind.Banner, registry));
        Assert.Equal(portion, MarkingPrinter.Print(Parsed(banner, MarkingKind.Banner, registry), MarkingKind.Portion, registry));
    }

    [Theory]
    [InlineData("(S//LIMDIS)", "US-FORM")] // §D.1: portions have the portion spelling
    [InlineData("(S//TK/SI-G)", "US-CONTROL-ORDER")]
    [InlineData("(S//TK/TK)", "US-CONTROL-DUPLICATE")]
    [InlineData("(S//TK//TK)", "US-CATEGORY-DUPLICATE")]
    [InlineData("(S//RD//TK)", "US-CATEGORY-ORDER")] // §A.6: SCI, SAP, AEA, FGI, dissemination, others
    [InlineData("(S//TK/RD)", "US-CATEGORY-ORDER")]
    [InlineData("(S//DS//NF)", "US-CATEGORY-ORDER")]
    [InlineData("(S//TK/HCS)", "US-TOKEN-UNKNOWN")]
    [InlineData("(S//NF/TK)", "US-CATEGORY-ORDER")]
    [InlineData("(S//TK/NF)", "US-CATEGORY-ORDER")]
    [InlineData("(//NXS)", "US-CLASS-UNKNOWN")]
    public void Tokens_keep_to_their_place(string portion, string rule) =>
        Assert.Equal(rule, Marks.Errors(MarkingReader.Read(Marks.Of("US", portion), MarkingKind.Portion, Read(Sound)))[0].Rule);

    [Fact]
    public void The_built_in_registry_is_not_changed()
    {
        Assert.Equal(6, Read(Sound).EnabledTokens.Count);
        Assert.Empty(MarkingRegistry.Default.EnabledTokens);
        Assert.Equal(["ISAF"], MarkingRegistry.Default.Activities.Select(activity => activity.Name));
    }

    [Fact]
    public void Tokens_are_restrictions_in_roll_up_and_lattice()
    {
        MarkingRegistry registry = Read(Sound);
        ParsedMarking[] portions = [Parsed("(S//TK//NF)", MarkingKind.Portion, registry), Parsed("(S//REL TO USA, FRA//DS)", MarkingKind.Portion, registry)];
        var banner = Assert.IsType<MarkingReading.Readable>(RollUp.Banner(portions, "US", registry)).Marking;
        Assert.Equal("SECRET//TK//NOFORN//LIMDIS", banner.Canonical);
        Assert.False(MarkingLattice.Dominates(portions[0], portions[1], registry));
        Assert.Equal("ROLLUP-CONTROL", Marks.Errors(RollUp.Banner([Parsed("(S//TK//REL TO USA, FRA)", MarkingKind.Portion, registry)], "FRA", registry))[0].Rule);
    }

    [Theory]
    [InlineData("""{ "format": "gateway-marking-registry/2" }""", "format", "not-the-format")]
    [InlineData("""{ "tokens": [] }""", "format", "missing")]
    [InlineData("""{ "format": "gateway-marking-registry/1", "token": [] }""", "token", "unknown-member")]
    [InlineData("""["SI"]""", "$", "not-an-object")]
    [InlineData("{", "$", "not-json")]
    public void A_file_of_another_form_is_refused(string json, string path, string rule) =>
        Assert.Contains(Errors(json), error => error.Path == path && error.Rule == rule);

    [Theory]
    [InlineData("""{ "policy": "FRA", "category": "sci", "banner": "SI" }""", "tokens[0].policy", "not-a-policy")]
    [InlineData("""{ "policy": "US", "category": "secret", "banner": "SI" }""", "tokens[0].category", "not-a-category")]
    [InlineData("""{ "policy": "US", "category": "sci" }""", "tokens[0].banner", "missing")]
    [InlineData("""{ "policy": "US", "category": "sci", "banner": "" }""", "tokens[0].banner", "not-text")]
    [InlineData("""{ "policy": "US", "category": "sci", "banner": "si" }""", "tokens[0].banner", "not-a-token")]
    [InlineData("""{ "policy": "US", "category": "sci", "banner": "SI--G" }""", "tokens[0].banner", "not-a-token")]
    [InlineData("""{ "policy": "US", "category": "sci", "banner": "SI/TK" }""", "tokens[0].banner", "not-a-token")]
    [InlineData("""{ "policy": "US", "category": "sci", "banner": " SI" }""", "tokens[0].banner", "not-a-token")]
    [InlineData("""{ "policy": "US", "category": "sap", "banner": "BP" }""", "tokens[0].banner", "not-a-sap-token")]
    [InlineData("""{ "policy": "US", "category": "sap", "banner": "SAR-BP", "portion": "SPECIAL ACCESS REQUIRED-BP" }""", "tokens[0].portion", "not-a-sap-token")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "NOFORN" }""", "tokens[0].banner", "taken")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "NF" }""", "tokens[0].banner", "taken")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "SECRET" }""", "tokens[0].banner", "taken")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "GBR S" }""", "tokens[0].banner", "taken")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "REL TO FRA" }""", "tokens[0].banner", "taken")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "FGI" }""", "tokens[0].banner", "taken")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "NIS" }""", "tokens[0].banner", "taken")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "DS", "colour": "red" }""", "tokens[0].colour", "unknown-member")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "A" }, { "policy": "US", "category": "sci", "banner": "A" }""", "tokens", "duplicate")]
    [InlineData("""{ "policy": "US", "category": "nonic", "banner": "A" }, { "policy": "US", "category": "sci", "banner": "B", "portion": "A" }""", "tokens", "duplicate")]
    public void A_token_that_could_be_misread_is_refused(string tokens, string path, string rule) =>
        Assert.Contains(Errors($$"""{ "format": "gateway-marking-registry/1", "tokens": [{{tokens}}] }"""), error => error.Path == path && error.Rule == rule);

    [Theory]
    [InlineData("""{ "name": "Kfor", "letter": "K" }""", "nato_activities[0].name", "not-an-activity")]
    [InlineData("""{ "name": "TOP", "letter": "K" }""", "nato_activities[0].name", "not-an-activity")]
    [InlineData("""{ "name": "KFOR", "letter": "KK" }""", "nato_activities[0].letter", "not-a-letter")]
    [InlineData("""{ "name": "KFOR", "letter": "I" }""", "nato_activities", "duplicate")] // ISAF has it
    [InlineData("""{ "name": "KFOR", "letter": "K" }, { "name": "KFOR", "letter": "L" }""", "nato_activities", "duplicate")]
    public void An_activity_that_could_be_misread_is_refused(string activities, string path, string rule) => Assert.Contains(
        Errors($$"""{ "format": "gateway-marking-registry/1", "nato_activities": [{{activities}}] }"""), error => error.Path == path && error.Rule == rule);

    [Fact]
    public void All_errors_come_at_once() => Assert.Equal(
        ["not-a-category", "not-a-policy", "not-a-token", "not-the-format"],
        Errors("""{ "format": "x", "tokens": [ { "policy": "FRA", "category": "x", "banner": "x" } ] }""").Select(error => error.Rule).Order(StringComparer.Ordinal));

    private static MarkingRegistry Read(string json)
    {
        Assert.True(RegistryFile.TryRead(Encoding.UTF8.GetBytes(json), MarkingRegistry.Default, out MarkingRegistry? registry, out ImmutableArray<DocumentError> errors), string.Join('\n', errors));
        return registry!;
    }

    private static ImmutableArray<DocumentError> Errors(string json)
    {
        Assert.False(RegistryFile.TryRead(Encoding.UTF8.GetBytes(json), MarkingRegistry.Default, out MarkingRegistry? registry, out ImmutableArray<DocumentError> errors));
        Assert.Null(registry);
        return errors;
    }

    private static ParsedMarking Parsed(string text, MarkingKind kind, MarkingRegistry registry)
    {
        MarkingReading reading = MarkingReader.Read(Marks.Of("US", text), kind, registry);
        return reading is MarkingReading.Readable readable ? readable.Marking : throw new InvalidOperationException($"{text}: {Marks.Errors(reading)[0]}");
    }
}
