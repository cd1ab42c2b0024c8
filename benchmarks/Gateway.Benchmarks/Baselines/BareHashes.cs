using System.Security.Cryptography;

namespace Gateway.Benchmarks.Baselines;

/// <summary>
/// The hashes alone: inputs of the same lengths, laid ready in memory, one append each, into one span. Nothing that produces or checks
/// the same digests can be faster with this hash.
/// </summary>
internal sealed class BareHashes(IEnumerable<int> lengths) : IDisposable
{
    private readonly byte[][] _inputs = [.. lengths.Select(RandomNumberGenerator.GetBytes)];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _digest = new byte[32];

    public void Run()
    {
        foreach (byte[] input in _inputs)
        {
            _hash.AppendData(input);
            _hash.GetHashAndReset(_digest);
        }
    }

    public void Dispose() => _hash.Dispose();
}
