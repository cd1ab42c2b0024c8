using System.Buffers.Binary;
using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>What an originator grants one partner: the portions that may go on to it.</summary>
/// <param name="To">The partner.</param>
/// <param name="Indexes">Positions of the portions, ascending.</param>
public sealed record GrantedTo(PartnerCode To, ImmutableArray<ushort> Indexes)
{
    /// <summary>Grants as a store keeps them: 1 partner * (1 code, 2 indexes packed), in order.</summary>
    public static byte[] Encode(ImmutableArray<GrantedTo> granted)
    {
        var writer = new WireWriter();
        foreach (GrantedTo one in granted)
        {
            writer.Always(1, new WireWriter().Text(1, one.To.Value).Packed(2, [.. one.Indexes.Select(index => (uint)index)]).ToArray());
        }

        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out ImmutableArray<GrantedTo> granted)
    {
        var list = ImmutableArray.CreateBuilder<GrantedTo>();
        var reader = new WireReader(bytes);
        while (reader.Next(1UL << 1))
        {
            PartnerCode to = default;
            ImmutableArray<uint> indexes = [];
            var inner = new WireReader(reader.Bytes(Limits.Package));
            while (inner.Next())
            {
                switch (inner.Field)
                {
                    case 1:
                        Codes.Read(ref inner, out to);
                        break;
                    case 2:
                        indexes = Sealing.Indexes.Read(ref inner);
                        break;
                    default:
                        inner.Refuse(WireFault.UnknownField);
                        break;
                }
            }

            Package.Inner(ref reader, ref inner, to != default && !indexes.IsEmpty);
            list.Add(new GrantedTo(to, [.. indexes.Select(index => (ushort)index)]));
        }

        granted = list.ToImmutable();
        return reader.Fault == WireFault.None;
    }
}

/// <summary>
/// The originator's grants of one publication: 256 leaves in random order, each a salted (index, to) pair or random, under one RFC 6962 root.
/// The root says nothing of how many pairs there are, a pair nothing of any other. Everything random comes from one seed, so a tree is
/// made again from seed and pairs; destroying the seed ends it. Immutable. Wire form: docs/protocol.md, "Grants".
/// </summary>
public sealed class GrantTree
{
    /// <summary>Leaves of every tree, whatever is granted.</summary>
    public const int Leaves = 256;

    /// <summary>Hashes of every path.</summary>
    public const int Levels = 8;

    // As a heap: the root at 1, the children of n at 2n and 2n + 1, the leaves from 256 on.
    private readonly byte[] _nodes = new byte[2 * Leaves * Limits.Hash];
    private readonly byte[] _salts;
    private readonly List<(PartnerCode To, ushort Index, int Leaf)> _pairs = [];

    /// <summary>Makes the tree; pairs beyond 256 are the caller's bug.</summary>
    public GrantTree(ProductId product, ReadOnlyMemory<byte> seed, IEnumerable<GrantedTo> granted)
    {
        int[] places = Places(seed.Span);
        foreach (GrantedTo partner in granted)
        {
            foreach (ushort index in partner.Indexes)
            {
                _pairs.Add((partner.To, index, places[_pairs.Count]));
            }
        }

        _salts = Numbered(Domains.GrantSalt, seed.Span, Leaves);
        _salts.CopyTo(_nodes, Leaves * Limits.Hash);
        SetPairs(product);
        Span<byte> inputs = stackalloc byte[Leaves / 2 * Merkle.NodeInput];
        for (int nodes = Leaves / 2; nodes > 0; nodes /= 2)
        {
            // A level at a time: its nodes lie side by side, and so do their children.
            for (int i = 0; i < nodes; i++)
            {
                Span<byte> input = inputs.Slice(i * Merkle.NodeInput, Merkle.NodeInput);
                input[0] = Merkle.NodePrefix;
                _nodes.AsSpan(2 * (nodes + i) * Limits.Hash, 2 * Limits.Hash).CopyTo(input[1..]);
            }

            HashLanes.Hash(inputs[..(nodes * Merkle.NodeInput)], Merkle.NodeInput, _nodes.AsSpan(nodes * Limits.Hash, nodes * Limits.Hash));
        }
    }

