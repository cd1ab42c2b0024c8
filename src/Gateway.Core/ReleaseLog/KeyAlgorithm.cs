namespace Gateway.Core.ReleaseLog;

/// <summary>
/// What a key signs, and how. The value is the type byte of C2SP signed-note. One key serves one algorithm, so a signature made for one
/// purpose is never valid for another.
/// </summary>
public enum KeyAlgorithm
{
    /// <summary>Ed25519 over a note's text (0x01): a log's own line.</summary>
    Ed25519 = 0x01,

    /// <summary>Ed25519 over a time and a checkpoint (0x04): a witness's line.</summary>
    CosignatureEd25519 = 0x04,

    /// <summary>ML-DSA-44 over a time and a checkpoint (0x06): a log's or a witness's line.</summary>
    MLDsa44 = 0x06,

    /// <summary>ML-DSA-44 over a note's text (0xff with our own identifier <c>gateway/mldsa44-note/v1</c>): rosters and agreements.</summary>
    MLDsa44Note = 0xff,
}

/// <summary>The properties of each algorithm, in one place.</summary>
internal static class KeyAlgorithms
{
    internal const int MLDsa44PublicKeySize = 1312;
    internal const int MLDsa44SignatureSize = 2420;
    internal const int Ed25519PublicKeySize = 32;
    internal const int Ed25519SignatureSize = 64;

    private static readonly KeyAlgorithm[] All =
        [KeyAlgorithm.Ed25519, KeyAlgorithm.CosignatureEd25519, KeyAlgorithm.MLDsa44, KeyAlgorithm.MLDsa44Note];

    private static readonly byte[] MLDsa44NotePrefix = [0xff, .. "gateway/mldsa44-note/v1"u8];

    /// <summary>What stands before the public key in a vkey and in the hash of its id.</summary>
    internal static ReadOnlySpan<byte> Prefix(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed25519 => [0x01],
        KeyAlgorithm.CosignatureEd25519 => [0x04],
        KeyAlgorithm.MLDsa44 => [0x06],
        KeyAlgorithm.MLDsa44Note => MLDsa44NotePrefix,
    };

    internal static bool IsMLDsa(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed25519 or KeyAlgorithm.CosignatureEd25519 => false,
        KeyAlgorithm.MLDsa44 or KeyAlgorithm.MLDsa44Note => true,
    };

    /// <summary>True if a line of this algorithm starts with a time.</summary>
    internal static bool IsTimed(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed25519 or KeyAlgorithm.MLDsa44Note => false,
        KeyAlgorithm.CosignatureEd25519 or KeyAlgorithm.MLDsa44 => true,
    };

    /// <summary>Splits what a vkey holds into algorithm and public key.</summary>
    internal static bool TrySplit(ReadOnlySpan<byte> typed, out KeyAlgorithm algorithm, out ReadOnlySpan<byte> publicKey)
    {
        foreach (KeyAlgorithm candidate in All)
        {
            ReadOnlySpan<byte> prefix = Prefix(candidate);
            if (typed.StartsWith(prefix))
            {
                algorithm = candidate;
                publicKey = typed[prefix.Length..];
                return true;
            }
        }

        algorithm = default;
        publicKey = default;
        return false;
    }
}
