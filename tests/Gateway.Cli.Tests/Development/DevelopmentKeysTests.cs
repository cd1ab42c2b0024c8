using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;
using Gateway.DevKeys;

namespace Gateway.Cli.Tests.Development;

public sealed class DevelopmentKeysTests : IDisposable
{
    private static readonly string[] Codes = ["USA", "FRA", "SWE"];
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-keys-").FullName;

    public DevelopmentKeysTests() => DevelopmentKeys.Generate(
        _folder, TimeProvider.System, [.. Codes.Select((code, i) => new DevPartner(PartnerCode.Of(code), 7443 + i))]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_certificate_and_key_file_carries_the_marker()
    {
        foreach (string file in Directory.EnumerateFiles(_folder, "*.crt", SearchOption.AllDirectories))
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            Assert.True(DevelopmentMarker.IsMarked(certificate.Subject), file);
        }

        string[] keys = [.. Directory.EnumerateFiles(_folder, "*.key*", SearchOption.AllDirectories)];
        Assert.Equal(3 * (5 + 7), keys.Length);
        Assert.All(keys, file => Assert.True(DevelopmentMarker.IsMarked(File.ReadAllText(file)), file));
    }

    [Fact]
    public void Only_the_owner_may_read_a_key_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        foreach (string file in Directory.EnumerateFiles(_folder, "*.key*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
    }

    [Fact]
    public void Keys_and_certificates_belong_together()
    {
        foreach (string file in Directory.EnumerateFiles(_folder, "*.key", SearchOption.AllDirectories)
            .Where(file => File.Exists(Path.ChangeExtension(file, ".crt"))))
        {
            using var pair = X509Certificate2.CreateFromPemFile(Path.ChangeExtension(file, ".crt"), file);
            Assert.True(pair.HasPrivateKey);
        }
    }

    [Fact]
    public void The_roster_is_signed_by_every_partner_and_pins_the_nodes()
    {
        Roster roster = ReadRoster();
        foreach (string code in Codes)
        {
            Assert.True(roster.TryFind(PartnerCode.Of(code), out Partner? partner));
            using var node = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(_folder, code, "keys", "node.crt")));
            using var key = node.GetECDsaPublicKey()!;
            string pin = "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
            Assert.Equal([pin], partner.TlsPins);
        }
    }

    [Fact]
    public void Every_agreement_is_held_by_both_and_signed_by_both()
    {
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "SWE", "agreements")).Length);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder, "USA", "agreements", "FRA-USA.note")),
            File.ReadAllBytes(Path.Combine(_folder, "FRA", "agreements", "FRA-USA.note")));
        Assert.Equal(3, ReadAgreements().All.Length);
    }

    [Fact]
    public void The_sample_policies_load_with_all_their_examples()
    {
        foreach (string code in Codes)
        {
            PolicyLoading loading = PolicyLoader.Load(
                Directory.GetFiles(Path.Combine(_folder, code, "policies")).Select(file => new PolicySource(Path.GetFileName(file), File.ReadAllText(file))),
                new PolicySurroundings(ReadRoster(), ReadAgreements(), MarkingBook.Default, PartnerCode.Of(code)));
            Assert.True(loading is PolicyLoading.Loaded, loading is PolicyLoading.Refused no ? code + "\n" + string.Join('\n', no.Errors) : code);
        }
    }

    [Fact]
    public void The_key_files_hold_the_keys_that_the_roster_names()
    {
        Assert.True(ReadRoster().TryFind(PartnerCode.Of("FRA"), out Partner? france));
        Assert.True(KeyFile.TryParse(File.ReadAllText(Path.Combine(_folder, "FRA", "keys", "release-log.keys")), out KeyFile? file, out _));
        Assert.True(file.IsDevelopment);
        Assert.Equal(france.ReleaseLog.VerifierKeys, file.Keys.Select(key => key.ToString()));
    }

    [Fact]
    public void Callers_are_mapped_by_the_thumbprints_of_their_certificates()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "USA", "appsettings.json")));
        JsonElement[] callers = [.. settings.RootElement.GetProperty("Gateway").GetProperty("Callers").EnumerateArray()];
        Assert.Equal(["liaison", "ministry", "auditor", "officer", "policy-author", "policy-approver"], callers.Select(c => c.GetProperty("Role").GetString()));
        foreach (JsonElement caller in callers)
        {
            using var certificate = X509Certificate2.CreateFromPem(
                File.ReadAllText(Path.Combine(_folder, "USA", "callers", caller.GetProperty("Role").GetString() + ".crt")));
            Assert.Equal(
                Convert.ToHexStringLower(certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)),
                caller.GetProperty("Thumbprint").GetString());
        }
    }

    [Fact]
    public void Nothing_is_ever_overwritten() => Assert.Throws<IOException>(() => DevelopmentKeys.Generate(
        _folder, TimeProvider.System, new DevPartner(PartnerCode.Of("USA"), 1), new DevPartner(PartnerCode.Of("DEU"), 2)));

    [Fact]
    public void Two_partners_without_samples_get_a_policy_that_loads()
    {
        string folder = Path.Combine(_folder, "other");
        DevelopmentKeys.Generate(folder, TimeProvider.System, new DevPartner(PartnerCode.Of("DEU"), 1), new DevPartner(PartnerCode.Of("ITA"), 2));
        Assert.Contains("give L01-metadata", File.ReadAllText(Path.Combine(folder, "DEU", "policies", "outbound.relpol")), StringComparison.Ordinal);
    }

    private Roster ReadRoster()
    {
        byte[] note = File.ReadAllBytes(Path.Combine(_folder, "USA", "roster.note"));
        Assert.True(RosterReader.TryRead(Encoding.UTF8.GetBytes(Verified(note, Codes)), out Roster? roster, out _));
        return roster;
    }

    private Agreements ReadAgreements() => new(Directory.EnumerateFiles(_folder, "*.note", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "agreements")
        .DistinctBy(Path.GetFileName)
        .Select(file =>
        {
            string text = Verified(File.ReadAllBytes(file), Path.GetFileNameWithoutExtension(file).Split('-'));
            Assert.True(AgreementReader.TryRead(Encoding.UTF8.GetBytes(text), out Agreement? agreement, out _));
            return agreement;
        }));

    private string Verified(byte[] note, string[] signers)
    {
        IEnumerable<VerifierKey> keys = signers.SelectMany(code =>
        {
            Assert.True(KeyFile.TryParse(File.ReadAllText(Path.Combine(_folder, code, "keys", "document.keys")), out KeyFile? file, out _));
            return file.Keys.Select(key => key.VerifierKey);
        });
        Assert.True(DocumentSigners.TryCreate(keys, out DocumentSigners? trusted));
        Assert.True(SignedDocument.TryVerify(note, trusted, new DocumentRequirement.Everyone([.. signers]), out string? text, out DocumentFault fault), fault.ToString());
        return text;
    }
}
