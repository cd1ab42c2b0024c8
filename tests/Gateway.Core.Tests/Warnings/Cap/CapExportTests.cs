using System.Text;
using System.Xml.Linq;
using CsCheck;
using Gateway.Core.Sealing;
using Gateway.Core.Warnings.Cap;

namespace Gateway.Core.Tests.Warnings.Cap;

/// <summary>Warnings as CAP 1.2: valid whatever is written in them, and true to what CAP's words mean.</summary>
public sealed class CapExportTests
{
    private static readonly XNamespace Cap = CapXml.Namespace;

    [Fact]
    public void A_warning_is_written_as_worked_by_hand()
    {
        const string Expected = """
            <?xml version="1.0" encoding="utf-8"?>
            <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
              <identifier>dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986</identifier>
              <sender>FRA@gateway</sender>
              <sent>2026-11-30T21:15:42-00:00</sent>
              <status>Actual</status>
              <msgType>Update</msgType>
              <scope>Private</scope>
              <addresses>USA SWE</addresses>
              <code>marking:FRA:CONFIDENTIEL//REL TO USA, SWE</code>
              <references>FRA@gateway,4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a,2026-11-27T21:15:42-00:00</references>
              <incidents>0000000000000000000000000000000000000000000000000000000000000000</incidents>
              <info>
                <category>Security</category>
                <event>Early warning of mass atrocities</event>
                <responseType>Prepare</responseType>
                <responseType>Assess</responseType>
                <urgency>Expected</urgency>
                <severity>Extreme</severity>
                <certainty>Possible</certainty>
                <eventCode>
                  <valueName>event-definition</valueName>
                  <value>ewp-mass-killing</value>
                </eventCode>
                <effective>2026-11-30T21:15:42-00:00</effective>
                <onset>2026-12-02T21:15:42-00:00</onset>
                <expires>2026-12-30T21:15:42-00:00</expires>
                <senderName>FRA</senderName>
                <headline>Armed groups gather around Ménaka</headline>
                <description>Attacks on villages of one group may begin within days.

            Groups in danger: Daoussahak.</description>
                <instruction>Check that missions in the region can be reached.</instruction>
                <parameter>
                  <valueName>marking-policy</valueName>
                  <value>FRA</value>
                </parameter>
                <parameter>
                  <valueName>marking</valueName>
                  <value>CONFIDENTIEL//REL TO USA, SWE</value>
                </parameter>
                <parameter>
                  <valueName>likelihood-scale</valueName>
                  <value>icd203</value>
                </parameter>
                <parameter>
                  <valueName>likelihood-term</valueName>
                  <value>unlikely</value>
                </parameter>
                <parameter>
                  <valueName>probability-low</valueName>
                  <value>0.2</value>
                </parameter>
                <parameter>
                  <valueName>probability-best</valueName>
                  <value>0.3</value>
                </parameter>
                <parameter>
                  <valueName>probability-high</valueName>
                  <value>0.45</value>
                </parameter>
                <parameter>
                  <valueName>confidence</valueName>
                  <value>moderate</value>
                </parameter>
                <parameter>
                  <valueName>acknowledge-by</valueName>
                  <value>2026-12-01T03:15:42-00:00</value>
                </parameter>
                <area>
                  <areaDesc>Ménaka, Mali</areaDesc>
                  <polygon>15.5,2.2 15.5,2.9 16.2,2.9 15.5,2.2</polygon>
                  <geocode>
                    <valueName>ISO3166-1-alpha-3</valueName>
                    <value>MLI</value>
                  </geocode>
                  <geocode>
                    <valueName>OCHA-P-code</valueName>
                    <value>ML09</value>
                  </geocode>
                </area>
              </info>
            </alert>
            """;
        byte[] document = CapXml.Write(CapWarnings.Alert(CapWarnings.Mali));
        Assert.Equal(Expected.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(document));
        CapSchema.Valid(document);
    }

