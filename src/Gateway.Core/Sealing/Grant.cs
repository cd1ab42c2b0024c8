using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>
/// The originator's word that one portion may go on to one partner: a leaf of the tree whose root stands in its RELEASE. Without the salt
/// nobody can tell a pair from filler.
/// </summary>
/// <param name="Salt">32 bytes.</param>
/// <param name="Index">Position of the portion's commitment.</param>
/// <param name="To">The partner.</param>
/// <param name="Leaf">Position in the tree, 0 to 255.</param>
/// <param name="Path">RFC 6962 inclusion path, leaf to root: eight 32-byte hashes end to end.</param>
public sealed record Grant(ReadOnlyMemory<byte> Salt, ushort Index, PartnerCode To, int Leaf, ReadOnlyMemory<byte> Path)
{
    internal byte[] Encode()
    {
        WireWriter writer = new WireWriter().Bytes(1, Salt.Span).UInt(2, Index).Text(3, To.Value).UInt(4, (ulong)Leaf);
        for (int i = 0; i < Path.Length; i += Limits.Hash)
        {
            writer.Always(5, Path.Span.Slice(i, Limits.Hash));
        }

        return writer.ToArray();
    }

    internal static Grant Decode(ref WireReader outer)
    {
        byte[] salt = [], path = new byte[GrantTree.Levels * Limits.Hash];
        uint index = 0, leaf = 0;
        PartnerCode to = default;
        int hashes = 0;
        var reader = new WireReader(outer.Bytes(Limits.Package));
        while (reader.Next(1UL << 5))
        {
            switch (reader.Field)
            {
                case 1:
                    salt = reader.Exactly(Limits.Hash);
                    break;
                case 2:
                    index = reader.UInt32(ushort.MaxValue);
                    break;
                case 3:
                    Codes.Read(ref reader, out to);
                    break;
                case 4:
                    leaf = reader.UInt32(GrantTree.Leaves - 1);
                    break;
                case 5 when hashes < GrantTree.Levels:
                    reader.Exactly(Limits.Hash).CopyTo(path, Limits.Hash * hashes++);
                    break;
                default:
                    // Field 6, the hop whose root it proves, is always hop 0 and so never written.
                    reader.Refuse(reader.Field == 5 ? WireFault.TooLong : WireFault.UnknownField);
                    break;
            }
        }

        Package.Inner(ref outer, ref reader, salt.Length > 0 && to != default && hashes == GrantTree.Levels);
        return new Grant(salt, (ushort)index, to, (int)leaf, path);
    }
}

/// <summary>
/// Checks grants against one root. Remembers the inner nodes that were proved, so that the many grants of one package cost a few hashes each
/// instead of ten. Every byte of every path is checked all the same. Not thread-safe.
/// </summary>
internal sealed class GrantCheck(ProductId product, ReadOnlyMemory<byte> root, Commitment commitment)
{
    private readonly ReadOnlyMemory<byte>[] _proved = new ReadOnlyMemory<byte>[2 * GrantTree.Leaves];

    public bool Proves(Grant grant)
    {
        var climbed = new ReadOnlyMemory<byte>[GrantTree.Levels];
        ReadOnlyMemory<byte> hash = Merkle.LeafHash(commitment.Grant(product, grant.Salt.Span, grant.Index, grant.To));
        int node = GrantTree.Leaves + grant.Leaf;
        int level = 0;
        for (; level < GrantTree.Levels && _proved[node].IsEmpty; level++, node >>= 1)
        {
            climbed[level] = hash;
            var parent = new byte[Limits.Hash];
            ReadOnlySpan<byte> sibling = Sibling(grant, level);
            Merkle.NodeHash((node & 1) == 0 ? hash.Span : sibling, (node & 1) == 0 ? sibling : hash.Span, parent);
            hash = parent;
        }

        if (!hash.Span.SequenceEqual(level == GrantTree.Levels ? root.Span : _proved[node].Span) || !Continues(grant, level, node))
        {
            return false;
        }

        Remember(grant, climbed, level);
        return true;
    }

    private static ReadOnlySpan<byte> Sibling(Grant grant, int level) => grant.Path.Span.Slice(level * Limits.Hash, Limits.Hash);

    // From a proved node on the path must repeat what is known: nodes are proved in pairs, all the way up.
    private bool Continues(Grant grant, int level, int node)
    {
        for (; level < GrantTree.Levels; level++, node >>= 1)
        {
            if (!Sibling(grant, level).SequenceEqual(_proved[node ^ 1].Span))
            {
                return false;
            }
        }

        return true;
    }

    private void Remember(Grant grant, ReadOnlyMemory<byte>[] climbed, int levels)
    {
        for (int level = 0, node = GrantTree.Leaves + grant.Leaf; level < levels; level++, node >>= 1)
        {
            _proved[node] = climbed[level];
            _proved[node ^ 1] = grant.Path.Slice(level * Limits.Hash, Limits.Hash);
        }
    }
}
