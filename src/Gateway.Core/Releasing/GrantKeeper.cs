using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>The grants of one publication.</summary>
/// <param name="Passage">What its releases state.</param>
/// <param name="Granted">The pairs.</param>
/// <param name="LeftOut">Pairs that found no room.</param>
/// <param name="Row">What the store has to keep of it; null when nothing may go on.</param>
internal sealed record Planting(Passage Passage, ImmutableArray<GrantedTo> Granted, int LeftOut, GrantRow? Row)
{
    /// <summary>The portions that may go on from one partner to another.</summary>
    public IEnumerable<ushort> Onward(PartnerCode holder) => Granted.Where(one => one.To != holder).SelectMany(one => one.Indexes);
}

/// <summary>
/// Makes and finds this node's grant trees: one for each publication, of what was decided for every partner. The store keeps seed and pairs;
/// a few trees are kept at hand, since one product goes to many partners. Thread-safe.
/// </summary>
internal sealed class GrantKeeper(RandomSource random)
{
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<string, GrantTree> _kept = new();

    /// <summary>
    /// Grants each partner what its ruling allows, as far as the node's setting lets products go on. Beyond 256 pairs partners are taken
    /// in random order until the tree is full; how many pairs found no room is told.
    /// </summary>
    public Planting Plan(ProductId product, IReadOnlyList<Ruling> rulings, NodeModel model)
    {
        int room = GrantTree.Leaves, leftOut = 0;
        var granted = ImmutableArray.CreateBuilder<GrantedTo>();
        foreach (Ruling ruling in rulings.Where(ruling => ruling.Releases && model.MayGoOn(ruling.Recipient)).OrderBy(_ => BitConverter.ToUInt64(random.Bytes(8))))
        {
            ImmutableArray<ushort> indexes = [.. ruling.Allowed.Take(room)];
            leftOut += ruling.Allowed.Length - indexes.Length;
            room -= indexes.Length;
            if (!indexes.IsEmpty)
            {
                granted.Add(new GrantedTo(ruling.Recipient, indexes));
            }
        }

        // What only one partner gets goes no further.
        if (granted.Count == 0 || rulings.Count(ruling => ruling.Releases) < 2)
        {
            return new Planting(Passage.None, [], leftOut, null);
        }

        byte[] seed = random.Bytes(Limits.Hash);
        var tree = new GrantTree(product, seed, granted);
        return new Planting(
            Passage.None with { GrantRoot = tree.Root }, granted.ToImmutable(), leftOut, new GrantRow(product, tree.Root, seed, granted.ToImmutable()));
    }

    /// <summary>The tree of a product with this root; null when its seed was erased.</summary>
    public GrantTree? Find(INodeRead read, ProductId product, ReadOnlyMemory<byte> root)
    {
        string key = Convert.ToHexStringLower(root.Span);
        if (_kept.TryGetValue(key, out GrantTree? kept))
        {
            return kept;
        }

        if (read.Grants(product).FirstOrDefault(row => row.Root.Span.SequenceEqual(root.Span)) is not { } found)
        {
            return null;
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        return _kept.GetOrAdd(key, _ => new GrantTree(product, found.Seed, found.Granted));
    }
}
