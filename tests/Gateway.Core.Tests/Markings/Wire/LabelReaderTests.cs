using System.Text;
using Gateway.Core.Markings.Wire;

namespace Gateway.Core.Tests.Markings.Wire;

/// <summary>Every constraint of ADatP-4774 that markings are exchanged under, each broken once in a label that is otherwise sound.</summary>
public sealed class LabelReaderTests
{
    private const string Start = """<l:originatorConfidentialityLabel xmlns:l="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0" ReviewDateTime="2031-11-02T09:30:00Z">""";

    private const string Policy = """<l:PolicyIdentifier URI="urn:oid:1.3.26.1.3.1">NATO</l:PolicyIdentifier>""";

    private const string Context = """<l:Category Type="PERMISSIVE" TagName="Context"><l:GenericValue>NATO</l:GenericValue><l:GenericValue>Releasable</l:GenericValue></l:Category>""";

    private const string List = """<l:Category Type="PERMISSIVE" TagName="Releasable To"><l:GenericValue>SWE</l:GenericValue></l:Category>""";

    private const string Information =
        "<l:ConfidentialityInformation>" + Policy + "<l:Classification>SECRET</l:Classification>" + Context + List + "</l:ConfidentialityInformation>";

    private const string Originator = """<l:OriginatorID IDType="rfc822Name">desk@example.org</l:OriginatorID>""";
    private const string Created = "<l:CreationDateTime>2026-11-02T09:30:00Z</l:CreationDateTime>";
    private const string Sound = Start + Information + Originator + Created + "</l:originatorConfidentialityLabel>";
    private const string InformationPath = "/originatorConfidentialityLabel/ConfidentialityInformation";

    private const string Successor =
        "<l:SuccessionHandling><l:SuccessionDateTime>2030-01-01T00:00:00Z</l:SuccessionDateTime><l:SuccessorConfidentialityLabel>"
        + "<l:ConfidentialityInformation>" + Policy + "<l:Classification>RESTRICTED</l:Classification>" + Context + "</l:ConfidentialityInformation>"
        + Created + "</l:SuccessorConfidentialityLabel></l:SuccessionHandling>";

