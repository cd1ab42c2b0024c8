using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Core.Tests.Markings.Wire;

public sealed class StixTests
{
    [Theory]
    [InlineData("TLP:CLEAR", "clear", "94868c89-83c2-464b-929b-a1a8aa3c8487")]
    [InlineData("TLP:GREEN", "green", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb")]
    [InlineData("TLP:AMBER", "amber", "55d920b0-5e8b-4f79-9ee9-91f868d9b421")]
    [InlineData("TLP:AMBER+STRICT", "amber+strict", "939a9414-2ddd-4d32-a0cd-375ea402b003")]
    [InlineData("TLP:RED", "red", "e828b379-4e03-4974-9ac4-e53a884c97c1")]
    public void TLP_mark_is_the_definition_of_OASIS(string mark, string value, string uuid)
    {
        JsonObject definition = Definition(StixForm.Write(Outcomes.Mark("TLP", mark), Marks.Registry).Value());
        Assert.Equal(
            $$$$"""{"type":"marking-definition","spec_version":"2.1","id":"marking-definition--{{{{uuid}}}}","created":"2022-10-01T00:00:00.000Z","name":"{{{{mark}}}}","extensions":{"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d":{"extension_type":"property-extension","tlp_2_0":"{{{{value}}}}"}}}""",
            definition.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void Classification_mark_is_defined_in_the_words_of_its_policy_with_every_list()
    {
        Marking marking = Marks.Of("US", "(S//OC/REL TO USA, FRA)") with { OriginatorList = ["FRA"], NotBeforeMs = 1_793_611_800_123 };
        JsonObject definition = Definition(StixForm.Write(Marks.Parsed(marking), Marks.Registry).Value());
        Assert.Equal(
            """{"extension_type":"property-extension","policy":"US","kind":"portion","mark":"(S//OC/REL TO USA, FRA)","releasable_to":["USA","FRA"],"originator_list":["FRA"],"not_before":"2026-11-02T09:30:00.123Z"}""",
            definition["extensions"]![StixVocabulary.MarkExtension]!.ToJsonString());
    }

    [Fact]
    public void One_mark_has_one_id_everywhere_and_another_mark_another()
    {
        JsonObject first = Definition(StixForm.Write(Outcomes.Mark("US", "SECRET//NOFORN"), Marks.Registry).Value());
        JsonObject again = Definition(StixForm.Write(Outcomes.Mark("US", "SECRET//NOFORN"), Marks.Registry).Value());
        JsonObject portion = Definition(StixForm.Write(Outcomes.Mark("US", "(S//NF)"), Marks.Registry).Value());
        Assert.Equal(Id(first), Id(again));
        Assert.NotEqual(Id(first), Id(portion));
        Assert.Equal('5', Id(first)["marking-definition--".Length + 14]);
    }

    [Fact]
    public void Every_US_mark_comes_back_as_it_went() => WireMarks.Us.Sample(ComesBack, iter: 1_000);

    [Fact]
    public void Every_word_of_every_other_policy_comes_back_as_it_went() => Assert.All(WireMarks.Others(), ComesBack);

    [Fact]
    public void Lists_community_and_embargo_come_back_too()
    {
        Marking marking = Marks.Of("TLP", "TLP:AMBER", "FRA", "NATO") with { Community = "energy", NotBeforeMs = 5, OriginatorList = ["FRA"] };
        StixMark back = Assert.Single(Read(StixForm.Write(Marks.Parsed(marking, MarkingKind.Banner), Marks.Registry).Value().ToJsonString()).Value().Marks);
        Assert.Equal(marking, back.Marking.Source);
    }

    [Fact]
    public void Marked_object_bears_its_banner_and_each_portion()
    {
        JsonObject bundle = Marked();
        JsonObject note = bundle["objects"]!.AsArray().Select(item => item!.AsObject()).Single(item => (string)item["type"]! == "note");
        Assert.Single(note["object_marking_refs"]!.AsArray());
        Assert.Equal(2, note["granular_markings"]!.AsArray().Count);
        StixMarks marks = Read(bundle.ToJsonString()).Value();
        Assert.Equal(
            ["=SECRET//REL TO USA, FRA", "abstract=(U)", "authors.[1]=(U)", "content=(S//REL TO USA, FRA)"],
            marks.Marks.Select(mark => $"{mark.Selector}={mark.Marking.Canonical}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("authors.[2]")]
    [InlineData("authors.[01]")]
    [InlineData("authors.1")]
    [InlineData("authors.[1].name")]
    [InlineData("authors[1]")]
    [InlineData("Content")]
    [InlineData("")]
    public void Selector_names_a_part_that_the_object_has(string selector) =>
        Assert.Equal(["STIX-SELECTOR"], StixForm.Mark(Note(), Outcomes.Mark("US", "SECRET"), [new StixPortion(selector, Outcomes.Mark("US", "(U)"))], Marks.Registry).Rules());

    [Fact]
    public void Object_that_bears_marks_is_not_marked_again()
    {
        JsonObject marked = Note();
        marked["object_marking_refs"] = new JsonArray(StixVocabulary.TlpId(Tlp.Red));
        Assert.Equal(["STIX-MARKED"], StixForm.Mark(marked, Outcomes.Mark("US", "SECRET"), [], Marks.Registry).Rules());
    }

    [Fact]
    public void TLP_2_needs_no_definition_in_the_bundle() =>
        Assert.Equal("TLP:RED", Assert.Single(Read(Bundle(NoteWith($$"""["{{StixVocabulary.TlpId(Tlp.Red)}}"]"""))).Value().Marks).Marking.Canonical);

    [Theory]
    [InlineData("STIX-BUNDLE", "type", "\"type\":\"bundle\"", "\"type\":\"report\"")]
    [InlineData("STIX-ID", "id", "\"id\":\"bundle--", "\"id\":\"bundle-")]
    [InlineData("STIX-ID", "objects[0].id", "\"id\":\"identity--", "\"id\":\"identity--A")]
    [InlineData("STIX-ID", "objects[2].id", "\"type\":\"marking-definition\"", "\"type\":\"marking\"")]
    [InlineData("STIX-VERSION", "objects[5].spec_version", "\"type\":\"note\",\"spec_version\":\"2.1\"", "\"type\":\"note\",\"spec_version\":\"2.0\"")]
    [InlineData("STIX-CREATED", "objects[5].created", "\"created\":\"2026-11-02T09:30:00.000Z\"", "\"created\":\"2026-11-02T09:30:00Z\"")]
    [InlineData("STIX-REF", "objects[5].object_marking_refs", "\"object_marking_refs\":[\"marking-definition--", "\"object_marking_refs\":[\"marking-definition--0")]
    [InlineData("STIX-REFS", "objects[5].object_marking_refs", "\"object_marking_refs\":[", "\"object_marking_refs\":[],\"x\":[")]
    [InlineData("STIX-GRANULAR", "objects[5].granular_markings", "\"granular_markings\":[", "\"granular_markings\":[],\"x\":[")]
    [InlineData("STIX-GRANULAR", "objects[5].granular_markings[0]", "{\"marking_ref\"", "{\"lang\":\"en\",\"marking_ref\"")]
    [InlineData("STIX-GRANULAR", "objects[5].granular_markings[0]", "{\"marking_ref\"", "{\"x\"")]
    [InlineData("STIX-SELECTORS", "objects[5].granular_markings[1].selectors", "\"selectors\":[\"content\"]", "\"selectors\":[]")]
    [InlineData("STIX-SELECTORS", "objects[5].granular_markings[1].selectors", "\"selectors\":[\"content\"]", "\"selectors\":[\"content\",\"content\"]")]
    [InlineData("STIX-SELECTOR", "objects[5].granular_markings[1].selectors", "\"selectors\":[\"content\"]", "\"selectors\":[\"contents\"]")]
    [InlineData("STIX-PROPERTY", "objects[2].modified", "\"name\":\"SECRET", "\"modified\":\"2026-11-02T09:30:00.000Z\",\"name\":\"SECRET")]
    [InlineData("STIX-DEFINITION", "objects[2]", "{\"extension-definition--", "{\"extension-definition--0")]
    [InlineData("STIX-EXTENSION-TYPE", "objects[2].extensions", "{\"extension_type\":\"property-extension\",\"policy\":\"US\",\"kind\":\"banner\"", "{\"extension_type\":\"new-sdo\",\"policy\":\"US\",\"kind\":\"banner\"")]
    [InlineData("STIX-PROPERTY", "objects[2].extensions.note", "\"kind\":\"banner\"", "\"kind\":\"banner\",\"note\":\"x\"")]
    [InlineData("STIX-REQUIRED", "objects[2].extensions.mark", "\"mark\":\"SECRET//REL TO USA, FRA\"", "\"mark\":\"\"")]
    [InlineData("STIX-REQUIRED", "objects[2].extensions.policy", "\"policy\":\"US\",\"kind\":\"banner\"", "\"policy\":7,\"kind\":\"banner\"")]
    [InlineData("STIX-KIND", "objects[2].extensions.kind", "\"kind\":\"banner\"", "\"kind\":\"page\"")]
    [InlineData("STIX-TIME", "objects[2].extensions.not_before", "\"kind\":\"banner\"", "\"kind\":\"banner\",\"not_before\":\"soon\"")]
    [InlineData("STIX-LIST", "objects[2].extensions.originator_list", "\"kind\":\"banner\"", "\"kind\":\"banner\",\"originator_list\":[]")]
    [InlineData("STIX-DIFFERS", "objects[2]", "\"mark\":\"SECRET//REL TO USA, FRA\",\"releasable_to\":[\"USA\",\"FRA\"]", "\"mark\":\"UNCLASSIFIED\"")]
    [InlineData("STIX-DIFFERS", "objects[2]", "\"created\":\"2026-11-01T00:00:00.000Z\",\"name\":\"SECRET", "\"created\":\"2026-11-01T00:00:00.001Z\",\"name\":\"SECRET")]
    [InlineData("MARK-LIST-DISAGREES", "objects[2].extensions.mark", "\"releasable_to\":[\"USA\",\"FRA\"]", "\"releasable_to\":[\"USA\",\"DEU\"]")]
    [InlineData("US-TOKEN-UNKNOWN", "objects[2].extensions.mark", "\"mark\":\"SECRET//REL TO USA, FRA\"", "\"mark\":\"SECRET//QUIET\"")]
    [InlineData("MARK-POLICY", "objects[2].extensions.mark", "\"policy\":\"US\",\"kind\":\"banner\"", "\"policy\":\"XX\",\"kind\":\"banner\"")]
    public void Constraint_that_is_broken_is_named_with_its_path(string rule, string place, string part, string changed)
    {
        string sound = Marked().ToJsonString();
        int at = sound.IndexOf(part, StringComparison.Ordinal);
        if (rule is "STIX-DEFINITION")
        {
            at = sound.IndexOf(part, sound.IndexOf("SECRET//REL", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.True(at >= 0, $"The bundle has no {part}.");
        string broken = sound[..at] + changed + sound[(at + part.Length)..];
        Assert.Contains(Read(broken).Errors(), error => error.Rule == rule && error.Place == place);
    }

    [Fact]
    public void Same_id_twice_is_refused()
    {
        JsonObject bundle = Marked();
        bundle["objects"]!.AsArray().Add(bundle["objects"]![4]!.DeepClone());
        Assert.Contains(Read(bundle.ToJsonString()).Errors(), error => error is { Rule: "STIX-DUPLICATE", Place: "objects[6].id" });
    }

    [Fact]
    public void TLP_1_is_refused_wherever_it_stands()
    {
        const string white = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
        Assert.Equal(["STIX-REF"], Read(Bundle(NoteWith($"[\"{white}\"]"))).Rules());
        Assert.Equal(["STIX-TLP-1"], Read(Bundle($$$"""{"type":"marking-definition","spec_version":"2.1","id":"{{{white}}}","created":"2017-01-20T00:00:00.000Z","definition_type":"tlp","name":"TLP:WHITE","definition":{"tlp":"white"}}""")).Rules());
    }

    [Fact]
    public void TLP_label_under_the_id_of_another_is_refused()
    {
        string red = StixForm.Write(Outcomes.Mark("TLP", "TLP:RED"), Marks.Registry).Value().ToJsonString();
        Assert.Equal(["STIX-TLP"], Read(red.Replace("\"red\"", "\"clear\"", StringComparison.Ordinal)).Rules());
        Assert.Equal(["STIX-DIFFERS"], Read(red.Replace("TLP:RED", "TLP:CLEAR", StringComparison.Ordinal)).Rules());
    }

    [Fact]
    public void Statement_marking_is_refused_because_nobody_here_can_judge_it() =>
        Assert.Contains("STIX-DEFINITION", Read(Bundle("""{"type":"marking-definition","spec_version":"2.1","id":"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41d0","created":"2017-01-20T00:00:00.000Z","definition_type":"statement","definition":{"statement":"Copyright"}}""")).Rules());

    [Fact]
    public void Unmarked_object_is_refused() => Assert.Equal(["STIX-UNMARKED"], [.. Read(Bundle(Note().ToJsonString())).Rules().Distinct()]);

    [Fact]
    public void Bundle_without_marks_is_refused() => Assert.Equal(["STIX-UNMARKED"], Read(Bundle("""{"type":"identity","spec_version":"2.1","id":"identity--b38dfe21-7477-40d1-aa90-5c8671ce51ca","created":"2017-04-27T16:18:24.318Z","modified":"2017-04-27T16:18:24.318Z","name":"x"}""")).Rules());

    [Fact]
    public void Bundle_without_objects_is_refused() => Assert.Equal(["STIX-OBJECTS"], Read("""{"type":"bundle","id":"bundle--f0af3c36-a642-4cb0-8526-b4ca899cc1db","objects":[]}""").Rules());

    [Theory]
    [InlineData("JSON-MALFORMED", "{")]
    [InlineData("JSON-MALFORMED", """{"type":"bundle","type":"bundle"}""")]
    [InlineData("JSON-MALFORMED", """{"type":"bundle" /* x */}""")]
    [InlineData("JSON-OBJECT", "[]")]
    [InlineData("JSON-OBJECT", "null")]
    public void What_is_no_single_object_is_refused(string rule, string json) => Assert.Equal([rule], Read(json).Rules());

    [Fact]
    public void Depth_and_size_are_bounded()
    {
        Assert.Equal(["JSON-MALFORMED"], Read(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100)).Rules());
        Assert.Equal(["JSON-SIZE"], Read("{\"a\":\"" + new string('x', StrictXml.MaxBytes) + "\"}").Rules());
    }

    [Fact]
    public void Bundle_cut_or_changed_anywhere_is_read_or_refused_and_never_throws()
    {
        string sound = Marked().ToJsonString();
        for (int i = 0; i < sound.Length; i++)
        {
            _ = Read(sound[..i]);
            _ = Read(sound.Remove(i, 1));
            _ = Read(sound[..i] + "7" + sound[(i + 1)..]);
        }
    }

    internal static JsonObject Marked() => StixForm.Mark(
        Note(),
        Outcomes.Mark("US", "SECRET//REL TO USA, FRA"),
        [
            new StixPortion("content", Outcomes.Mark("US", "(S//REL TO USA, FRA)")), new StixPortion("abstract", Outcomes.Mark("US", "(U)")),
            new StixPortion("authors.[1]", Outcomes.Mark("US", "(U)")),
        ],
        Marks.Registry).Value();

    private static JsonObject Note() => new()
    {
        ["type"] = "note",
        ["spec_version"] = "2.1",
        ["id"] = "note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061",
        ["created"] = "2026-11-02T09:30:00.000Z",
        ["modified"] = "2026-11-02T09:30:00.000Z",
        ["abstract"] = "Risk in the north",
        ["content"] = "The risk rose within a month.",
        ["authors"] = new JsonArray("A", "B"),
        ["object_refs"] = new JsonArray("identity--6a824ad2-1e51-4a0a-b5b6-8db392695e5a"),
    };

    private static string NoteWith(string refs)
    {
        JsonObject note = Note();
        note["object_marking_refs"] = JsonNode.Parse(refs);
        return note.ToJsonString();
    }

    private static string Bundle(string item) => $$"""{"type":"bundle","id":"bundle--f0af3c36-a642-4cb0-8526-b4ca899cc1db","objects":[{{item}}]}""";

    private static void ComesBack(ParsedMarking mark)
    {
        StixMark back = Assert.Single(Read(StixForm.Write(mark, Marks.Registry).Value().ToJsonString()).Value().Marks);
        Assert.Equal(mark.Canonical, back.Marking.Canonical);
        Assert.Equal(MarkingLattice.Of(mark, Marks.Registry), MarkingLattice.Of(back.Marking, Marks.Registry));
    }

    private static JsonObject Definition(JsonObject bundle) =>
        bundle["objects"]!.AsArray().Select(item => item!.AsObject()).Single(item => (string)item["type"]! == "marking-definition");

    private static string Id(JsonObject item) => (string)item["id"]!;

    private static WireOutcome<StixMarks> Read(string json) => StixForm.Read(Encoding.UTF8.GetBytes(json), Marks.Registry);
}
