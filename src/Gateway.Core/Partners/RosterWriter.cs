using System.Text.Json;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>Writes the JSON text of a roster in its canonical form: two spaces, LF, final newline, partners and coalitions by code.</summary>
public static class RosterWriter
{
    /// <summary>The text as UTF-8. Reading it back gives an equal roster with the digest of this text.</summary>
    public static byte[] Write(Roster roster) => DocumentText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", roster.Terms.Version);
        if (roster.Terms.Previous.Length > 0)
        {
            writer.WriteString("previous", roster.Terms.Previous);
        }

        writer.WriteString("expires", DocumentText.Time(roster.Terms.Expires));
        writer.WriteNumber("quorum", roster.Terms.Quorum);
        writer.WriteStartArray("coalitions");
        foreach (RosterCoalition coalition in roster.Coalitions)
        {
            Write(writer, coalition);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("partners");
        foreach (Partner partner in roster.Partners)
        {
            Write(writer, partner);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, RosterCoalition coalition)
    {
        writer.WriteStartObject();
        writer.WriteString("code", coalition.Code.Value);
        writer.WriteStartArray("members");
        foreach (Membership period in coalition.Members.OrderBy(m => m.Member).ThenBy(m => m.From))
        {
            writer.WriteStartObject();
            writer.WriteString("code", period.Member.Value);
            writer.WriteString("from", DocumentText.Time(period.From));
            if (period.Until is { } until)
            {
                writer.WriteString("until", DocumentText.Time(until));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Partner partner)
    {
        writer.WriteStartObject();
        writer.WriteString("code", partner.Code.Value);
        writer.WriteString("name", partner.Name);
        writer.WriteString("kind", partner.Kind == PartnerKind.Nation ? "nation" : "organisation");
        writer.WriteStartObject("clearance");
        writer.WriteString("default", partner.Clearance.Default.Word());
        writer.WriteStartObject("owners");
        foreach ((PartnerCode owner, Level level) in partner.Clearance.ByOwner)
        {
            writer.WriteString(owner.Value, level.Word());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteList("tlp_communities", partner.TlpCommunities);
        writer.WriteList("caveats", partner.Caveats);
        writer.WriteList("regions", partner.Regions);
        writer.WriteString("address", partner.Address.OriginalString);
        writer.WriteList("tls_pins", partner.TlsPins);
        writer.WriteStartObject("release_log");
        writer.WriteString("origin", partner.ReleaseLog.Origin);
        writer.WriteList("vkeys", partner.ReleaseLog.VerifierKeys);
        writer.WriteList("algorithms", partner.ReleaseLog.Algorithms);
        writer.WriteEndObject();
        writer.WriteString("internal_log", partner.InternalLogOrigin);
        writer.WriteList("document_keys", partner.DocumentKeys);
        if (partner.CourierKey is { } courier)
        {
            writer.WriteString("courier_key", courier.ToString());
        }

        writer.WriteEndObject();
    }
}
