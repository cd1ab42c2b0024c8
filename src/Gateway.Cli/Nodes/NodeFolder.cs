using System.Text.Json;
using Gateway.Core.Partners;

namespace Gateway.Cli.Nodes;

/// <summary>A node's folder as <c>node init</c> lays it out (certs-dev/README.md), read by somebody on the same machine.</summary>
internal static class NodeFolder
{
    public static NodeAccess Read(string folder, string role, Uri? address)
    {
        string settings = Path.Combine(folder, "appsettings.json");
        if (!File.Exists(settings))
        {
            return new NodeAccess.Unknown($"{folder} is not a node's folder: it has no appsettings.json");
        }

        if (Partner(settings) is not { } partner)
        {
            return new NodeAccess.Unknown($"{settings} names no Gateway:Partner");
        }

        string caller = Path.Combine(folder, "callers", role);
        return File.Exists(caller + ".crt")
            ? NodeAccess.Of(address, caller + ".crt", caller + ".key", Path.Combine(folder, "roster.note"), partner)
            : new NodeAccess.Unknown($"{folder} has no caller '{role}'");
    }

    private static PartnerCode? Partner(string settings)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(settings));
            return document.RootElement.TryGetProperty("Gateway", out JsonElement gateway)
                && gateway.TryGetProperty("Partner", out JsonElement partner)
                && PartnerCode.TryParse(partner.GetString(), out PartnerCode code) ? code : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