    /// <summary>RFC 6962 root, 32 bytes.</summary>
    public byte[] Root => Node(1).ToArray();

    /// <summary>The pairs of opened portions, but for those of the holder itself, ascending by index and partner.</summary>
    public ImmutableArray<Grant> For(PartnerCode holder, ImmutableArray<ushort> opened) =>
    [
        .. _pairs.Where(pair => pair.To != holder && opened.BinarySearch(pair.Index) >= 0)
            .OrderBy(pair => pair.Index).ThenBy(pair => pair.To)
            .Select(pair => new Grant(_salts.AsMemory(pair.Leaf * Limits.Hash, Limits.Hash), pair.Index, pair.To, pair.Leaf, Path(pair.Leaf))),
    ];

    private Span<byte> Node(int node) => _nodes.AsSpan(node * Limits.Hash, Limits.Hash);

    /// <summary>Puts the leaves of pairs in the place of filler.</summary>
    private void SetPairs(ProductId product)
    {
        var entries = new HashBatch();
        foreach ((PartnerCode to, ushort index, int leaf) in _pairs)
        {
            ReadOnlySpan<byte> salt = _salts.AsSpan(leaf * Limits.Hash, Limits.Hash);
            Commitment.WriteGrant(product, salt, index, to, entries.Add(Commitment.GrantLength(salt, to)));
        }

        entries.Hash();
        var leaves = new HashBatch();
        for (int i = 0; i < _pairs.Count; i++)
        {
            leaves.Add([Merkle.LeafPrefix], entries[i].Span);
        }

        leaves.Hash();
        for (int i = 0; i < _pairs.Count; i++)
        {
            leaves[i].Span.CopyTo(Node(Leaves + _pairs[i].Leaf));
        }
    }

    private byte[] Path(int leaf)
    {
        var path = new byte[Levels * Limits.Hash];
        for (int level = 0, node = Leaves + leaf; level < Levels; level++, node >>= 1)
        {
            Node(node ^ 1).CopyTo(path.AsSpan(level * Limits.Hash));
        }

        return path;
    }

    /// <summary>The leaves in random order: sorted by keys that the seed alone determines, and that no salt tells anything of.</summary>
    private static int[] Places(ReadOnlySpan<byte> seed)
    {
        const int KeysOfOneHash = 4;
        byte[] blocks = Numbered(Domains.GrantOrder, seed, Leaves, step: KeysOfOneHash);
        var keys = new ulong[Leaves];
        for (int i = 0; i < Leaves; i++)
        {
            keys[i] = BinaryPrimitives.ReadUInt64BigEndian(blocks.AsSpan(sizeof(ulong) * i));
        }

        int[] places = [.. Enumerable.Range(0, Leaves)];
        Array.Sort(keys, places);
        return places;
    }

    /// <summary>H(domain ‖ seed ‖ u16) for 0, step, twice the step … up to a number, end to end.</summary>
    private static byte[] Numbered(ReadOnlySpan<byte> domain, ReadOnlySpan<byte> seed, int upTo, int step = 1)
    {
        int length = domain.Length + seed.Length + sizeof(ushort);
        var inputs = new byte[upTo / step * length];
        for (int number = 0, at = 0; number < upTo; number += step, at += length)
        {
            domain.CopyTo(inputs.AsSpan(at));
            seed.CopyTo(inputs.AsSpan(at + domain.Length));
            BinaryPrimitives.WriteUInt16BigEndian(inputs.AsSpan(at + length - sizeof(ushort)), (ushort)number);
        }

        var hashes = new byte[upTo / step * Limits.Hash];
        HashLanes.Hash(inputs, length, hashes);
        return hashes;
    }
}
