using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy;

public sealed class SampleTests
{
    private static readonly string Samples = Path.Combine(Root(), "samples");

    private static readonly Roster Roster = ReadRoster();

    private static readonly Agreements Agreements = new(Directory.GetFiles(Path.Combine(Samples, "agreements"), "*.json").Select(ReadAgreement));

    [Theory]
    [InlineData("USA")]
    [InlineData("FRA")]
    [InlineData("SWE")]
    public void Sample_policies_load_with_all_their_examples_and_invariants(string partner)
    {
        PolicyLoading loading = Load(partner);

        Assert.Empty(loading is PolicyLoading.Refused refused ? refused.Errors : []);
    }

    [Theory]
    [InlineData("FRA", FieldClass.Metadata, "(U//REL TO USA, FRA, SWE)", "BFA", "", Outcome.Release)]
    [InlineData("FRA", FieldClass.Judgement, "(S//REL TO USA, FRA)", "BFA", "", Outcome.Release)]
    [InlineData("FRA", FieldClass.Scenario, "(C//REL TO USA, FRA, SWE)", "BFA", "", Outcome.Release)]
    [InlineData("FRA", FieldClass.Evidence, "(S//REL TO USA, FRA)", "BFA", "", Outcome.Release)]
    [InlineData("FRA", FieldClass.Evidence, "(S//OC/REL TO USA, FRA)", "BFA", "", Outcome.Withhold)]
    [InlineData("FRA", FieldClass.Model, "(U)", "BFA", "forecast", Outcome.Release)]
    [InlineData("FRA", FieldClass.Model, "(U)", "BFA", "", Outcome.Withhold)]
    [InlineData("FRA", FieldClass.Option, "(S//REL TO USA, FRA)", "BFA", "national-option", Outcome.Withhold)]
    [InlineData("FRA", FieldClass.Actor, "(S//REL TO USA, FRA)", "BFA", "named-individual", Outcome.Hold)]
    [InlineData("FRA", FieldClass.Judgement, "(S//NF)", "BFA", "", Outcome.Withhold)]
    [InlineData("FRA", FieldClass.SourcesAndMethods, "(S//REL TO USA, FRA)", "BFA", "", Outcome.Withhold)]
    [InlineData("SWE", FieldClass.Metadata, "(U//REL TO USA, FRA, SWE)", "BFA", "", Outcome.Release)]
    [InlineData("SWE", FieldClass.Judgement, "(S//REL TO USA, FRA)", "SDN", "", Outcome.Withhold)]
    [InlineData("SWE", FieldClass.Judgement, "(S//REL TO USA, FRA, SWE)", "SDN", "", Outcome.Withhold)]
    [InlineData("SWE", FieldClass.Judgement, "(C//REL TO USA, FRA, SWE)", "SDN", "", Outcome.Release)]
    [InlineData("SWE", FieldClass.Judgement, "(C//REL TO USA, FRA, SWE)", "BFA", "", Outcome.Withhold)]
    [InlineData("SWE", FieldClass.Judgement, "(U//REL TO USA, FRA, SWE)", "BFA", "forecast", Outcome.Release)]
    [InlineData("SWE", FieldClass.Population, "(C//REL TO USA, FRA, SWE)", "SDN", "", Outcome.Release)]
    [InlineData("SWE", FieldClass.Option, "(C//REL TO USA, FRA, SWE)", "SDN", "", Outcome.Withhold)]
    [InlineData("SWE", FieldClass.Evidence, "(U//REL TO USA, FRA, SWE)", "SDN", "", Outcome.Withhold)]
    [InlineData("SWE", FieldClass.SourcesAndMethods, "(U//REL TO USA, FRA, SWE)", "SDN", "", Outcome.Withhold)]
    public void The_American_sample_gives_each_partner_its_part(
        string to, FieldClass fieldClass, string mark, string region, string topic, Outcome expected)
    {
        var context = new DecisionContext
        {
            Roster = Roster,
            Agreements = Agreements,
            Policy = Assert.IsType<PolicyLoading.Loaded>(Load("USA")).Policy,
            Markings = MarkingBook.Default,
            Releaser = World.Usa,
            Now = World.Noon,
        };
        PortionFacts portion = World.Portion(mark, fieldClass) with { Regions = [region], Topics = topic.Length == 0 ? [] : [topic] };

        Assert.Equal(expected, Interpreter.Decide(portion, PartnerCode.Of(to), context).Outcome);
    }

    private static PolicyLoading Load(string partner)
    {
        string folder = Path.Combine(Samples, "policies", partner.ToLowerInvariant());
        return PolicyLoader.Load(
            Directory.GetFiles(folder, "*.relpol").Select(f => new PolicySource(Path.GetFileName(f), File.ReadAllText(f))),
            new PolicySurroundings(Roster, Agreements, MarkingBook.Default, PartnerCode.Of(partner)));
    }

    private static Agreement ReadAgreement(string file)
    {
        byte[] text = File.ReadAllBytes(file);
        bool read = AgreementReader.TryRead(text, out Agreement? agreement, out ImmutableArray<DocumentError> errors);
        Assert.True(read, string.Join('\n', errors));
        return agreement!;
    }

    // The template becomes a roster when every partner adds where its node answers and which keys it has.
    private static Roster ReadRoster()
    {
        JsonNode roster = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples, "roster", "partners.template.json")))!;
        foreach (JsonNode? partner in roster["partners"]!.AsArray())
        {
            string name = partner!["code"]!.GetValue<string>().ToLowerInvariant() + ".gateway.example";
            partner["address"] = $"https://{name}:8443";
            partner["tls_pins"] = new JsonArray("sha256:" + new string('0', 64));
            partner["release_log"] = new JsonObject
            {
                ["origin"] = name + "/log",
                ["vkeys"] = new JsonArray(name + "/log+00000000+AQ=="),
                ["algorithms"] = new JsonArray("ed25519"),
            };
            partner["internal_log"] = name + "/internal";
            partner["document_keys"] = new JsonArray(name + "/documents+00000000+AQ==");
        }

        bool read = RosterReader.TryRead(Encoding.UTF8.GetBytes(roster.ToJsonString()), out Roster? result, out ImmutableArray<DocumentError> errors);
        Assert.True(read, string.Join('\n', errors));
        return result!;
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Gateway.sln");
    }
}
