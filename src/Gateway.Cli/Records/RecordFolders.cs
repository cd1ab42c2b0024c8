using System.Text;
using System.Text.Json;
using Gateway.Cli.Nodes;

namespace Gateway.Cli.Records;

/// <summary>Finds the records of nodes in their folders.</summary>
internal static class RecordFolders
{
    /// <summary>Reads every folder's record, and the partners that the first folder's roster names. Throws <see cref="IOException"/>.</summary>
    public static (IReadOnlyList<NodeRecord> Nodes, IReadOnlyList<string> Roster) Read(IReadOnlyList<string> folders) =>
        ([.. folders.Select(Node)], folders.Count == 0 ? [] : Roster(Path.Combine(folders[0], "roster.note")));

    private static NodeRecord Node(string folder)
    {
        string partner = NodeFolder.Partner(folder)?.Value
            ?? throw new IOException($"{folder} is not a node's folder: its appsettings.json names no Gateway:Partner");
        string database = NodeFolder.Record(folder);
        return File.Exists(database) ? RecordReader.Read(partner, database) : throw new IOException($"{folder} has no record yet: {database} is not there");
    }

    /// <summary>The codes alone, out of the note's text; whether it is signed is the node's business.</summary>
    private static string[] Roster(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        string text = File.ReadAllText(path, Encoding.UTF8);
        try
        {
            using JsonDocument roster = JsonDocument.Parse(text[..text.IndexOf("\n\n", StringComparison.Ordinal)]);
            return [.. roster.RootElement.GetProperty("partners").EnumerateArray().Select(partner => partner.GetProperty("code").GetString() ?? "")];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            throw new IOException($"{path} is not a roster", failure);
        }
    }
}
