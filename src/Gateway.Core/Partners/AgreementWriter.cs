using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>Writes the JSON text of an agreement in its canonical form: two spaces, LF, final newline.</summary>
public static class AgreementWriter
{
    /// <summary>The text as UTF-8. Reading it back gives an equal agreement with the digest of this text.</summary>
    public static byte[] Write(Agreement agreement) => DocumentText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", agreement.Id);
        writer.WriteNumber("version", agreement.Version);
        writer.WriteList("parties", [agreement.First.Value, agreement.Second.Value]);
        writer.WriteNumber("stage", agreement.Stage);
        writer.WriteStartObject("ceiling");
        writer.WriteString(agreement.First.Value, agreement.CeilingFromFirst.Word());
        writer.WriteString(agreement.Second.Value, agreement.CeilingFromSecond.Word());
        writer.WriteEndObject();
        writer.WriteList("purposes", AgreementReader.Purposes.Where(p => agreement.Purposes.Contains(p.Value)).OrderBy(p => p.Value).Select(p => p.Key));
        writer.WriteString("valid_from", DocumentText.Time(agreement.ValidFrom));
        writer.WriteString("valid_until", DocumentText.Time(agreement.ValidUntil));
        writer.WriteBoolean("hold_for_officer", agreement.HoldForOfficer);
        writer.WriteNumber("notice_max_age_hours", (int)agreement.NoticeMaxAge.TotalHours);
        writer.WriteEndObject();
    });
}
