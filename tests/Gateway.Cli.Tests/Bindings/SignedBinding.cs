using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Cli.Bindings;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;
using Gateway.Core.Partners;

namespace Gateway.Cli.Tests.Bindings;

/// <summary>A key, its certificate, the partner whose roster entry pins it, and a document that it signed.</summary>
internal sealed class SignedBinding : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);
    public static readonly byte[] Report = Encoding.UTF8.GetBytes("The risk rose within a month.");

    public SignedBinding(ECCurve curve)
    {
        Key = ECDsa.Create(curve);
        var request = new CertificateRequest("CN=node", Key, HashAlgorithmName.SHA384);
        Certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddYears(1));
        Partner = PartnerWith("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Key.ExportSubjectPublicKeyInfo())));
        Document = Sign(Information(), Data);
    }

    public SignedBinding()
        : this(ECCurve.NamedCurves.nistP256)
    {
    }

    public ECDsa Key { get; }

    public X509Certificate2 Certificate { get; }

    public Partner Partner { get; }

    public string Document { get; }

    public static Dictionary<string, byte[]> Data => new() { ["report.txt"] = Report };

    public static BindingInformation Information(string mark = "SECRET//REL TO USA, FRA") => new(
    [
        new MetadataBinding
        {
            Id = "binding",
            Labels = [Originator(mark)],
            DataReferences = [new BoundReference("report.txt", "text/plain")],
        },
    ]);

    public static ConfidentialityLabel Originator(string mark)
    {
        var marking = (MarkingReading.Readable)MarkingReader.Read(new Marking { Policy = "US", Text = mark }, MarkingKind.Banner, MarkingRegistry.Default);
        return ((WireOutcome<ConfidentialityLabel>.Done)LabelMarking.Originator(marking.Marking, new LabelDetails(Now, Now.AddYears(5)), MarkingRegistry.Default)).Value;
    }

    public static Partner PartnerWith(params string[] pins) => new()
    {
        Code = PartnerCode.TryParse("USA", out PartnerCode code) ? code : default,
        Name = "United States",
        Kind = PartnerKind.Nation,
        Address = new Uri("https://usa.example"),
        TlsPins = [.. pins],
        ReleaseLog = new ReleaseLogIdentity("usa.example/log", [], []),
        InternalLogOrigin = "usa.example/internal",
        DocumentKeys = [],
    };

    public string Sign(BindingInformation information, IReadOnlyDictionary<string, byte[]> data) =>
        BindingSigner.Sign(information, data, Key, Certificate, Now);

    public string[] Rules(string document, IReadOnlyDictionary<string, byte[]>? data = null, Partner? partner = null) =>
        BindingVerifier.Verify(Encoding.UTF8.GetBytes(document), partner ?? Partner, data ?? Data, MarkingRegistry.Default)
            is WireOutcome<BindingInformation>.Refused refused ? [.. refused.Errors.Select(error => error.Rule)] : [];

    public void Dispose()
    {
        Key.Dispose();
        Certificate.Dispose();
    }
}
