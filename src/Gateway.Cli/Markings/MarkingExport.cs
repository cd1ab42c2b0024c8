using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.Cli.Bindings;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Cli.Markings;

/// <summary><c>gatewayctl marking export</c>: a mark in the form that another system takes.</summary>
internal static class MarkingExport
{
    private const int YearsToReview = 5;

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Verb Build(Surface surface)
    {
        Option<string> form = WireOptions.Form();
        var policy = new Option<string>("--policy") { Description = "Whose grammar the mark follows", DefaultValueFactory = _ => "US" };
        Option<string?> kind = WireOptions.Kind("what stands in parentheses is a portion mark");
        var list = new Option<string?>("--list") { Description = "Release list beside the text, where the policy has no words for one", HelpName = "CODE,CODE" };
        var owner = new Option<string?>("--owner") { Description = "4774, 4778: who makes the label; an e-mail address, an address, or IDTYPE:NAME", HelpName = "NAME" };
        var created = new Option<DateTimeOffset?>("--created") { Description = "4774, 4778: when the label is made; otherwise now", HelpName = "TIME" };
        var review = new Option<DateTimeOffset?>("--review") { Description = $"4774, 4778: when it has to be reviewed; otherwise {YearsToReview} years later", HelpName = "TIME" };
        var also = new Option<string[]>("--as") { Description = "4774: as an alternative label in this policy; 4778: such a label too, may be repeated", HelpName = "POLICY" };
        Option<FileInfo[]> bind = WireOptions.Bind();
        var certificate = new Option<FileInfo?>("--certificate") { Description = "4778: certificate of the key, PEM; the node's", HelpName = "FILE" };
        var key = new Option<FileInfo?>("--key") { Description = "4778: the key that the roster pins, PEM", HelpName = "FILE" };
        var words = new RegistryOption();
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var mark = new Argument<string>("MARK") { Description = "The mark" };
        return new Verb(
            "export", "Writes a mark as another system takes it, or says what the form cannot carry.",
            form, policy, kind, list, owner, created, review, also, bind, certificate, key, words.Symbol, json, mark)
        {
            Examples =
            [
                "marking export --form ism '(S//REL TO USA, FRA)'",
                "marking export --form 4774 --policy FRA --list DEU --owner desk@example.fr --review 2031-01-01T00:00Z SECRET",
                "marking export --form 4778 --bind report.pdf --certificate node.crt --key node.key 'SECRET//REL TO USA, FRA'",
            ],
        }.Does(parsed =>
        {
            if (!words.TryRead(parsed, out MarkingRegistry? registry, out string? fault))
            {
                return surface.Refuse(fault);
            }

            DateTimeOffset now = surface.Time.GetUtcNow();
            DateTimeOffset at = parsed.GetValue(created) ?? new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, TimeSpan.Zero);
            LabelOriginator? originator = parsed.GetValue(owner) is { } name ? WireOptions.Originator(name) : null;
            if (parsed.GetValue(owner) is not null && originator is null)
            {
                return surface.Misuse("--owner is an e-mail address, an address, or IDTYPE:NAME");
            }

            string text = parsed.GetRequiredValue(mark);
            string chosen = parsed.GetRequiredValue(form);
            var request = new Request(
                chosen,
                new Marking { Policy = parsed.GetRequiredValue(policy), Text = text, ReleasableTo = [.. (parsed.GetValue(list) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] },
                WireOptions.KindOf(parsed.GetValue(kind), text.StartsWith('(') ? MarkingKind.Portion : MarkingKind.Banner),
                new LabelDetails(at, parsed.GetValue(review) ?? at.AddYears(YearsToReview)) { Originator = originator },
                parsed.GetValue(also) ?? [],
                parsed.GetValue(bind) ?? [],
                registry);
            if (chosen == WireOptions.Label && request.Also.Length > 1)
            {
                return surface.Misuse("a 4774 document is one label; name one policy with --as");
            }

            if (chosen != WireOptions.Binding)
            {
                return WireReport.Exported(surface, chosen, text, Unsigned(request), parsed.GetValue(json));
            }

            if (parsed.GetValue(certificate) is not { } certificateFile || parsed.GetValue(key) is not { } keyFile || request.Bind.Length == 0)
            {
                return surface.Misuse("a binding is of data, and signed: give --bind, --certificate and --key");
            }

            return Signed(surface, request, certificateFile, keyFile, now, parsed.GetValue(json));
        });
    }

