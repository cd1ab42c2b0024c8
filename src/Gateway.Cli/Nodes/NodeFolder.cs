using System.Text.Json;
using Gateway.Core.Partners;

namespace Gateway.Cli.Nodes;

/// <summary>A node's folder as <c>node init</c> lays it out (certs-dev/README.md), read by somebody on the same machine.</summary>
internal static class NodeFolder
{
    public static NodeAccess Read(string folder, string role, Uri? address)
    {
        if (Partner(folder) is not { } partner)
        {
            return new NodeAccess.Unknown($"{folder} is not a node's folder: its appsettings.json names no Gateway:Partner");
        }

        string caller = Path.Combine(folder, "callers", role);
        return File.Exists(caller + ".crt")
            ? NodeAccess.Of(address, caller + ".crt", caller + ".key", Path.Combine(folder, "roster.note"), partner)
            : new NodeAccess.Unknown($"{folder} has no caller '{role}'");
    }

    /// <summary>Where the folder's node listens, as it wrote when it started; null when it does not run.</summary>
    public static Uri? RunningAt(string folder)
    {
        string file = Path.Combine(folder, "node.address");
        return File.Exists(file) && Uri.TryCreate(File.ReadAllText(file).Trim(), UriKind.Absolute, out Uri? address) ? address : null;
    }

    /// <summary>The database of the folder's node: <c>gateway.db</c> in the folder that its Gateway:Data names.</summary>
    public static string Record(string folder) => Path.Combine(folder, Setting(folder, "Data") ?? ".", "gateway.db");

    /// <summary>Whose node the folder is, or null if it is no node's folder.</summary>
    public static PartnerCode? Partner(string folder) =>
        PartnerCode.TryParse(Setting(folder, "Partner"), out PartnerCode code) ? code : null;

    /// <summary>The marking registry file of the folder's node, or null when it enables no tokens.</summary>
    public static string? Registry(string folder) => Setting(folder, "Registry") is { Length: > 0 } file ? Path.Combine(folder, file) : null;

    private static string? Setting(string folder, string key)
    {
        string settings = Path.Combine(folder, "appsettings.json");
        if (!File.Exists(settings))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(settings));
            return document.RootElement.TryGetProperty("Gateway", out JsonElement gateway)
                && gateway.TryGetProperty(key, out JsonElement value)
                && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
