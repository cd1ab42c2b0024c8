using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Gateway.Cli.Bindings;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Cli.Tests.Bindings;

public sealed class BindingTests : IDisposable
{
    private static readonly XNamespace Mb = BindingXml.Namespace;
    private static readonly XNamespace Ds = BindingXml.SignatureNamespace;

    private readonly SignedBinding _signed = new();

    public void Dispose() => _signed.Dispose();

    [Fact]
    public void Signed_binding_verifies_and_gives_its_labels_and_time_back()
    {
        WireOutcome<BindingInformation> outcome = BindingVerifier.Verify(
            Encoding.UTF8.GetBytes(_signed.Document), _signed.Partner, SignedBinding.Data, MarkingRegistry.Default);
        BindingInformation information = ((WireOutcome<BindingInformation>.Done)outcome).Value;
        MetadataBinding binding = Assert.Single(information.Bindings);
        Assert.Equal(SignedBinding.Originator("SECRET//REL TO USA, FRA"), binding.Originator);
        Assert.Equal(SignedBinding.Now, information.Signature!.SignedAt);
    }

    [Fact]
    public void P_384_signs_too()
    {
        using var larger = new SignedBinding(ECCurve.NamedCurves.nistP384);
        Assert.Contains(BindingAlgorithms.EcdsaSha384, larger.Document, StringComparison.Ordinal);
        Assert.Empty(larger.Rules(larger.Document));
    }

    [Fact]
    public void Other_software_verifies_what_we_sign()
    {
        CryptoConfig.AddAlgorithm(typeof(Ecdsa256), BindingAlgorithms.EcdsaSha256);
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(_signed.Document);
        var signature = new SignedXml(document);
        signature.LoadXml((XmlElement)document.GetElementsByTagName("Signature", Ds.NamespaceName)[0]!);
        Assert.True(signature.CheckSignature(_signed.Key));
    }

    [Fact]
    public void What_other_software_signs_verifies()
    {
        CryptoConfig.AddAlgorithm(typeof(Ecdsa256), BindingAlgorithms.EcdsaSha256);
        string theirs = BySignedXml(_signed.Document);
        Assert.NotEqual(_signed.Document, theirs);
        Assert.Empty(_signed.Rules(theirs));
    }

    [Fact]
    public void Key_that_the_roster_does_not_pin_is_refused()
    {
        Assert.Equal(["4778-SIGNER"], _signed.Rules(_signed.Document, partner: SignedBinding.PartnerWith("sha256:" + new string('0', 64))));
        using var other = new SignedBinding();
        Assert.Equal(["4778-SIGNER"], _signed.Rules(other.Document));
    }

    [Fact]
    public void Certificate_of_the_pinned_key_over_a_signature_of_another_is_refused()
    {
        using var other = new SignedBinding();
        string forged = other.Document.Replace(
            Convert.ToBase64String(other.Certificate.RawData), Convert.ToBase64String(_signed.Certificate.RawData), StringComparison.Ordinal);
        Assert.Equal(["4778-SIGNER"], _signed.Rules(forged));
    }

