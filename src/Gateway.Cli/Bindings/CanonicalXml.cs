using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Gateway.Core.Markings.Wire;

namespace Gateway.Cli.Bindings;

/// <summary>The exclusive canonical form of an element (W3C xml-exc-c14n), by the platform's library, and digests over it.</summary>
internal static class CanonicalXml
{
    /// <summary>Canonical bytes of an element of a document that <see cref="StrictXml"/> admitted, without comments.</summary>
    public static byte[] Of(XElement element)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        using (var reader = XmlReader.Create(
            new StringReader(Text(element)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }))
        {
            document.Load(reader);
        }

        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(document);
        using var canonical = (MemoryStream)transform.GetOutput(typeof(Stream));
        return canonical.ToArray();
    }

    /// <summary>The digest of bytes by an algorithm of the profile.</summary>
    public static byte[] Digest(string method, ReadOnlySpan<byte> bytes) => method switch
    {
        BindingAlgorithms.Sha384 => SHA384.HashData(bytes),
        BindingAlgorithms.Sha256 => SHA256.HashData(bytes),
        BindingAlgorithms.Sha512 => SHA512.HashData(bytes),
        _ => throw new ArgumentException("The profile has no such digest.", nameof(method)),
    };

    /// <summary>The element as text that reads as the same element: what reading would turn into another character is written as a reference.</summary>
    public static string Text(XElement element)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
        {
            element.WriteTo(writer);
        }

        return text.ToString();
    }
}
