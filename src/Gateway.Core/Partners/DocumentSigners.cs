using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Partners;

/// <summary>
/// Who is trusted to sign a document, each under a name with a pair of keys: <see cref="KeyAlgorithm.Ed25519"/> and
/// <see cref="KeyAlgorithm.MLDsa44Note"/>. Both lines of a pair must verify, so breaking one algorithm forges nothing. Immutable.
/// </summary>
public sealed class DocumentSigners
{
    private readonly ImmutableDictionary<string, (VerifierKey Classical, VerifierKey PostQuantum)> _pairs;

    private DocumentSigners(ImmutableDictionary<string, (VerifierKey Classical, VerifierKey PostQuantum)> pairs) => _pairs = pairs;

    /// <summary>The names, in no order.</summary>
    public IEnumerable<string> Names => _pairs.Keys;

    /// <summary>
    /// Groups keys by signer name. False unless there is at least one name, every name has exactly one key of each of the two
    /// algorithms, and no public key stands under two names (one signer must not count twice towards a quorum).
    /// </summary>
    public static bool TryCreate(IEnumerable<VerifierKey> keys, [NotNullWhen(true)] out DocumentSigners? signers)
    {
        signers = null;
        VerifierKey[] all = [.. keys];
        var pairs = ImmutableDictionary.CreateBuilder<string, (VerifierKey, VerifierKey)>(StringComparer.Ordinal);
        foreach (IGrouping<string, VerifierKey> named in all.GroupBy(key => key.Name, StringComparer.Ordinal))
        {
            VerifierKey[] classical = [.. named.Where(key => key.Algorithm == KeyAlgorithm.Ed25519)];
            VerifierKey[] postQuantum = [.. named.Where(key => key.Algorithm == KeyAlgorithm.MLDsa44Note)];
            if (named.Count() != 2 || classical.Length != 1 || postQuantum.Length != 1
                || classical[0].KeyId == postQuantum[0].KeyId)
            {
                return false;
            }

            pairs.Add(named.Key, (classical[0], postQuantum[0]));
        }

        if (pairs.Count == 0 || all.DistinctBy(key => Convert.ToBase64String(key.PublicKey.AsSpan())).Count() != all.Length)
        {
            return false;
        }

        signers = new DocumentSigners(pairs.ToImmutable());
        return true;
    }

    internal ImmutableArray<VerifierKey> Keys => [.. _pairs.Values.SelectMany(pair => new[] { pair.Classical, pair.PostQuantum })];

    internal bool Has(string name) => _pairs.ContainsKey(name);

    /// <summary>The signers both of whose keys are among <paramref name="verified"/>.</summary>
    internal ImmutableHashSet<string> Complete(IEnumerable<VerifierKey> verified)
    {
        HashSet<VerifierKey> keys = [.. verified];
        return [.. _pairs.Where(signer => keys.Contains(signer.Value.Classical) && keys.Contains(signer.Value.PostQuantum)).Select(signer => signer.Key)];
    }
}