    private static WireOutcome<string> Unsigned(Request request) => Read(request).Then(marking => request.Form switch
    {
        WireOptions.Ism => IsmForm.Write(marking, request.Registry).Then(attributes => Document(IsmForm.ToXml(attributes).ToString())),
        WireOptions.Stix => StixForm.Write(marking, request.Registry).Then<string>(bundle => new WireOutcome<string>.Done(bundle.ToJsonString(Readable))),
        _ => Label(marking, request).Then(label => Document(LabelXml.Write(label).ToString())),
    });

    private static WireOutcome<ConfidentialityLabel> Label(ParsedMarking marking, Request request) => request.Also is [var policy]
        ? LabelMarking.Alternative(marking, policy, request.Details, request.Registry)
        : LabelMarking.Originator(marking, request.Details, request.Registry);

    private static ExitCode Signed(Surface surface, Request request, FileInfo certificateFile, FileInfo keyFile, DateTimeOffset now, bool json)
    {
        using var key = ECDsa.Create();
        X509Certificate2 certificate;
        try
        {
            key.ImportFromPem(File.ReadAllText(keyFile.FullName));
            certificate = X509CertificateLoader.LoadCertificateFromFile(certificateFile.FullName);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return surface.Refuse($"{keyFile.Name} and {certificateFile.Name} are not an elliptic-curve key and its certificate in PEM");
        }

        using (certificate)
        using (ECDsa? own = certificate.GetECDsaPublicKey())
        {
            if (own is null || BindingSigner.MethodOf(key) is null || !own.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            {
                return surface.Refuse($"{certificateFile.Name} is not the certificate of {keyFile.Name}, or the key is not of P-256 or P-384");
            }

            Dictionary<string, byte[]> data = request.Bind.ToDictionary(WireOptions.UriOf, file => File.ReadAllBytes(file.FullName), StringComparer.Ordinal);
            WireOutcome<string> outcome = Read(request).Then(marking => Labels(marking, request)).Then(labels =>
            {
                var binding = new MetadataBinding
                {
                    Id = "binding",
                    Labels = [.. labels],
                    DataReferences = [.. data.Keys.Order(StringComparer.Ordinal).Select(uri => new BoundReference(uri, null))],
                };
                return Document(BindingSigner.Sign(new BindingInformation([binding]), data, key, certificate, now));
            });
            return WireReport.Exported(surface, request.Form, request.Marking.Text, outcome, json);
        }
    }

    // The originator's label first, untouched; equivalents beside it.
    private static WireOutcome<List<ConfidentialityLabel>> Labels(ParsedMarking marking, Request request)
    {
        WireOutcome<List<ConfidentialityLabel>> labels = LabelMarking.Originator(marking, request.Details, request.Registry).Then(One);
        foreach (string policy in request.Also)
        {
            labels = labels.Then(known => LabelMarking.Alternative(marking, policy, request.Details, request.Registry)
                .Then<List<ConfidentialityLabel>>(label => new WireOutcome<List<ConfidentialityLabel>>.Done([.. known, label])));
        }

        return labels;

        static WireOutcome<List<ConfidentialityLabel>> One(ConfidentialityLabel label) => new WireOutcome<List<ConfidentialityLabel>>.Done([label]);
    }

    private static WireOutcome<ParsedMarking> Read(Request request) =>
        MarkingReader.Read(request.Marking, request.Kind, request.Registry) switch
        {
            MarkingReading.Readable readable => new WireOutcome<ParsedMarking>.Done(readable.Marking),
            MarkingReading.Unreadable unreadable => new WireOutcome<ParsedMarking>.Refused(
                [.. unreadable.Errors.Select(error => new WireError(error.Rule, $"MARK[{error.Position}]", error.Message))]),
            var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
        };

    private static WireOutcome<string> Document(string root) =>
        new WireOutcome<string>.Done("""<?xml version="1.0" encoding="UTF-8"?>""" + "\n" + root);

    private sealed record Request(string Form, Marking Marking, MarkingKind Kind, LabelDetails Details, string[] Also, FileInfo[] Bind, MarkingRegistry Registry);
}
