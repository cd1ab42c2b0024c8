using System.Collections.Immutable;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>A ruling with all that its record and statement need and that does not depend on where they will stand.</summary>
/// <param name="Ruling">The ruling.</param>
/// <param name="Seed">Seed of the release's salts, 32 fresh bytes.</param>
/// <param name="TermsSalt">Salt of the terms; empty where nothing is released.</param>
/// <param name="RecordSalt">Salt of the record.</param>
/// <param name="Record">The <see cref="DecisionRecord"/>, encoded.</param>
/// <param name="RecordShared">Bytes at its end that partners with the same decisions have in common.</param>
/// <param name="RecordDigest">Its salted hash.</param>
/// <param name="OpeningsDigest">Salted hash of the opened set; empty where nothing is released.</param>
/// <param name="PolicyDigest">Digest of the policy set that decided.</param>
/// <param name="RosterDigest">Digest of the roster that decided.</param>
internal sealed record PreparedRuling(
    Ruling Ruling,
    ReadOnlyMemory<byte> Seed,
    ReadOnlyMemory<byte> TermsSalt,
    ReadOnlyMemory<byte> RecordSalt,
    ReadOnlyMemory<byte> Record,
    int RecordShared,
    ReadOnlyMemory<byte> RecordDigest,
    ReadOnlyMemory<byte> OpeningsDigest,
    ReadOnlyMemory<byte> PolicyDigest,
    ReadOnlyMemory<byte> RosterDigest);

/// <summary>
/// Prepares the rulings about one product, so that the one writer only numbers and writes. Partners with the same decisions share one
/// encoding of them. Not thread-safe; on any thread.
/// </summary>
internal sealed class RulingPreparation(SealedProduct product, NodeModel model)
{
    private readonly byte[] _policyDigest = model.PolicyDigest;
    private readonly byte[] _rosterDigest = model.RosterDigest;
    private readonly List<(ImmutableArray<PortionDecision> Portions, byte[] Encoded)> _encoded = [];

    /// <summary>Prepares one ruling; <paramref name="seed"/> is 32 fresh random bytes, kept and not to be changed.</summary>
    public PreparedRuling Prepare(Ruling ruling, ReadOnlyMemory<byte> seed) => Prepare([ruling], seed)[0];

    /// <summary>Prepares rulings, in their order; <paramref name="seeds"/> are 32 fresh random bytes for each, kept and not to be changed.</summary>
    public PreparedRuling[] Prepare(ReadOnlySpan<Ruling> rulings, ReadOnlyMemory<byte> seeds)
    {
        var salts = new ReleaseSaltBatch(seeds.Span);
        HashBatch openings = new(), records = new();
        var prepared = new PreparedRuling[rulings.Length];
        for (int i = 0; i < prepared.Length; i++)
        {
            prepared[i] = Record(rulings[i], seeds.Slice(i * Limits.Hash, Limits.Hash), salts.Terms(i), salts.Record(i));
            Commitment.AddRecord(records, salts.Record(i).Span, prepared[i].Record.Span);
            if (rulings[i].Releases)
            {
                Commitment.AddOpenings(openings, product.Id, salts.Openings(i).Span, rulings[i].Opened);
            }
        }

        records.Hash();
        openings.Hash();
        for (int i = 0, released = 0; i < prepared.Length; i++)
        {
            prepared[i] = prepared[i] with { RecordDigest = records[i], OpeningsDigest = rulings[i].Releases ? openings[released++] : default };
        }

        return prepared;
    }

    private PreparedRuling Record(Ruling ruling, ReadOnlyMemory<byte> seed, ReadOnlyMemory<byte> termsSalt, ReadOnlyMemory<byte> recordSalt)
    {
        byte[] portions = Encoded(ruling.Portions);
        long atMs = ruling.At.Now.ToUnixTimeMilliseconds(), latestMs = ruling.At.Latest.ToUnixTimeMilliseconds();
        bool behind = latestMs > atMs;
        byte[] record = new DecisionRecord
        {
            Product = product.Id,
            Recipient = ruling.Recipient,
            AtMs = atMs,
            LatestMs = behind ? latestMs : 0,
            PolicyDigest = _policyDigest,
            RosterDigest = _rosterDigest,
            Portions = ruling.Portions,
        }.Encode(portions);
        return new PreparedRuling(
            ruling,
            seed,
            ruling.Releases ? termsSalt : default,
            recordSalt,
            record,

            // The latest instant stands behind the portions: such a record shares nothing.
            behind ? 0 : portions.Length,
            RecordDigest: default,
            OpeningsDigest: default,
            _policyDigest,
            _rosterDigest);
    }

    private byte[] Encoded(ImmutableArray<PortionDecision> portions)
    {
        foreach ((ImmutableArray<PortionDecision> known, byte[] encoded) in _encoded)
        {
            // The same array, not an equal one.
            if (known == portions)
            {
                return encoded;
            }
        }

        byte[] made = DecisionRecord.Encode(portions);
        _encoded.Add((portions, made));
        return made;
    }
}
