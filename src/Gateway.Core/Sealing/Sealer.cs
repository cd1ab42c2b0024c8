using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
public sealed record SealedProduct(ProductId Id, Manifest Manifest, ReadOnlyMemory<byte> ManifestBytes, ImmutableArray<Portion> Portions)
{
    /// <summary>A notice took the product back: nothing of it is released any more.</summary>
    public bool Recalled { get; init; }

    /// <summary>The only partners that it is meant for, ascending; empty: whoever may have it. Stays at home: the manifest does not name them.</summary>
    public ImmutableArray<PartnerCode> Audience { get; init; } = [];

    /// <summary>
    /// Partners who get every wording that they may have when it is published, not the fullest alone: they are asked to stand behind what others
    /// hold. Not kept: what is released later is the fullest.
    /// </summary>
    public ImmutableArray<PartnerCode> Cosigners { get; init; } = [];

    /// <summary>Whether it is addressed to others than this partner.</summary>
    public bool IsForOthers(PartnerCode partner) => !Audience.IsDefaultOrEmpty && !Audience.Contains(partner);
}

/// <summary>
/// Seals drafts into a product: permute, number, link, hash. Positions and ranks are random, so nothing about number, order or
/// importance of portions shows in what a recipient gets. Not thread-safe; one per worker.
/// </summary>
public sealed class Sealer(RandomSource random) : IDisposable
{
    // Gaps between the ranks of one path are 1 to 4,096.
    private const uint RankGapMask = 0xfff;

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

        if (terms.LineageId.Length != Limits.Hash || terms.IssuedAtMs <= 0 || terms.Originator == default)
        {
            throw new ArgumentException("A product has a lineage of 32 bytes, a time and an originator.", nameof(terms));
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
                MustAccompany = Indexes(draft.MustAccompany, positions),
                Regions = Sorted(draft.Regions),
                Topics = Sorted(draft.Topics),
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

        // In the order of their places.
        Array.Sort(positions, portions);
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
        random.Fill(MemoryMarshal.AsBytes(keys.AsSpan()));
        var positions = new ushort[commitments];
        for (int i = 0; i < commitments; i++)
        {
            positions[i] = (ushort)i;
        }

        Array.Sort(keys, positions);
        return positions[..count];
    }

    /// <summary>
    /// Random distinct variants; random ranks with gaps that keep the author's preference within each path. The best rank is uniform and
    /// the gaps are small against its range: were ranks drawn independently, a high one would tell that a better variant was withheld.
    /// </summary>
    private (uint[] Variants, uint[] Ranks) VariantsAndRanks(ImmutableArray<DraftPortion> drafts)
    {
        var variants = new uint[drafts.Length];
        var ranks = new uint[drafts.Length];
        foreach (int first in ByPath(drafts, out int[] next))
        {
            if (next[first] < 0)
            {
                variants[first] = NonZero();
                ranks[first] = BestRank();

                // The gap behind it, as below: vectors pin the order of draws.
                Draw();
                continue;
            }

            int[] members = [.. Members(first, next).OrderBy(i => drafts[i].Preference)];
            uint[] drawn = DistinctNonZero(members.Length);
            uint rank = BestRank();
            for (int i = 0; i < members.Length; i++)
            {
                variants[members[i]] = drawn[i];
                ranks[members[i]] = rank;
                rank += 1 + (Draw() & RankGapMask);
            }
        }

        return (variants, ranks);
    }

    /// <summary>
    /// The first draft of each path, in the order of drafts; <paramref name="next"/> leads from a draft to the next one of its path, or to
    /// -1. Most paths have one.
    /// </summary>
    private static List<int> ByPath(ImmutableArray<DraftPortion> drafts, out int[] next)
    {
        next = new int[drafts.Length];
        next.AsSpan().Fill(-1);
        var lasts = new Dictionary<string, int>(drafts.Length);
        var firsts = new List<int>(drafts.Length);
        for (int i = 0; i < drafts.Length; i++)
        {
            ref int last = ref CollectionsMarshal.GetValueRefOrAddDefault(lasts, drafts[i].Path, out bool known);
            if (known)
            {
                next[last] = i;
            }
            else
            {
                firsts.Add(i);
            }

            last = i;
        }

        return firsts;
    }

    private static IEnumerable<int> Members(int first, int[] next)
    {
        for (int i = first; i >= 0; i = next[i])
        {
            yield return i;
        }
    }

    private uint NonZero()
    {
        uint value;
        do
        {
            value = Draw();
        }
        while (value == 0);
        return value;
    }

    private uint[] DistinctNonZero(int count)
    {
        var drawn = new HashSet<uint>();
        while (drawn.Count < count)
        {
            uint value = Draw();
            if (value != 0)
            {
                drawn.Add(value);
            }
        }

        return [.. drawn];
    }

    /// <summary>From 1 up to where the gaps of as many variants as a manifest can hold still fit behind it.</summary>
    private uint BestRank()
    {
        uint rank;
        do
        {
            rank = Draw();
        }
        while (rank is 0 or > uint.MaxValue - ((ushort.MaxValue + 1) * (RankGapMask + 1)));
        return rank;
    }

    private uint Draw()
    {
        Span<byte> bytes = stackalloc byte[4];
        random.Fill(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static ImmutableArray<uint> Indexes(ImmutableArray<int> others, ushort[] positions)
    {
        if (others.IsEmpty)
        {
            return [];
        }

        var indexes = new uint[others.Length];
        for (int i = 0; i < others.Length; i++)
        {
            indexes[i] = positions[others[i]];
        }

        return indexes.Length == 1 ? [.. indexes] : [.. indexes.Distinct().Order()];
    }

    private static ImmutableArray<string> Sorted(ImmutableArray<string> words) =>
        words.Length <= 1 ? words : [.. words.Distinct().Order(StringComparer.Ordinal)];
}
