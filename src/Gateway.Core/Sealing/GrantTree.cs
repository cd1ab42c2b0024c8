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
    private readonly List<(PartnerCode To, ushort Index, int Leaf)> _pairs = [];
    private readonly ReadOnlyMemory<byte> _seed;

    /// <summary>Makes the tree; pairs beyond 256 are the caller's bug.</summary>
    public GrantTree(ProductId product, ReadOnlyMemory<byte> seed, IEnumerable<GrantedTo> granted)
    {
        _seed = seed;
        using var hash = new Domains();
        using var commitment = new Commitment();
        int[] places = Places(new SeedHash(hash, Domains.GrantOrder, seed.Span));
        foreach (GrantedTo partner in granted)
        {
            foreach (ushort index in partner.Indexes)
            {
                _pairs.Add((partner.To, index, places[_pairs.Count]));
            }
        }

        var salts = new SeedHash(hash, Domains.GrantSalt, seed.Span);
        for (int leaf = 0; leaf < Leaves; leaf++)
        {
            salts.Of((ushort)leaf, Node(Leaves + leaf));
        }

        Span<byte> entry = stackalloc byte[Limits.Hash];
        foreach ((PartnerCode to, ushort index, int leaf) in _pairs)
        {
            Span<byte> node = Node(Leaves + leaf);
            commitment.Grant(product, node, index, to, entry);
            Merkle.LeafHash(entry, node);
        }

        for (int node = Leaves - 1; node > 0; node--)
        {
            Merkle.NodeHash(Node(2 * node), Node((2 * node) + 1), Node(node));
        }
    }

    /// <summary>RFC 6962 root, 32 bytes.</summary>
    public byte[] Root => Node(1).ToArray();

    /// <summary>The pairs of opened portions, but for those of the holder itself, ascending by index and partner.</summary>
    public ImmutableArray<Grant> For(PartnerCode holder, ImmutableArray<ushort> opened)
    {
        using var hash = new Domains();
        var salts = new SeedHash(hash, Domains.GrantSalt, _seed.Span);
        return
        [
            .. _pairs.Where(pair => pair.To != holder && opened.BinarySearch(pair.Index) >= 0)
                .OrderBy(pair => pair.Index).ThenBy(pair => pair.To)
                .Select(pair => new Grant(salts.Of((ushort)pair.Leaf), pair.Index, pair.To, pair.Leaf, Path(pair.Leaf))),
        ];
    }

    private Span<byte> Node(int node) => _nodes.AsSpan(node * Limits.Hash, Limits.Hash);

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
    private static int[] Places(SeedHash order)
    {
        const int KeysOfOneHash = 4;
        var keys = new ulong[Leaves];
        Span<byte> block = stackalloc byte[Limits.Hash];
        for (int i = 0; i < Leaves; i += KeysOfOneHash)
        {
            order.Of((ushort)i, block);
            for (int j = 0; j < KeysOfOneHash; j++)
            {
                keys[i + j] = BinaryPrimitives.ReadUInt64BigEndian(block[(8 * j)..]);
            }
        }

        int[] places = [.. Enumerable.Range(0, Leaves)];
        Array.Sort(keys, places);
        return places;
    }

    /// <summary>H(domain ‖ seed ‖ u16) for one number after the other. A tree takes hundreds, so the input is laid out once.</summary>
    private sealed class SeedHash
    {
        private readonly Domains _hash;
        private readonly byte[] _input;

        public SeedHash(Domains hash, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> seed)
        {
            _hash = hash;
            _input = [.. domain, .. seed, 0, 0];
        }

        public void Of(ushort number, Span<byte> target)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_input.AsSpan(_input.Length - sizeof(ushort)), number);
            _hash.Add(_input).Finish(target);
        }

        public byte[] Of(ushort number)
        {
            var hash = new byte[Limits.Hash];
            Of(number, hash);
            return hash;
        }
    }
}
