using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Gateway.Testing;

namespace Gateway.Core.Tests.Warnings.Cap;

/// <summary>The schema of CAP 1.2 as OASIS publishes it, which stands outside the repository.</summary>
internal static class CapSchema
{
    private static readonly Lazy<XmlSchemaSet> Schema = new(() =>
    {
        var set = new XmlSchemaSet { XmlResolver = null };
        using var reader = XmlReader.Create(SharedData.File("standards/CAP-v1.2.xsd")!);
        set.Add(null, reader);
        set.Compile();
        return set;
    });

    /// <summary>Skips the test where the schema is absent.</summary>
    public static void Require() => Assert.SkipUnless(SharedData.File("standards/CAP-v1.2.xsd") is not null, SharedData.Absent);

    /// <summary>The document, valid; throws what the schema finds wrong.</summary>
    public static XElement Valid(byte[] document)
    {
        Require();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Schema.Value, DtdProcessing = DtdProcessing.Prohibit };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        using var reader = XmlReader.Create(new MemoryStream(document), settings);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
    }
}
