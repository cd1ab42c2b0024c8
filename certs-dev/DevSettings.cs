using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.DevKeys;

/// <summary>A local caller of a node, as its configuration names it.</summary>
internal sealed record DevCaller(string Role, string Thumbprint, string Clearance);

/// <summary>The node's configuration. Paths are relative to the node's folder, so the folder can be moved.</summary>
internal static class DevSettings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(DevPartner partner, IEnumerable<DevCaller> callers)
    {
        var gateway = new JsonObject
        {
            ["Partner"] = partner.Code.Value,
            ["Listen"] = $"https://127.0.0.1:{partner.Port}",
            ["Data"] = ".",
            ["Roster"] = "roster.note",
            ["Agreements"] = "agreements",
            ["Policies"] = "policies",
            ["Keys"] = "keys",
            ["Callers"] = new JsonArray([.. callers.Select(caller => (JsonNode)new JsonObject
            {
                ["Name"] = $"{caller.Role}@{partner.Code.Value.ToLowerInvariant()}",
                ["Thumbprint"] = caller.Thumbprint,
                ["Role"] = caller.Role,
                ["Clearance"] = caller.Clearance,
                ["Organisation"] = partner.Code.Value,
            })]),
            ["Peers"] = new JsonArray(),
        };
        return new JsonObject { ["Gateway"] = gateway }.ToJsonString(Indented) + "\n";
    }
}