    [Fact]
    public void Whatever_is_written_in_a_warning_the_message_is_valid_and_keeps_the_rules()
    {
        // Asked before the first sample: skipped inside one it would count as its failure.
        CapSchema.Require();
        CapWarnings.Any.Sample(source =>
        {
            if (CapExport.Export(source) is not CapOutcome.Written { Alert: var alert })
            {
                Assert.Equal((CapMessageType.Cancel, 0), (source.Kind, source.Earlier.Length));
                return;
            }

            XElement root = CapSchema.Valid(CapXml.Write(alert));
            Assert.DoesNotMatch("[ ,<&]", (string)root.Element(Cap + "identifier")! + (string)root.Element(Cap + "sender")!);
            Assert.Matches(@"\d\d-00:00$", (string)root.Element(Cap + "sent")!);
            Assert.Equal(source.Mode.ToString(), (string)root.Element(Cap + "status")!);
            string scope = (string)root.Element(Cap + "scope")!;
            Assert.True(scope == (source.Recipients.IsEmpty ? "Restricted" : "Private"), scope);
            Assert.NotEmpty((string?)root.Element(Cap + (scope == "Private" ? "addresses" : "restriction")) ?? "");
            Assert.Contains($"marking:{source.Banner.Policy}:{source.Banner.Text}", root.Elements(Cap + "code").Select(code => (string)code));
            Assert.Equal(alert.MessageType != CapMessageType.Alert, root.Element(Cap + "references") is not null);
            Assert.Equal(CapXml.Write(alert), CapXml.Write(CapWarnings.Alert(source)));
        });
    }

    [Fact]
    public void Text_that_XML_can_carry_arrives_as_it_was() => Gen.String[Gen.Char[' ', '\uD7FF'], 0, 200].Where(text => text.Trim().Length > 0).Sample(text =>
    {
        XElement root = XElement.Parse(Encoding.UTF8.GetString(CapXml.Write(CapWarnings.Alert(CapWarnings.Mali with { Statement = text, Details = [] }))));
        string expected = string.Concat(text.ReplaceLineEndings("\n").Select(letter => char.IsControl(letter) && letter is not '\n' ? '\uFFFD' : letter));
        Assert.Equal(expected, (string)root.Element(Cap + "info")!.Element(Cap + "description")!);
    });

    /// <summary>CAP's "Likely" is more than one half and its "Unlikely" nearly zero, whatever the words mean elsewhere.</summary>
    [Theory]
    [InlineData(CapCertainty.Likely, null, null, null, CapCertainty.Likely)]
    [InlineData(CapCertainty.Likely, 0.55, 0.7, 0.8, CapCertainty.Likely)]
    [InlineData(CapCertainty.Likely, 0.2, 0.5, 0.8, CapCertainty.Possible)]
    [InlineData(CapCertainty.Likely, 0.45, null, 0.55, CapCertainty.Possible)]
    [InlineData(CapCertainty.Likely, null, null, 0.3, CapCertainty.Possible)]
    [InlineData(CapCertainty.Unlikely, 0.2, null, 0.45, CapCertainty.Possible)]
    [InlineData(CapCertainty.Unlikely, 0.01, 0.02, 0.05, CapCertainty.Unlikely)]
    [InlineData(CapCertainty.Unlikely, null, null, null, CapCertainty.Unlikely)]
    [InlineData(CapCertainty.Possible, 0.8, 0.9, 0.95, CapCertainty.Possible)]
    [InlineData(CapCertainty.Observed, 0.1, 0.1, 0.1, CapCertainty.Observed)]
    [InlineData(CapCertainty.Unknown, 0.9, 0.9, 0.9, CapCertainty.Unknown)]
    public void A_word_is_kept_only_where_the_numbers_bear_it(CapCertainty stated, double? low, double? best, double? high, CapCertainty exported) =>
        Assert.Equal(exported, CapExport.Certainty(CapWarnings.Mali with { Certainty = stated, Lowest = low, Best = best, Highest = high }));

