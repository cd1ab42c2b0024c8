using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Fuzz.Targets;

/// <summary>Notes, checkpoints, keys, proofs, tile paths: what is accepted has one spelling.</summary>
internal static class LogTargets
{
    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("note", bytes => Note.TryParse(bytes, out Note? read) ? Promise.SameBytes(bytes, read.ToBytes()) : "refused"),
        new("checkpoint", bytes => Checkpoint.TryParse(bytes, out Checkpoint? read) ? Promise.SameBytes(bytes, read.ToText()) : "refused"),
        Text("verifier-key", text => VerifierKey.TryParse(text, out VerifierKey? read) ? Promise.SameText(text, read.ToString()) : "refused"),
        Text("key-file", text => KeyFile.TryParse(text, out KeyFile? read, out string? fault) ? $"read {read.Keys.Length}" : Quiet(fault, text)),
        new("tlog-proof", bytes => TlogProof.TryParse(bytes, out TlogProof? read) ? Promise.SameBytes(bytes, read.ToBytes()) : "refused"),
        Text("tile", text => Tile.TryParse(text, out Tile read) ? Promise.SameText(text, read.Path) : "refused"),
        Text("entry-bundle-path", text => EntryBundle.TryParse(text, out EntryBundle read) ? Promise.SameText(text, read.Path) : "refused"),
        new("entry-bundle", Bundle),
        Text("partner-code", text => PartnerCode.TryParse(text, out PartnerCode read) ? Promise.SameText(text, read.Value) : "refused"),
        Text("product-id", text => ProductId.TryParse(text, out ProductId read) ? Promise.SameText(text.ToLowerInvariant(), read.ToString()) : "refused"),
        Text("portion-path", Path),
    ];

    /// <summary>Bytes that are no text are none of a text reader's inputs.</summary>
    private static FuzzTarget Text(string name, Func<string, string> run) =>
        new(name, bytes => run(Encoding.UTF8.GetString(bytes)), MemoryBase: 4 << 20, MemoryPerByte: 1024);

    /// <summary>What is wrong with a key file is told without a word of it: it may hold a seed.</summary>
    private static string Quiet(string fault, string text)
    {
        string? told = text.Split('\n').FirstOrDefault(line => line.Length >= 16 && fault.Contains(line, StringComparison.Ordinal));
        Promise.Holds(told is null, "a fault repeats a line of the key file");
        return fault.Length > 12 ? fault[..12] : fault;
    }

    private static string Path(string text)
    {
        if (!PortionPath.TryPattern(text, out string? pattern))
        {
            return "refused";
        }

        Promise.Holds(PortionPath.TryPattern(pattern, out string? again) is var read && (!read || again == pattern), "a pattern is its own pattern");
        return $"read {pattern.Count(c => c == '/')} {pattern.Count(c => c == '*')}";
    }

    private static string Bundle(byte[] bytes)
    {
        foreach (int width in (int[])[1, 2, 8, 256])
        {
            if (new EntryBundle(0, width).TryDecode(bytes, out ImmutableArray<ReadOnlyMemory<byte>> entries))
            {
                Promise.Holds(entries.Length == width, "a bundle has as many entries as its width");
                return $"{width} " + Promise.SameBytes(bytes, EntryBundle.Encode(entries));
            }
        }

        return "refused";
    }
}