    [Fact]
    public void RSA_is_refused()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(SignedBinding.Now, SignedBinding.Now.AddDays(1));
        string swapped = _signed.Document.Replace(
            Convert.ToBase64String(_signed.Certificate.RawData), Convert.ToBase64String(certificate.RawData), StringComparison.Ordinal);
        Assert.Equal(["4778-SIGNER"], _signed.Rules(swapped));
    }

    [Fact]
    public void Method_of_another_curve_is_refused() =>
        Assert.Contains("4778-SIGNER", _signed.Rules(_signed.Document.Replace("ecdsa-sha256", "ecdsa-sha384", StringComparison.Ordinal)));

    [Theory]
    [InlineData(">SECRET<", ">UNCLASSIFIED<")]
    [InlineData("<s4774:GenericValue>FRA</s4774:GenericValue>", "<s4774:GenericValue>GBR</s4774:GenericValue>")]
    [InlineData("2026-11-02T09:30:00Z</s4774", "2026-11-02T09:30:01Z</s4774")]
    [InlineData("text/plain", "text/html")]
    public void Changed_label_or_reference_is_refused(string part, string changed) =>
        Assert.Equal(["4778-CHANGED"], _signed.Rules(Replaced(part, changed)));

    [Fact]
    public void Changed_time_of_signing_is_refused() =>
        Assert.Equal(["4778-CHANGED"], _signed.Rules(Replaced("2026-11-02T09:30:00Z</wsu", "2026-11-02T10:30:00Z</wsu")));

    [Fact]
    public void Changed_data_are_refused() =>
        Assert.Equal(["4778-DATA-CHANGED"], _signed.Rules(_signed.Document, new Dictionary<string, byte[]> { ["report.txt"] = [1] }));

    [Fact]
    public void Absent_data_are_refused() => Assert.Equal(["4778-DATA-MISSING"], _signed.Rules(_signed.Document, new Dictionary<string, byte[]>()));

    [Fact]
    public void Digest_of_the_data_cannot_be_swapped()
    {
        byte[] lie = [1];
        string forged = Replaced(Convert.ToBase64String(SHA384.HashData(SignedBinding.Report)), Convert.ToBase64String(SHA384.HashData(lie)));
        Assert.Equal(["4778-CHANGED"], _signed.Rules(forged, new Dictionary<string, byte[]> { ["report.txt"] = lie }));
    }

    [Fact]
    public void Unsigned_binding_is_refused() =>
        Assert.Equal(["4778-REQUIRED"], _signed.Rules(BindingXml.Write(SignedBinding.Information()).ToString(SaveOptions.DisableFormatting)));

    [Fact]
    public void Two_signatures_are_refused() => Assert.Contains("4778-DUPLICATE", _signed.Rules(Changed(root => root.AddFirst(new XElement(root.Element(Ds + "Signature")!)))));

    [Fact]
    public void Wrapped_binding_beside_a_forged_one_is_refused()
    {
        // The signed binding stays where the reference finds it; the forged one stands first, where a careless reader looks.
        string forged = Changed(root =>
        {
            XElement container = root.Element(Mb + "MetadataBindingContainer")!;
            var lie = new XElement(container.Element(Mb + "MetadataBinding")!);
            lie.SetAttributeValue("Id", "lie");
            lie.Descendants().Single(e => e.Name.LocalName == "Classification").Value = "UNCLASSIFIED";
            container.AddFirst(lie);
        });
        Assert.Equal(["4778-SIGNATURE-COVERAGE"], _signed.Rules(forged));
    }

    [Fact]
    public void Two_elements_of_one_Id_are_refused()
    {
        string forged = Changed(root =>
        {
            XElement container = root.Element(Mb + "MetadataBindingContainer")!;
            var lie = new XElement(container.Element(Mb + "MetadataBinding")!);
            lie.Descendants().Single(e => e.Name.LocalName == "Classification").Value = "UNCLASSIFIED";
            container.AddFirst(lie);
        });
        Assert.Contains("4778-ID-DUPLICATE", _signed.Rules(forged));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("ID")]
    public void Id_in_another_spelling_counts_as_the_same(string attribute)
    {
        string forged = Changed(root => root.Descendants().Single(e => e.Name.LocalName == "ConfidentialityInformation").SetAttributeValue(attribute, "binding"));
        Assert.Contains("4778-ID-DUPLICATE", _signed.Rules(forged));
    }

    [Fact]
    public void Signed_binding_hidden_in_an_Object_is_refused()
    {
        string forged = Changed(root =>
        {
            XElement binding = root.Element(Mb + "MetadataBindingContainer")!.Element(Mb + "MetadataBinding")!;
            var hidden = new XElement(binding);
            binding.SetAttributeValue("Id", "lie");
            binding.Descendants().Single(e => e.Name.LocalName == "Classification").Value = "UNCLASSIFIED";
            root.Element(Ds + "Signature")!.Add(new XElement(Ds + "Object", hidden));
        });
        Assert.NotEmpty(_signed.Rules(forged));
    }

    [Fact]
    public void Signed_binding_hidden_beside_the_containers_is_refused()
    {
        string forged = Changed(root =>
        {
            XElement binding = root.Element(Mb + "MetadataBindingContainer")!.Element(Mb + "MetadataBinding")!;
            var hidden = new XElement(binding);
            binding.SetAttributeValue("Id", "lie");
            binding.Descendants().Single(e => e.Name.LocalName == "Classification").Value = "UNCLASSIFIED";
            root.Add(new XElement(XName.Get("keep", "urn:x"), hidden));
        });
        Assert.Contains("4778-ELEMENT", _signed.Rules(forged));
    }

    [Theory]
    [InlineData("4778-SIGNATURE-TRANSFORM", "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\" />", "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\" />")]
    [InlineData("4778-SIGNATURE-TRANSFORM", "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\" /></Transforms>", "")]
    [InlineData("4778-SIGNATURE-ALGORITHM", "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\" />", "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\" />")]
    [InlineData("4778-SIGNATURE-ALGORITHM", "xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256")]
    [InlineData("4778-SIGNATURE-DIGEST", "http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2000/09/xmldsig#sha1")]
    [InlineData("4778-SIGNATURE-COVERAGE", "URI=\"#binding\"", "URI=\"\"")]
    [InlineData("4778-SIGNATURE-COVERAGE", "URI=\"#time\" Type=\"http://www.w3.org/2000/09/xmldsig#SignatureProperties\"", "URI=\"#time\"")]
    [InlineData("4778-SIGNATURE-DATA", "<Reference URI=\"report.txt\">", "<Reference URI=\"other.txt\">")]
    [InlineData("4778-SIGNATURE-TIME", "Target=\"#signature\"", "Target=\"#other\"")]
    [InlineData("4778-SIGNATURE-TIME", "2026-11-02T09:30:00Z</wsu", "2026-11-02T09:30:00</wsu")]
    [InlineData("4778-SIGNATURE-OBJECTS", "<SignatureProperties Id=\"time\">", "<Manifest><Reference URI=\"a\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#sha384\"/><DigestValue>AAAA</DigestValue></Reference></Manifest><SignatureProperties Id=\"time\">")]
    [InlineData("4778-BASE64", "<SignatureValue>", "<SignatureValue>*")]
    [InlineData("4778-ELEMENT", "<KeyInfo>", "<KeyInfo><KeyName>usa</KeyName>")]
    [InlineData("4778-ATTRIBUTE", "<SignedInfo>", "<SignedInfo Id=\"x\">")]
    public void Signature_outside_the_profile_is_refused_by_rule(string rule, string part, string changed) =>
        Assert.Contains(rule, _signed.Rules(Replaced(part, changed)));

    [Theory]
    [InlineData("4778-ROOT", "BindingInformation", "BindingInfo")]
    [InlineData("4778-ELEMENT", "<mb:DataReference", "<mb:Extra/><mb:DataReference")]
    [InlineData("4778-REQUIRED", "<mb:MetadataBinding Id=\"binding\">", "<mb:MetadataBinding>")]
    [InlineData("4778-REQUIRED", "URI=\"report.txt\" xmime", "xmime")]
    [InlineData("4778-CONTENT", "</s4774:originatorConfidentialityLabel></mb:Metadata>", "</s4774:originatorConfidentialityLabel>x</mb:Metadata>")]
    [InlineData("4778-DATA", "<mb:DataReference URI=\"report.txt\" xmime:contentType=\"text/plain\" />", "")]
    [InlineData("4778-ORIGINATOR", "originatorConfidentialityLabel", "alternativeConfidentialityLabel")]
    [InlineData("4774-REQUIRED", "<s4774:CreationDateTime>2026-11-02T09:30:00Z</s4774:CreationDateTime>", "")]
    [InlineData("XML-COMMENT", ">SECRET<", ">SEC<!-- -->RET<")]
    [InlineData("XML-DTD", "<mb:BindingInformation", "<!DOCTYPE x><mb:BindingInformation")]
    public void Binding_that_breaks_a_rule_is_refused_by_its_name(string rule, string part, string changed) =>
        Assert.Contains(rule, _signed.Rules(Replaced(part, changed)));

    [Fact]
    public void Binding_without_labels_is_refused() =>
        Assert.Contains("4778-METADATA", _signed.Rules(Changed(root => root.Descendants(Mb + "Metadata").Remove())));

    [Fact]
    public void Two_labels_of_one_policy_are_refused()
    {
        BindingInformation information = SignedBinding.Information();
        ConfidentialityLabel originator = information.Bindings[0].Originator;
        MetadataBinding twice = information.Bindings[0] with { Labels = [originator, originator with { Role = LabelRole.Alternative }] };
        Assert.Equal(["4778-ALTERNATIVE"], _signed.Rules(_signed.Sign(new BindingInformation([twice]), SignedBinding.Data)));
    }

    [Fact]
    public void Several_bindings_data_inside_and_references_to_metadata_are_signed_and_read()
    {
        MetadataBinding first = SignedBinding.Information().Bindings[0];
        MetadataBinding second = first with
        {
            Id = "inside",
            DataReferences = [],
            Data = [XElement.Parse("<r:report xmlns:r=\"urn:r\" a=\"1\">  kept &#13; space </r:report>", LoadOptions.PreserveWhitespace)],
            MetadataReferences = [new BoundReference("more.xml", null)],
        };
        Dictionary<string, byte[]> data = SignedBinding.Data;
        data["more.xml"] = [7];
        string document = _signed.Sign(new BindingInformation([first, second]), data);
        Assert.Empty(_signed.Rules(document, data));
        Assert.Equal(["4778-CHANGED"], _signed.Rules(document.Replace("kept", "lost", StringComparison.Ordinal), data));
        data["more.xml"] = [8];
        Assert.Equal(["4778-DATA-CHANGED"], _signed.Rules(document, data));
    }

    [Fact]
    public void Every_character_deleted_or_changed_is_refused_or_says_the_same()
    {
        string sound = _signed.Document;
        ConfidentialityLabel label = SignedBinding.Originator("SECRET//REL TO USA, FRA");
        for (int i = 0; i < sound.Length; i += 3)
        {
            foreach (string changed in new[] { sound.Remove(i, 1), sound[..i] + (char)(sound[i] ^ 1) + sound[(i + 1)..] })
            {
                if (BindingVerifier.Verify(Encoding.UTF8.GetBytes(changed), _signed.Partner, SignedBinding.Data, MarkingRegistry.Default)
                    is WireOutcome<BindingInformation>.Done done)
                {
                    Assert.Equal(label, Assert.Single(done.Value.Bindings).Originator);
                }
            }
        }
    }

    private string Replaced(string part, string changed)
    {
        Assert.Contains(part, _signed.Document, StringComparison.Ordinal);
        return _signed.Document.Replace(part, changed, StringComparison.Ordinal);
    }

    private string Changed(Action<XElement> change)
    {
        var root = XElement.Parse(_signed.Document, LoadOptions.PreserveWhitespace);
        change(root);
        return root.ToString(SaveOptions.DisableFormatting);
    }

    // The same references, signed by the platform's implementation of XML Signature.
    private string BySignedXml(string document)
    {
        var xml = new XmlDocument { PreserveWhitespace = true };
        xml.LoadXml(document);
        var ours = (XmlElement)xml.GetElementsByTagName("Signature", Ds.NamespaceName)[0]!;
        var signed = new SignedXml(xml) { SigningKey = _signed.Key };
        signed.Signature.Id = "signature";
        signed.SignedInfo!.CanonicalizationMethod = BindingAlgorithms.Canonical;
        signed.SignedInfo.SignatureMethod = BindingAlgorithms.EcdsaSha256;
        foreach ((string uri, string? type) in new[] { ("#binding", null), ("#data", BindingAlgorithms.ManifestType), ("#time", BindingAlgorithms.PropertiesType) })
        {
            var reference = new Reference(uri) { DigestMethod = BindingAlgorithms.Sha384, Type = type };
            reference.AddTransform(new XmlDsigExcC14NTransform());
            signed.AddReference(reference);
        }

        foreach (XmlElement item in ours.GetElementsByTagName("Object", Ds.NamespaceName))
        {
            var data = new DataObject();
            data.LoadXml(item);
            signed.AddObject(data);
        }

        signed.KeyInfo = new KeyInfo();
        signed.KeyInfo.AddClause(new KeyInfoX509Data(_signed.Certificate));
        signed.ComputeSignature();
        ours.ParentNode!.ReplaceChild(xml.ImportNode(signed.GetXml(), deep: true), ours);
        return xml.OuterXml;
    }

    public sealed class Ecdsa256 : SignatureDescription
    {
        public Ecdsa256() => KeyAlgorithm = typeof(ECDsa).AssemblyQualifiedName;

        public override HashAlgorithm CreateDigest() => SHA256.Create();

        public override AsymmetricSignatureFormatter CreateFormatter(AsymmetricAlgorithm key) => new Formatter((ECDsa)key);

        public override AsymmetricSignatureDeformatter CreateDeformatter(AsymmetricAlgorithm key) => new Deformatter((ECDsa)key);

        private sealed class Formatter(ECDsa key) : AsymmetricSignatureFormatter
        {
            public override byte[] CreateSignature(byte[] rgbHash) => key.SignHash(rgbHash);

            public override void SetHashAlgorithm(string strName)
            {
            }

            public override void SetKey(AsymmetricAlgorithm key)
            {
            }
        }

        private sealed class Deformatter(ECDsa key) : AsymmetricSignatureDeformatter
        {
            public override bool VerifySignature(byte[] rgbHash, byte[] rgbSignature) => key.VerifyHash(rgbHash, rgbSignature);

            public override void SetHashAlgorithm(string strName)
            {
            }

            public override void SetKey(AsymmetricAlgorithm key)
            {
            }
        }
    }
}
