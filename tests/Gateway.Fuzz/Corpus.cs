using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.ReleaseLog;

namespace Gateway.Fuzz;

/// <summary>Seeds: every byte string and text in tests/vectors, the sample policies and agreements, and some marks.</summary>
public static class Corpus
{
    private static readonly string[] Marks =
    [
        "(S//REL TO USA, FRA)", "TOP SECRET//SI/TK//NOFORN", "(TS//HCS-O//ORCON/NOFORN)", "//NATO SECRET//ATOMAL", "(//FRA S//REL TO USA, FRA)",
        "SECRET//FGI DEU GBR//REL TO USA, DEU, GBR", "UNCLASSIFIED//FOUO", "TLP:AMBER+STRICT", "TLP:RED", "VS-NUR FÜR DEN DIENSTGEBRAUCH", "SECRET UE/EU SECRET",
        "HEMLIG/SECRET//REL TO SWE, FIN", "(C//RELIDO)", "S//DISPLAY ONLY FRA", "tile/0/x001/x234/067.p/17", "tile/entries/x001/000",
        "judgements/0123456789abcdef/confidence", "FRA", "gateway.example.fr/log+0a1b2c3d+AQ==",
    ];

    /// <summary>The seeds, read from the repository that this program lies in.</summary>
    public static IReadOnlyList<byte[]> Seeds { get; } = Read();

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Inputs that once broke a promise, by target.</summary>
    public static IEnumerable<(string Target, byte[] Input)> Reproducers()
    {
        string folder = Path.Combine(FindRoot(), "tests", "Gateway.Fuzz", "Reproducers");
        foreach (string path in Directory.EnumerateFiles(folder, "*.hex").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            yield return (name[..name.LastIndexOf('-')], Convert.FromHexString(File.ReadAllText(path).Trim()));
        }
    }

    private static List<byte[]> Read()
    {
        string root = FindRoot();
        var seeds = new List<byte[]> { Array.Empty<byte>() };
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "tests", "vectors"), "*.json").Order(StringComparer.Ordinal))
        {
            Collect(JsonNode.Parse(File.ReadAllText(path)), seeds);
        }

        foreach (string pattern in (string[])["*.relpol", "*.json"])
        {
            seeds.AddRange(Directory.EnumerateFiles(Path.Combine(root, "samples"), pattern, SearchOption.AllDirectories)
                .Where(path => !path.Contains("assessments", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        }

        seeds.AddRange(Marks.Select(Encoding.UTF8.GetBytes));

        // What stands above the blank line of a note is a text of its own; ids are read as hex too.
        seeds.AddRange([.. seeds.Where(seed => seed.AsSpan().IndexOf("\n\n"u8) > 0).Select(seed => seed[..(seed.AsSpan().IndexOf("\n\n"u8) + 1)])]);
        seeds.Add(Encoding.UTF8.GetBytes(new string('a', 64)));
        seeds.Add(Encoding.UTF8.GetBytes(KeyFile.Write(
            [SigningKey.FromSeed(KeyAlgorithm.Ed25519, "gateway.example.fr/log", new byte[32]), SigningKey.FromSeed(KeyAlgorithm.MLDsa44, "gateway.example.fr/log", new byte[32])],
            isDevelopment: true)));
        return [.. seeds.DistinctBy(Convert.ToHexString)];
    }

    private static void Collect(JsonNode? node, List<byte[]> seeds)
    {
        switch (node)
        {
            case JsonObject obj:
                foreach ((_, JsonNode? child) in obj)
                {
                    Collect(child, seeds);
                }

                break;
            case JsonArray list:
                foreach (JsonNode? child in list)
                {
                    Collect(child, seeds);
                }

                break;
            case JsonValue value when value.TryGetValue(out string? text):
                // Hex in vectors is bytes; short words are words.
                seeds.Add(text.Length >= 8 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(text) : Encoding.UTF8.GetBytes(text));
                break;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Gateway.sln is not above this program.");
    }
}
