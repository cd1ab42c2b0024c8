using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gateway.Core.Partners;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// Signing keys of one purpose as a text file: <c>gateway-keys/v1</c>, then one line per key, <c>algorithm name base64(seed)</c>, with
/// algorithms <c>ed25519</c>, <c>cosignature-ed25519</c>, <c>ml-dsa-44</c>, <c>ml-dsa-44-note</c>. Lines starting with <c>#</c> are comments; a
/// development key file carries <see cref="DevelopmentMarker"/> in one. LF, final newline. Secret; its faults never repeat its content.
/// </summary>
public sealed class KeyFile
{
    private const string FirstLine = "gateway-keys/v1";

    private static readonly ImmutableArray<KeyAlgorithm> Algorithms =
        [KeyAlgorithm.Ed25519, KeyAlgorithm.CosignatureEd25519, KeyAlgorithm.MLDsa44, KeyAlgorithm.MLDsa44Note];

    private KeyFile(ImmutableArray<SigningKey> keys, bool isDevelopment)
    {
        Keys = keys;
        IsDevelopment = isDevelopment;
    }

    /// <summary>The keys, in file order; at least one.</summary>
    public ImmutableArray<SigningKey> Keys { get; }

    /// <summary>Whether the file says that it is for development only.</summary>
    public bool IsDevelopment { get; }

    /// <summary>Reads a key file. False with a message that names the line and the rule.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeyFile? file, [NotNullWhen(false)] out string? fault)
    {
        file = null;
        string[] lines = text.Split('\n');
        var keys = ImmutableArray.CreateBuilder<SigningKey>();
        fault = lines[0] != FirstLine ? $"line 1: expected '{FirstLine}'"
            : lines[^1].Length > 0 ? $"line {lines.Length}: the final newline is missing"
            : null;
        for (int i = 1; i < lines.Length - 1 && fault is null; i++)
        {
            if (!lines[i].StartsWith('#'))
            {
                fault = TryKey(lines[i], keys) is { } wrong ? $"line {i + 1}: {wrong}" : null;
            }
        }

        fault ??= keys.Count == 0 ? "the file holds no key" : null;
        if (fault is null)
        {
            file = new KeyFile(keys.ToImmutable(), DevelopmentMarker.IsMarked(text));
        }

        return file is not null;
    }

    /// <summary>The text of a key file. Secret.</summary>
    public static string Write(IEnumerable<SigningKey> keys, bool isDevelopment)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        if (isDevelopment)
        {
            text.Append("# ").Append(DevelopmentMarker.Words).Append('\n');
        }

        foreach (SigningKey key in keys)
        {
            text.Append(Word(key.VerifierKey.Algorithm)).Append(' ').Append(key.VerifierKey.Name).Append(' ')
                .Append(Convert.ToBase64String(key.ExportSeed())).Append('\n');
        }

        return text.ToString();
    }

    private static string? TryKey(string line, ImmutableArray<SigningKey>.Builder keys)
    {
        string[] parts = line.Split(' ');
        if (parts.Length != 3)
        {
            return "expected 'algorithm name seed'";
        }

        KeyAlgorithm algorithm = Algorithms.FirstOrDefault(a => Word(a) == parts[0]);
        if (algorithm == default)
        {
            return "unknown algorithm; known are " + string.Join(", ", Algorithms.Select(Word));
        }

        byte[] seed = new byte[SigningKey.SeedSize];
        if (!Convert.TryFromBase64String(parts[2], seed, out int written) || written != seed.Length)
        {
            return $"the seed is not {SigningKey.SeedSize} bytes in base64";
        }

        if (!NoteSyntax.IsName(parts[1]))
        {
            return "not a key name";
        }

        keys.Add(SigningKey.FromSeed(algorithm, parts[1], seed));
        return null;
    }

    private static string Word(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed25519 => "ed25519",
        KeyAlgorithm.CosignatureEd25519 => "cosignature-ed25519",
        KeyAlgorithm.MLDsa44 => "ml-dsa-44",
        KeyAlgorithm.MLDsa44Note => "ml-dsa-44-note",
    };
}
