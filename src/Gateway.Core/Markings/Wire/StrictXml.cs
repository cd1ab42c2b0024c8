using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>
/// Reads XML from strangers: UTF-8, no document type, no entities but the five of XML, nothing fetched, no comments and no processing
/// instructions, at most <see cref="MaxBytes"/> and <see cref="MaxDepth"/>. White space is kept, since signatures cover it.
/// </summary>
public static class StrictXml
{
    /// <summary>Largest document, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Deepest nesting, in elements.</summary>
    public const int MaxDepth = 32;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The root element, or every reason found why the bytes are not admitted. Never throws.</summary>
    public static WireOutcome<XElement> Read(ReadOnlySpan<byte> bytes)
    {
        var errors = new WireErrors();
        if (bytes.Length > MaxBytes)
        {
            errors.Add("XML-SIZE", "/", $"Send at most {MaxBytes} bytes.");
            return errors.Refuse<XElement>();
        }

        string text;
        try
        {
            text = Utf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            errors.Add("XML-ENCODING", "/", "Write the document in UTF-8.");
            return errors.Refuse<XElement>();
        }

        try
        {
            using (XmlReader reader = Open(text))
            {
                Survey(reader, errors);
            }

            if (errors.Any)
            {
                return errors.Refuse<XElement>();
            }

            using XmlReader again = Open(text);
            return errors.Close(XDocument.Load(again, LoadOptions.PreserveWhitespace).Root);
        }
        catch (XmlException e)
        {
            bool doctype = text.Contains("<!DOCTYPE", StringComparison.Ordinal);
            errors.Add(doctype ? "XML-DTD" : "XML-MALFORMED", $"line {e.LineNumber}, column {e.LinePosition}",
                doctype ? "A document type is not admitted; remove it and every entity." : "This is not well-formed XML; mend it here.");
            return errors.Refuse<XElement>();
        }
    }

    private static XmlReader Open(string text) => XmlReader.Create(new StringReader(text), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
    });

    // Before a tree is built, so that depth costs the sender and not us.
    private static void Survey(XmlReader reader, WireErrors errors)
    {
        while (reader.Read())
        {
            string place = reader is IXmlLineInfo line ? $"line {line.LineNumber}, column {line.LinePosition}" : "/";
            if (reader.Depth >= MaxDepth)
            {
                errors.Add("XML-DEPTH", place, $"Nest at most {MaxDepth} elements.");
                return;
            }

            if (reader.NodeType is XmlNodeType.Comment or XmlNodeType.ProcessingInstruction)
            {
                errors.Add("XML-COMMENT", place, "Comments and processing instructions are not admitted; remove them.");
            }
        }
    }
}
