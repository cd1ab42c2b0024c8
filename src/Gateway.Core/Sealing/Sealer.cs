using System.Buffers.Binary;
using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Sealing;

/// <summary>What the author of a product decides before it is sealed.</summary>
/// <param name="Originator">The sealing partner.</param>
/// <param name="LineageId">32 bytes; the lineage of the edition it follows, or fresh.</param>
/// <param name="IssuedAtMs">Milliseconds since the Unix epoch; greater than any before it in the lineage.</param>
/// <param name="Mode">Real, exercise or test.</param>
/// <param name="Schema">The schema that bounds it.</param>
public sealed record SealTerms(PartnerCode Originator, ReadOnlyMemory<byte> LineageId, long IssuedAtMs, Mode Mode, ProductSchema Schema);

/// <summary>A sealed product: the bytes are final. Immutable.</summary>
/// <param name="Id">Hash of <paramref name="ManifestBytes"/>.</param>
/// <param name="Manifest">The manifest, read.</param>
/// <param name="ManifestBytes">The manifest, verbatim.</param>
/// <param name="Portions">The real portions, ascending by index.</param>
public sealed record SealedProduct(ProductId Id, Manifest Manifest, ReadOnlyMemory<byte> ManifestBytes, ImmutableArray<Portion> Portions);

/// <summary>
/// Seals drafts into a product: permute, number, link, hash. Positions and ranks are random, so nothing about number, order or
/// importance of portions shows in what a recipient gets. Not thread-safe; one per worker.
/// </summary>
public sealed class Sealer(RandomSource random) : IDisposable
{
    private readonly Commitment _commitment = new();

    /// <summary>
    /// Seals. The caller has checked the drafts against the schema; too many portions or a portion over
    /// <see cref="Limits.PortionBody"/> is its bug and throws <see cref="ArgumentException"/>.
    /// </summary>
    public SealedProduct Seal(ImmutableArray<DraftPortion> drafts, SealTerms terms)
    {
        if (drafts.IsEmpty || drafts.Length > terms.Schema.Capacity)
        {
            throw new ArgumentException($"A product of schema {terms.Schema.Name} has 1 to {terms.Schema.Capacity} portions.", nameof(drafts));
        }

        byte[] uid = random.Bytes(Limits.Hash);
        ushort[] positions = Positions(terms.Schema.Commitments, drafts.Length);
        (uint[] variants, uint[] ranks) = VariantsAndRanks(drafts);

        // One fill: decoys for every position, salts for every portion.
        byte[] commitments = random.Bytes(terms.Schema.Commitments * Limits.Hash);
        byte[] salts = random.Bytes(drafts.Length * Limits.Hash);

        var portions = new Portion[drafts.Length];
        for (int i = 0; i < drafts.Length; i++)
        {
            DraftPortion draft = drafts[i];
            var body = new PortionBody
            {
                Path = draft.Path,
                Variant = variants[i],
                Rank = ranks[i],
                Type = draft.Type,
                Marking = draft.Marking,
                Value = draft.Value,
                MustAccompany = [.. draft.MustAccompany.Distinct().Select(other => (uint)positions[other]).Order()],
                Regions = [.. draft.Regions.Distinct().Order(StringComparer.Ordinal)],
                Topics = [.. draft.Topics.Distinct().Order(StringComparer.Ordinal)],
            };
            byte[] encoded = body.Encode();
            if (encoded.Length > Limits.PortionBody)
            {
                throw new ArgumentException($"Portion {draft.Path} is over {Limits.PortionBody} bytes.", nameof(drafts));
            }

            ReadOnlyMemory<byte> salt = salts.AsMemory(i * Limits.Hash, Limits.Hash);
            _commitment.Portion(uid, positions[i], salt.Span, encoded, commitments.AsSpan(positions[i] * Limits.Hash, Limits.Hash));
            portions[i] = new Portion(positions[i], salt, encoded, body);
        }

        Array.Sort(portions, (left, right) => left.Index.CompareTo(right.Index));
        var manifest = new Manifest
        {
            ProductUid = uid,
            LineageId = terms.LineageId,
            Originator = terms.Originator,
            IssuedAtMs = terms.IssuedAtMs,
            Schema = terms.Schema.Name,
            Commitments = commitments,
            Mode = terms.Mode,
        };
        byte[] bytes = manifest.Encode();
        return new SealedProduct(ProductId.OfManifest(bytes), manifest, bytes, [.. portions]);
    }

    /// <inheritdoc/>
    public void Dispose() => _commitment.Dispose();

    /// <summary>A random choice of positions: sort all by random keys, take the first ones.</summary>
    private ushort[] Positions(int commitments, int count)
    {
        var keys = new ulong[commitments];
        random.Fill(System.Runtime.InteropServices.MemoryMarshal.AsBytes(keys.AsSpan()));
        var positions = new ushort[commitments];
        for (int i = 0; i < commitments; i++)
        {
            positions[i] = (ushort)i;
        }

        Array.Sort(keys, positions);
        return positions[..count];
    }

    /// <summary>Random distinct variants; random ranks with gaps that keep the author's preference within each path.</summary>
    private (uint[] Variants, uint[] Ranks) VariantsAndRanks(ImmutableArray<DraftPortion> drafts)
    {
        var variants = new uint[drafts.Length];
        var ranks = new uint[drafts.Length];
        foreach (IGrouping<string, int> path in Enumerable.Range(0, drafts.Length).GroupBy(i => drafts[i].Path))
        {
            int[] members = [.. path.OrderBy(i => drafts[i].Preference)];
            uint[] drawn = DistinctNonZero(members.Length);
            uint[] sorted = [.. DistinctNonZero(members.Length).Order()];
            for (int i = 0; i < members.Length; i++)
            {
                variants[members[i]] = drawn[i];
                ranks[members[i]] = sorted[i];
            }
        }

        return (variants, ranks);
    }

    private uint[] DistinctNonZero(int count)
    {
        var drawn = new HashSet<uint>();
        Span<byte> bytes = stackalloc byte[4];
        while (drawn.Count < count)
        {
            random.Fill(bytes);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (value != 0)
            {
                drawn.Add(value);
            }
        }

        return [.. drawn];
    }
}
