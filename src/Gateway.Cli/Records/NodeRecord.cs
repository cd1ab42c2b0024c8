using Gateway.Protocol.V1;

namespace Gateway.Cli.Records;

/// <summary>One entry as stored: the columns it is found by, its bytes, and what they say; null when they say nothing readable.</summary>
internal sealed record StoredEntry(long Index, Kind Kind, long AtMs, string Subject, string Product, byte[] Leaf, Statement? Said);

/// <summary>One log as stored. Head: size of the row, and what its note says; null when there is none or it cannot be read.</summary>
internal sealed class StoredEntries(string name, IReadOnlyList<StoredEntry> all, NoteHead? head)
{
    public string Name => name;

    public IReadOnlyList<StoredEntry> All => all;

    public NoteHead? Head => head;

    public Rfc6962 Tree { get; } = new([.. all.Select(entry => entry.Leaf)]);

    /// <summary>The entry at an index; null when there is none.</summary>
    public StoredEntry? At(long index) => index >= 0 && index < all.Count && all[(int)index].Index == index ? all[(int)index] : null;

    /// <summary>Where an entry stands, for people.</summary>
    public string Place(long index) => FormattableString.Invariant($"{name} log, entry {index}");
}

/// <summary>What a checkpoint's text says, and the size that the row beside it says.</summary>
internal sealed record NoteHead(string Origin, long Size, byte[] Root, long RowSize);

/// <summary>A product that is held with all its portions. Ids are lower-case hex throughout.</summary>
internal sealed record HeldProduct(string Product, byte[] Manifest, IReadOnlyList<(int Index, byte[] Salt, byte[] Body)> Portions);

internal sealed record StoredSubmission(string Caller, string Id, string Product);

internal sealed record StoredDecision(string Product, string Partner, int Log, long Index, byte[] Salt, byte[] Record);

internal sealed record StoredFeedRow(string Partner, int Lane, long Sequence, long Index, string Product, long Withdrawn, byte[] Opened, byte[] Seed, byte[] Terms)
{
    public string Place => FormattableString.Invariant($"feed of {Partner}, lane {Lane}, place {Sequence}");
}

internal sealed record StoredReceipt(string Partner, long ReleaseIndex, byte[] Statement, long ReceiptIndex);

internal sealed record StoredReceived(
    string Releaser, int Lane, long Sequence, string Product, string Origin, long ReleaseIndex, byte[] ReleaseLeaf, long ReceiptIndex, bool Package)
{
    public string Place => FormattableString.Invariant($"received from {Releaser}, lane {Lane}, place {Sequence}");
}

/// <summary>A place of a releaser's lane without a product: withdrawn there, or set aside here with an alarm.</summary>
internal sealed record StoredPassing(string Releaser, int Lane, long Sequence, bool SetAside);

internal sealed record StoredHeld(string Origin, long Size, byte[] Root);

/// <summary>Everything that one node wrote down, as rows. Read by <see cref="RecordReader"/>; judged by <see cref="RecordCheck"/>.</summary>
internal sealed class NodeRecord
{
    /// <summary>Whose node.</summary>
    public required string Partner { get; init; }

    public required StoredEntries Release { get; init; }

    public required StoredEntries Internal { get; init; }

    public required IReadOnlyList<HeldProduct> Products { get; init; }

    public required IReadOnlyList<StoredSubmission> Submissions { get; init; }

    public required IReadOnlyList<StoredDecision> Decisions { get; init; }

    public required IReadOnlyList<StoredFeedRow> Feed { get; init; }

    public required IReadOnlyList<StoredReceipt> Receipts { get; init; }

    public required IReadOnlyList<StoredReceived> Received { get; init; }

    public required IReadOnlyList<StoredPassing> PassedOver { get; init; }

    public required IReadOnlyList<StoredHeld> Held { get; init; }

    /// <summary>Leaf hashes of the notices that are held, own and received.</summary>
    public required IReadOnlySet<string> Notices { get; init; }

    /// <summary>Products of which something was destroyed, by what the node stated.</summary>
    public IReadOnlySet<string> Erased => field ??= Internal.All.Where(entry => entry.Said?.Kind == Kind.Erasure)
        .Select(entry => Body.Of(entry, ErasureBody.Parser) is { } body ? Body.Hex(body.ProductId) : "").ToHashSet();

    public StoredEntries Log(int log) => log == 1 ? Release : Internal;
}
