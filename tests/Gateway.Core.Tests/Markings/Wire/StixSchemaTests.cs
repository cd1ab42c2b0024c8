using System.Text.Json.Nodes;
using Gateway.Core.Markings.Wire;
using Gateway.Testing;
using NJsonSchema;

namespace Gateway.Core.Tests.Markings.Wire;

/// <summary>What is exported, against the JSON schemas of OASIS, which stand outside the repository.</summary>
public sealed class StixSchemaTests
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["identity"] = "sdos/identity.json",
        ["note"] = "sdos/note.json",
        ["extension-definition"] = "common/extension-definition.json",
        ["marking-definition"] = "common/marking-definition.json",
    };

    [Fact]
    public async Task Every_object_of_an_exported_bundle_is_valid()
    {
        Assert.SkipUnless(SharedData.Root is not null, SharedData.Absent);
        List<JsonNode> objects =
        [
            .. StixTests.Marked()["objects"]!.AsArray().Select(item => item!),
            .. StixForm.Write(Outcomes.Mark("TLP", "TLP:AMBER+STRICT"), Marks.Registry).Value()["objects"]!.AsArray().Select(item => item!),
            .. StixForm.Write(Outcomes.Mark("FRA", "SECRET", "DEU"), Marks.Registry).Value()["objects"]!.AsArray().Select(item => item!),
        ];
        foreach (JsonNode item in objects)
        {
            JsonSchema schema = await Schema((string)item["type"]!);
            Assert.Empty(schema.Validate(item.ToJsonString()));
        }
    }

    [Theory]
    [InlineData("note", "granular_markings", """[{"marking_ref":"bogus","selectors":["content"]}]""")]
    [InlineData("note", "granular_markings", """[{"marking_ref":"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9","selectors":["A"]}]""")]
    [InlineData("note", "created", "\"today\"")]
    [InlineData("marking-definition", "id", "\"definition--613f2e26-407d-48c7-9eca-b8e91df99dc9\"")]
    [InlineData("marking-definition", "spec_version", "\"3\"")]
    public async Task The_schemas_find_what_is_broken(string type, string property, string value)
    {
        Assert.SkipUnless(SharedData.Root is not null, SharedData.Absent);
        JsonNode item = StixTests.Marked()["objects"]!.AsArray().First(candidate => (string)candidate!["type"]! == type)!.DeepClone();
        item[property] = JsonNode.Parse(value);
        Assert.NotEmpty((await Schema(type)).Validate(item.ToJsonString()));
    }

    private static Task<JsonSchema> Schema(string type) =>
        JsonSchema.FromFileAsync(Path.Combine(SharedData.Root!, "standards", "stix2.1-schemas", Files[type]));
}