    [Fact]
    public void An_exercise_says_so_in_status_headline_and_note()
    {
        CapAlert alert = CapWarnings.Alert(CapWarnings.Mali with { Mode = Mode.Exercise });
        Assert.Equal(CapStatus.Exercise, alert.Status);
        Assert.StartsWith("EXERCISE EXERCISE EXERCISE: ", alert.Info.Headline, StringComparison.Ordinal);
        Assert.StartsWith("EXERCISE EXERCISE EXERCISE: ", alert.Note, StringComparison.Ordinal);
        Assert.Equal(CapStatus.Test, CapWarnings.Alert(CapWarnings.Mali with { Mode = Mode.Test }).Status);
    }

    [Fact]
    public void A_chain_names_every_earlier_message_as_that_message_named_itself()
    {
        CapSource first = CapWarnings.Mali with { Kind = CapMessageType.Alert, Earlier = [], Edition = new CapEdition(ProductId.OfManifest([1]), CapWarnings.Issued) };
        CapSource second = first with { Kind = CapMessageType.Update, Earlier = [first.Edition], Edition = new CapEdition(ProductId.OfManifest([2]), CapWarnings.Issued.AddHours(1)) };
        CapSource last = second with { Kind = CapMessageType.Cancel, Earlier = [first.Edition, second.Edition], Edition = new CapEdition(ProductId.OfManifest([3]), CapWarnings.Issued.AddHours(2)) };
        CapAlert[] chain = [.. new[] { first, second, last }.Select(CapWarnings.Alert)];
        Assert.Empty(chain[0].References);
        Assert.Equal(
            chain[..2].Select(alert => new CapReference(alert.Sender, alert.Identifier, alert.Sent)),
            chain[2].References);
        Assert.Equal([CapResponse.AllClear], chain[2].Info.Responses);
        Assert.Single(chain.Select(alert => alert.Incident).Distinct());
    }

    [Fact]
    public void An_update_of_what_is_not_held_is_new_here_and_says_so_and_a_cancellation_is_refused()
    {
        CapAlert update = CapWarnings.Alert(CapWarnings.Mali with { Earlier = [] });
        Assert.Equal(CapMessageType.Alert, update.MessageType);
        Assert.Contains("not held here", update.Note, StringComparison.Ordinal);
        Assert.Equal(
            "CAP-NOTHING-TO-CANCEL",
            Assert.IsType<CapOutcome.Refused>(CapExport.Export(CapWarnings.Mali with { Kind = CapMessageType.Cancel, Earlier = [] })).Rule);
    }

    [Fact]
    public void What_a_reader_may_not_see_leaves_no_empty_element_behind()
    {
        CapSource bare = new()
        {
            Originator = CapWarnings.Mali.Originator,
            Edition = CapWarnings.Mali.Edition,
            Lineage = CapWarnings.Mali.Lineage,
            Mode = Mode.Actual,
            Kind = CapMessageType.Alert,
            Banner = CapWarnings.Mali.Banner,
        };
        XElement root = CapSchema.Valid(CapXml.Write(CapWarnings.Alert(bare)));
        Assert.All(root.DescendantsAndSelf(), element => Assert.NotEmpty(element.Value));
        Assert.Null(root.Element(Cap + "info")!.Element(Cap + "area"));
        Assert.Equal("Unknown", (string)root.Element(Cap + "info")!.Element(Cap + "urgency")!);
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[2.4,15.9]}""", 5000u, 0, "15.9,2.4 5")]
    [InlineData("""{"type":"Point","coordinates":[2.4,15.9]}""", 0u, 0, null)]
    [InlineData("""{"type":"Point","coordinates":[2.4,95]}""", 5000u, 0, null)]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}""", 0u, 2, null)]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}""", 0u, 0, null)]
    [InlineData("no json", 9u, 0, null)]
    public void A_geometry_becomes_what_CAP_has_for_it_or_nothing(string geometry, uint precision, int polygons, string? circle)
    {
        XElement area = XElement.Parse(Encoding.UTF8.GetString(CapXml.Write(CapWarnings.Alert(CapWarnings.Mali with { Geometry = geometry, PrecisionMetres = precision }))))
            .Element(Cap + "info")!.Element(Cap + "area")!;
        Assert.Equal(polygons, area.Elements(Cap + "polygon").Count());
        Assert.Equal(circle, (string?)area.Element(Cap + "circle"));
    }
}