    [Fact]
    public void Sound_label_is_read_whole()
    {
        ConfidentialityLabel label = Read(Sound).Value();
        Assert.Equal(LabelRole.Originator, label.Role);
        Assert.Equal(("NATO", "SECRET"), (label.Policy, label.Classification));
        Assert.Equal(new LabelOriginator("rfc822Name", "desk@example.org"), label.Originator);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 9, 30, 0, TimeSpan.Zero), label.CreatedAt);
        Assert.Equal(new DateTimeOffset(2031, 11, 2, 9, 30, 0, TimeSpan.Zero), label.ReviewAt);
        Assert.Equal(["Context", "Releasable To"], label.Categories.Select(category => category.TagName));
    }

    [Theory]
    [InlineData("alternativeConfidentialityLabel", LabelRole.Alternative)]
    [InlineData("metadataConfidentialityLabel", LabelRole.Metadata)]
    public void All_three_roots_are_read(string root, LabelRole role) =>
        Assert.Equal(role, Read(Sound.Replace("originatorConfidentialityLabel", root, StringComparison.Ordinal)).Value().Role);

    [Fact]
    public void Namespace_is_demanded() => Breaks("4774-ROOT", "/originatorConfidentialityLabel", "label:1:0", "label:1:1");

    [Fact]
    public void Root_is_one_of_three() => Breaks("4774-ROOT", "/ConfidentialityLabel", "originatorConfidentialityLabel", "ConfidentialityLabel");

    [Fact]
    public void Confidentiality_information_is_demanded() =>
        Breaks("4774-REQUIRED", InformationPath, Information, "");

    [Fact]
    public void Policy_identifier_is_demanded() => Breaks("4774-REQUIRED", InformationPath + "/PolicyIdentifier", Policy, "");

    [Fact]
    public void Classification_is_demanded() =>
        Breaks("4774-REQUIRED", InformationPath + "/Classification", "<l:Classification>SECRET</l:Classification>", "");

    [Fact]
    public void Creation_time_is_demanded() => Breaks("4774-REQUIRED", "/originatorConfidentialityLabel/CreationDateTime", Created, "");

    [Fact]
    public void Review_time_is_demanded_without_a_succession() =>
        Breaks("4774-REVIEW", "/originatorConfidentialityLabel/@ReviewDateTime", """ ReviewDateTime="2031-11-02T09:30:00Z" """.TrimEnd(), "");

    [Fact]
    public void Succession_takes_the_place_of_the_review_time()
    {
        ConfidentialityLabel label = Read(Sound.Replace(""" ReviewDateTime="2031-11-02T09:30:00Z" """.TrimEnd(), "", StringComparison.Ordinal)
            .Replace(Created + "</l:orig", Created + Successor + "</l:orig", StringComparison.Ordinal)).Value();
        Assert.Null(label.ReviewAt);
        Assert.Equal("RESTRICTED", label.Succession!.Label.Classification);
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), label.Succession.At);
    }

    [Fact]
    public void Successor_is_held_to_the_same_rules() =>
        Assert.Contains("4774-CLASSIFICATION", Read(Sound.Replace(Created + "</l:orig", Created + Successor + "</l:orig", StringComparison.Ordinal)
            .Replace("RESTRICTED", "LIMITED", StringComparison.Ordinal)).Rules());

    [Fact]
    public void Successor_has_no_successor() =>
        Assert.Contains("4774-DUPLICATE", Read(Sound.Replace(Created + "</l:orig", Created
            + Successor.Replace(Created + "</l:Succ", Created + Successor + "</l:Succ", StringComparison.Ordinal) + "</l:orig", StringComparison.Ordinal)).Rules());

    [Theory]
    [InlineData("2026-11-02T09:30:00")]
    [InlineData("2026-11-02")]
    [InlineData("2026-13-02T09:30:00Z")]
    [InlineData("yesterday")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void Creation_time_is_a_date_and_time_with_zone(string time) =>
        Breaks("4774-TIME", "/originatorConfidentialityLabel/CreationDateTime", "2026-11-02T09:30:00Z<", time + "<");

    [Fact]
    public void Review_time_is_a_date_and_time_with_zone() =>
        Breaks("4774-TIME", "/originatorConfidentialityLabel/@ReviewDateTime", "2031-11-02T09:30:00Z", "2031-11-02T09:30:00");

    [Fact]
    public void Policy_URI_is_demanded() =>
        Breaks("4774-REQUIRED", InformationPath + "/PolicyIdentifier/@URI", """ URI="urn:oid:1.3.26.1.3.1" """.TrimEnd(), "");

    [Theory]
    [InlineData("http://nato.int/policy")]
    [InlineData("1.3.26.1.3.1")]
    [InlineData("urn:oid:1.3.26.1.3.01")]
    [InlineData("urn:oid:1")]
    [InlineData("urn:oid:1..3")]
    public void Policy_URI_is_an_object_identifier(string uri) =>
        Breaks("4774-POLICY-URI", InformationPath + "/PolicyIdentifier/@URI", "urn:oid:1.3.26.1.3.1", uri);

    [Fact]
    public void Policy_name_and_identifier_belong_together() =>
        Breaks("4774-POLICY-MISMATCH", InformationPath + "/PolicyIdentifier/@URI", "urn:oid:1.3.26.1.3.1", "urn:oid:1.3.26.1.3.2");

    [Fact]
    public void Policy_is_known() => Assert.Contains("4774-POLICY", Read(Sound
        .Replace(">NATO</l:Pol", ">AMOCO</l:Pol", StringComparison.Ordinal)
        .Replace("urn:oid:1.3.26.1.3.1", LabelVocabulary.UriOf("AMOCO"), StringComparison.Ordinal)).Rules());

    [Fact]
    public void Classification_has_no_URI() =>
        Breaks("4774-CLASSIFICATION-URI", InformationPath + "/Classification/@URI", "<l:Classification>", """<l:Classification URI="urn:oid:1.2">""");

    [Theory]
    [InlineData("NATO SECRET")]
    [InlineData("HEMLIG")]
    public void Classification_is_a_word_of_NATO(string word) =>
        Breaks("4774-CLASSIFICATION", InformationPath + "/Classification", ">SECRET<", $">{word}<");

    [Fact]
    public void NATO_words_are_read_without_regard_to_case()
    {
        ConfidentialityLabel label = Read(Sound.Replace(">SECRET<", ">Secret<", StringComparison.Ordinal)
            .Replace("\"Releasable To\"", "\"RELEASABLE TO\"", StringComparison.Ordinal)).Value();
        Assert.Equal("SECRET", label.Classification);
        Assert.Equal("Releasable To", label.Categories[1].TagName);
        ConfidentialityLabel values = Read(Sound.Replace(">SWE<", ">swe<", StringComparison.Ordinal).Replace(">Releasable<", ">RELEASABLE<", StringComparison.Ordinal)
            .Replace("<l:GenericValue>NATO<", "<l:GenericValue>nato<", StringComparison.Ordinal)).Value();
        Assert.Equal(["NATO", "Releasable", "SWE"], values.Categories.SelectMany(category => category.Values));
    }

    [Fact]
    public void Category_type_is_demanded() => Breaks("4774-REQUIRED", InformationPath + "/Category[1]/@Type", """ Type="PERMISSIVE" TagName="Context" """.TrimEnd(), """ TagName="Context" """.TrimEnd());

    [Fact]
    public void Category_type_is_one_of_three_in_upper_case() =>
        Breaks("4774-CATEGORY-TYPE", InformationPath + "/Category[1]/@Type", """Type="PERMISSIVE" TagName="Context" """.TrimEnd(), """Type="permissive" TagName="Context" """.TrimEnd());

    [Fact]
    public void Category_tag_is_demanded() => Breaks("4774-REQUIRED", InformationPath + "/Category[2]/@TagName", """ TagName="Releasable To" """.TrimEnd(), "");

    [Fact]
    public void Category_tag_is_known_to_the_policy() =>
        Breaks("4774-TAG", InformationPath + "/Category[2]/@TagName", "\"Releasable To\"", "\"Eyes Only\"");

    [Fact]
    public void Category_URI_is_an_object_identifier() =>
        Breaks("4774-CATEGORY-URI", InformationPath + "/Category[1]/@URI", "TagName=\"Context\"", "TagName=\"Context\" URI=\"context\"");

    [Theory]
    [InlineData("Context", "RESTRICTIVE")]
    [InlineData("Releasable To", "RESTRICTIVE")]
    [InlineData("Releasable To", "INFORMATIVE")]
    [InlineData("Only", "INFORMATIVE")]
    [InlineData("Additional Sensitivity", "PERMISSIVE")]
    [InlineData("Administrative", "RESTRICTIVE")]
    public void NATO_tag_has_its_type(string tag, string type) =>
        Assert.Contains("4774-TAG-TYPE", Read(WithCategory($"""<l:Category Type="{type}" TagName="{tag}"><l:GenericValue>X</l:GenericValue></l:Category>""")).Rules());

    [Theory]
    [InlineData("Only", "PERMISSIVE")]
    [InlineData("Additional Sensitivity", "RESTRICTIVE")]
    [InlineData("Administrative", "INFORMATIVE")]
    public void NATO_tag_with_its_type_is_read(string tag, string type) =>
        Assert.Equal(tag, Read(WithCategory($"""<l:Category Type="{type}" TagName="{tag}"><l:GenericValue>X</l:GenericValue></l:Category>""")).Value().Categories[2].TagName);

    [Fact]
    public void Category_stands_once() => Assert.Contains("4774-TAG-DUPLICATE", Read(WithCategory(List)).Rules());

    [Fact]
    public void NATO_label_has_a_context() => Breaks("4774-NATO-CONTEXT", InformationPath, Context, "");

    [Fact]
    public void NATO_release_list_needs_the_context_value_Releasable() =>
        Breaks("4774-NATO-RELEASABLE", InformationPath, "<l:GenericValue>Releasable</l:GenericValue>", "");

    [Fact]
    public void Category_has_a_value() =>
        Breaks("4774-REQUIRED", InformationPath + "/Category[2]/GenericValue", "<l:GenericValue>SWE</l:GenericValue>", "");

    [Theory]
    [InlineData("IntegerValue")]
    [InlineData("BitStringValue")]
    public void Values_are_generic(string element) =>
        Breaks("4774-VALUE-TYPE", $"{InformationPath}/Category[2]/{element}", "SWE</l:GenericValue>", $"SWE</l:GenericValue><l:{element}>1</l:{element}>");

    [Fact]
    public void Value_stands_once() =>
        Breaks("4774-VALUE-DUPLICATE", InformationPath + "/Category[2]/GenericValue[2]", "SWE</l:GenericValue>", "SWE</l:GenericValue><l:GenericValue>SWE</l:GenericValue>");

    [Theory]
    [InlineData("")]
    [InlineData(" SWE")]
    [InlineData("<l:b/>")]
    public void Value_is_plain_text(string value) => Breaks("4774-TEXT", InformationPath + "/Category[2]/GenericValue", ">SWE<", $">{value}<");

    [Fact]
    public void Originator_has_a_known_type() => Breaks("4774-ID-TYPE", "/originatorConfidentialityLabel/OriginatorID/@IDType", "rfc822Name", "email");

    [Fact]
    public void Originator_has_a_type() => Breaks("4774-REQUIRED", "/originatorConfidentialityLabel/OriginatorID/@IDType", """ IDType="rfc822Name" """.TrimEnd(), "");

    [Fact]
    public void Stray_element_is_refused() =>
        Breaks("4774-ELEMENT", InformationPath + "/Secret", Context, """<x:Secret xmlns:x="urn:x"/>""" + Context);

    [Fact]
    public void Stray_attribute_is_refused() => Breaks("4774-ATTRIBUTE", InformationPath + "/@level", "<l:ConfidentialityInformation>", "<l:ConfidentialityInformation level=\"1\">");

    [Fact]
    public void Second_classification_is_refused() =>
        Breaks("4774-DUPLICATE", InformationPath + "/Classification[2]", "<l:Classification>SECRET</l:Classification>", "<l:Classification>SECRET</l:Classification><l:Classification>UNCLASSIFIED</l:Classification>");

    [Fact]
    public void Elements_stand_in_order() => Breaks("4774-ORDER", "/originatorConfidentialityLabel/OriginatorID", Originator + Created, Created + Originator);

    [Fact]
    public void Text_between_elements_is_refused() => Breaks("4774-TEXT", InformationPath, Context, "NOFORN" + Context);

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        string broken = Sound.Replace(Created, "", StringComparison.Ordinal)
            .Replace("urn:oid:1.3.26.1.3.1", "nato", StringComparison.Ordinal)
            .Replace(">SECRET<", ">HIGH<", StringComparison.Ordinal)
            .Replace("rfc822Name", "email", StringComparison.Ordinal)
            .Replace("Type=\"PERMISSIVE\" TagName=\"Releasable To\"", "Type=\"RESTRICTIVE\" TagName=\"Releasable To\"", StringComparison.Ordinal);
        Assert.Equal(
            ["4774-REQUIRED", "4774-POLICY-URI", "4774-CLASSIFICATION", "4774-TAG-TYPE", "4774-ID-TYPE"],
            Read(broken).Rules());
    }

    [Fact]
    public void Every_character_deleted_or_doubled_is_read_or_refused_and_never_throws()
    {
        for (int i = 0; i < Sound.Length; i++)
        {
            _ = Read(Sound.Remove(i, 1));
            _ = Read(Sound.Insert(i, Sound[i].ToString()));
        }
    }

    private static string WithCategory(string category) => Sound.Replace(List, List + category, StringComparison.Ordinal);

    private static void Breaks(string rule, string place, string part, string changed)
    {
        Assert.Contains(part, Sound, StringComparison.Ordinal);
        WireError[] errors = Read(Sound.Replace(part, changed, StringComparison.Ordinal)).Errors();
        Assert.Contains(errors, error => error.Rule == rule && error.Place == place);
    }

    private static WireOutcome<ConfidentialityLabel> Read(string xml) => LabelXml.Read(Encoding.UTF8.GetBytes(xml), Marks.Registry);
}
