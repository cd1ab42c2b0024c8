using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Cli.Tests.Bindings;
using Gateway.Cli.Tests.Shell;
using Gateway.Core.Partners;
using Gateway.DevKeys;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Markings;

public sealed class WireCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ism", "US", "(S//OC/REL TO USA, FRA)", "portion")]
    [InlineData("ism", "US", "SECRET//NOFORN", "banner")]
    [InlineData("4774", "US", "(//NS)", "portion")]
    [InlineData("4774", "FRA", "TRÈS SECRET SPÉCIAL FRANCE", "banner")]
    [InlineData("4774", "NATO", "NATO SECRET Releasable to Japan", "banner")]
    [InlineData("stix", "US", "(S//REL TO USA, FRA)", "banner")]
    [InlineData("stix", "TLP", "TLP:AMBER+STRICT", "banner")]
    public async Task What_is_exported_is_imported_as_the_same_mark(string form, string policy, string mark, string kind)
    {
        CommandRun export = await CommandRun.Of("marking", "export", "--form", form, "--policy", policy, mark);
        Assert.Equal((0, ""), (export.Code, export.Error));
        CommandRun import = await CommandRun.Of("marking", "import", "--form", form, "--kind", kind, File("document", export.Out));
        Assert.Equal((0, mark), (import.Code, import.Out.Trim()));
    }

    [Fact]
    public async Task Label_says_who_made_it_and_when()
    {
        CommandRun export = await CommandRun.Of(
            "marking", "export", "--form", "4774", "--policy", "DEU", "--list", "FRA, NOR", "--owner", "desk@example.de", "--created", "2026-11-02T09:30Z",
            "--review", "2030-01-01T00:00Z", "GEHEIM");
        Assert.Equal(0, export.Code);
        Assert.Contains("ReviewDateTime=\"2030-01-01T00:00:00Z\"", export.Out, StringComparison.Ordinal);
        Assert.Contains("<s4774:OriginatorID IDType=\"rfc822Name\">desk@example.de</s4774:OriginatorID>", export.Out, StringComparison.Ordinal);
        Assert.Contains("<s4774:CreationDateTime>2026-11-02T09:30:00Z</s4774:CreationDateTime>", export.Out, StringComparison.Ordinal);
        CommandRun import = await CommandRun.Of("marking", "import", "--form", "4774", "--json", File("label.xml", export.Out));
        using var result = JsonDocument.Parse(import.Out);
        JsonElement mark = result.RootElement.GetProperty("marks")[0];
        Assert.Equal(["originator", "DEU", "GEHEIM//REL TO FRA, NOR"], new[] { "role", "policy", "canonical" }.Select(name => mark.GetProperty(name).GetString()));
    }

    [Fact]
    public async Task Alternative_label_stands_in_another_policy()
    {
        CommandRun export = await CommandRun.Of("marking", "export", "--form", "4774", "--as", "FRA", "SECRET//REL TO USA, FRA");
        Assert.Equal(0, export.Code);
        Assert.Contains("alternativeConfidentialityLabel", export.Out, StringComparison.Ordinal);
        CommandRun import = await CommandRun.Of("marking", "import", "--form", "4774", File("label.xml", export.Out));
        Assert.Equal("SECRET//FGI USA//REL TO USA", import.Out.Trim());
    }

    [Fact]
    public async Task What_a_form_cannot_carry_is_refused_with_rule_and_place()
    {
        CommandRun export = await CommandRun.Of("marking", "export", "--form", "ism", "--policy", "FRA", "--json", "SECRET");
        Assert.Equal(1, export.Code);
        using var result = JsonDocument.Parse(export.Out);
        Assert.False(result.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("document").ValueKind);
        JsonElement error = result.RootElement.GetProperty("errors")[0];
        Assert.Equal(("ISM-POLICY", "classification"), (error.GetProperty("rule").GetString(), error.GetProperty("place").GetString()));
    }

    [Fact]
    public async Task Every_error_of_a_document_is_printed()
    {
        CommandRun import = await CommandRun.Of(
            "marking", "import", "--form", "ism", File("a.xml", """<a xmlns:i="urn:us:gov:ic:ism" i:classification="Q" i:ownerProducer="GBR CAN"/>"""));
        Assert.Equal(1, import.Code);
        Assert.Empty(import.Out);
        Assert.Contains("ISM-CLASSIFICATION at classification", import.Error, StringComparison.Ordinal);
        Assert.Contains("ISM-ID-00100 at ownerProducer", import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_that_cannot_be_read_is_not_exported()
    {
        CommandRun export = await CommandRun.Of("marking", "export", "--form", "stix", "(S//REL TO FRA)");
        Assert.Equal((1, ""), (export.Code, export.Out));
        Assert.Contains("US-REL-USA-FIRST at MARK[11]", export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binding_is_signed_with_a_nodes_key_and_verified_against_the_roster()
    {
        string nodes = Path.Combine(_folder.Path, "nodes");
        DevelopmentKeys.Generate(nodes, TimeProvider.System, Partner("USA"), Partner("FRA"));
        string report = File("report.txt", "The risk rose within a month.");
        CommandRun export = await CommandRun.Of(
            "marking", "export", "--form", "4778", "--bind", report, "--as", "FRA", "--certificate", Path.Combine(nodes, "USA", "keys", "node.crt"),
            "--key", Path.Combine(nodes, "USA", "keys", "node.key"), "SECRET//REL TO USA, FRA");
        Assert.Equal((0, ""), (export.Code, export.Error));
        string document = File("binding.xml", export.Out);
        string roster = Path.Combine(nodes, "FRA", "roster.note");
        CommandRun import = await CommandRun.Of("marking", "import", "--form", "4778", "--roster", roster, "--signer", "USA", "--bind", report, "--json", document);
        Assert.Equal((0, ""), (import.Code, import.Error));
        using var result = JsonDocument.Parse(import.Out);
        Assert.Equal(
            ["originator SECRET//REL TO USA, FRA", "alternative SECRET//FGI USA//REL TO USA"],
            result.RootElement.GetProperty("marks").EnumerateArray().Select(mark => $"{mark.GetProperty("role")} {mark.GetProperty("canonical")}"));

        CommandRun other = await CommandRun.Of("marking", "import", "--form", "4778", "--roster", roster, "--signer", "FRA", "--bind", report, document);
        Assert.Equal(1, other.Code);
        Assert.Contains("4778-SIGNER", other.Error, StringComparison.Ordinal);
        await System.IO.File.WriteAllTextAsync(report, "The risk fell.");
        CommandRun changed = await CommandRun.Of("marking", "import", "--form", "4778", "--roster", roster, "--signer", "USA", "--bind", report, document);
        Assert.Equal(1, changed.Code);
        Assert.Contains("4778-DATA-CHANGED at report.txt", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_another_certificate_does_not_sign()
    {
        using var one = new SignedBinding();
        using var two = new SignedBinding();
        CommandRun export = await CommandRun.Of(
            "marking", "export", "--form", "4778", "--bind", File("a.txt", "a"), "--certificate", File("one.crt", one.Certificate.ExportCertificatePem()),
            "--key", File("two.key", two.Key.ExportPkcs8PrivateKeyPem()), "SECRET");
        Assert.Equal((1, ""), (export.Code, export.Out));
        Assert.Contains("one.crt is not the certificate of two.key", export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_key_is_refused_without_showing_it()
    {
        CommandRun export = await CommandRun.Of(
            "marking", "export", "--form", "4778", "--bind", File("a.txt", "a"), "--certificate", File("c.crt", "no"), "--key", File("k.key", "hunter2"), "SECRET");
        Assert.Equal(1, export.Code);
        Assert.DoesNotContain("hunter2", export.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export", "--form", "4778", "SECRET")]
    [InlineData("export", "--form", "4774", "--owner", "nobody", "SECRET")]
    [InlineData("export", "--form", "4774", "--as", "FRA", "--as", "DEU", "SECRET")]
    [InlineData("export", "--form", "xml", "SECRET")]
    public async Task Wrong_call_ends_with_2(params string[] args) => Assert.Equal(2, (await CommandRun.Of(["marking", .. args])).Code);

    [Fact]
    public async Task Binding_is_not_read_without_roster_and_signer() =>
        Assert.Equal(2, (await CommandRun.Of("marking", "import", "--form", "4778", File("b.xml", "<a/>"))).Code);

    private static DevPartner Partner(string code) => new(PartnerCode.TryParse(code, out PartnerCode parsed) ? parsed : default, 0);

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder.Path, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
