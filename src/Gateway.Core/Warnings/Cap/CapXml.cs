using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gateway.Core.Warnings.Cap;

/// <summary>
/// Messages as XML of CAP 1.2. Whatever a text holds, the document is well-formed, valid against the schema and says the same: markup is
/// escaped, and what XML has no place for becomes U+FFFD. Pure and total.
/// </summary>
public static class CapXml
{
    /// <summary>The namespace of CAP 1.2.</summary>
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <summary>The media type of a document.</summary>
    public const string MediaType = "application/cap+xml";

    private const char Replacement = '\uFFFD';

    private static readonly XNamespace Cap = Namespace;

    /// <summary>The document, UTF-8 without a mark at its start.</summary>
    public static byte[] Write(CapAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            new XDocument(new XDeclaration("1.0", "UTF-8", null), Alert(alert)).Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>CAP 1.2 §3.3.2: numeric offset; UTC is -00:00, and Z is not admitted.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'-00:00'", CultureInfo.InvariantCulture);

    // The order is the schema's.
    private static XElement Alert(CapAlert alert) => new(
        Cap + "alert",
        Text("identifier", alert.Identifier),
        Text("sender", alert.Sender),
        Text("sent", Time(alert.Sent)),
        Text("status", alert.Status.ToString()),
        Text("msgType", alert.MessageType.ToString()),
        Text("scope", alert.Scope.ToString()),
        Optional("restriction", alert.Restriction),
        Optional("addresses", string.Join(' ', alert.Addresses.Select(Quoted))),
        alert.Codes.Select(code => Text("code", code)),
        Optional("note", alert.Note),
        Optional("references", string.Join(' ', alert.References.Select(reference => $"{reference.Sender},{reference.Identifier},{Time(reference.Sent)}"))),
        Optional("incidents", alert.Incident),
        Info(alert.Info));

    private static XElement Info(CapInfo info) => new(
        Cap + "info",
        Optional("language", info.Language),
        Text("category", "Security"),
        Text("event", info.Event),
        info.Responses.Select(response => Text("responseType", response.ToString())),
        Text("urgency", info.Urgency.ToString()),
        Text("severity", info.Severity.ToString()),
        Text("certainty", info.Certainty.ToString()),
        info.EventCodes.Select(code => Value("eventCode", code)),
        OptionalTime("effective", info.Effective),
        OptionalTime("onset", info.Onset),
        OptionalTime("expires", info.Expires),
        Optional("senderName", info.SenderName),
        Optional("headline", info.Headline),
        Optional("description", info.Description),
        Optional("instruction", info.Instruction),
        info.Parameters.Select(parameter => Value("parameter", parameter)),
        info.Area is { } area ? Area(area) : null);

    private static XElement Area(CapArea area) => new(
        Cap + "area",
        Text("areaDesc", area.Description),
        area.Polygons.Select(ring => Text("polygon", string.Join(' ', ring.Select(Point)))),
        area.Circle is { } circle ? Text("circle", $"{Point(circle.Centre)} {Number(circle.RadiusKm)}") : null,
        area.Geocodes.Select(code => Value("geocode", code)));

    private static XElement Value(string name, CapValue value) => new(Cap + name, Text("valueName", value.Name), Text("value", value.Value));

    private static XElement Text(string name, string text) => new(Cap + name, Plain(text));

    private static XElement? Optional(string name, string text) => string.IsNullOrWhiteSpace(text) ? null : Text(name, text);

    private static XElement? OptionalTime(string name, DateTimeOffset? time) => time is { } at ? Text(name, Time(at)) : null;

    private static string Quoted(string address) => address.Contains(' ', StringComparison.Ordinal) ? $"\"{address}\"" : address;

    // CAP 1.2 §3.2.4: latitude first, unlike GeoJSON.
    private static string Point(CapPoint point) => $"{Number(point.Latitude)},{Number(point.Longitude)}";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 §2.2, and no control characters besides line breaks and tabs.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (Rune rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            bool shown = rune.Value is '\n' or '\t' || (!Rune.IsControl(rune) && rune.Value is not (0xFFFE or 0xFFFF));
            plain.Append(shown ? rune.ToString() : Replacement.ToString());
        }

        return plain.ToString();
    }
}
