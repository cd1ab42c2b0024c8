using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

/// <summary>Everything a node remembers, at one moment.</summary>
internal sealed partial record NodeState
{
    public static NodeState Empty { get; } = new();

    public ImmutableDictionary<LogName, ImmutableList<LogRow>> Logs { get; init; } = ImmutableDictionary<LogName, ImmutableList<LogRow>>.Empty;

    public ImmutableDictionary<LogName, StoredHead> Heads { get; init; } = ImmutableDictionary<LogName, StoredHead>.Empty;

    public ImmutableDictionary<ProductId, SealedProduct> Sealed { get; init; } = ImmutableDictionary<ProductId, SealedProduct>.Empty;

    /// <summary>By ordinal, from 1.</summary>
    public ImmutableList<CatalogRow> Catalog { get; init; } = [];

    public ImmutableDictionary<(string Caller, string Id), SubmissionRow> Submissions { get; init; } =
        ImmutableDictionary<(string, string), SubmissionRow>.Empty;

    /// <summary>By sequence, from 1.</summary>
    public ImmutableDictionary<(PartnerCode, Lane), ImmutableList<FeedRow>> Feeds { get; init; } =
        ImmutableDictionary<(PartnerCode, Lane), ImmutableList<FeedRow>>.Empty;

    /// <summary>Where the release at a log index stands.</summary>
    public ImmutableDictionary<long, (PartnerCode, Lane, long Sequence)> Releases { get; init; } =
        ImmutableDictionary<long, (PartnerCode, Lane, long)>.Empty;

    public ImmutableList<GrantRow> Grants { get; init; } = [];

    /// <summary>By number, from 1.</summary>
    public ImmutableList<GrantRequestRow> GrantRequests { get; init; } = [];

    public ImmutableList<ConsentRow> Consents { get; init; } = [];

    public ImmutableDictionary<(ProductId, PartnerCode), DecisionRow> Decisions { get; init; } =
        ImmutableDictionary<(ProductId, PartnerCode), DecisionRow>.Empty;

    public ImmutableDictionary<(PartnerCode Releaser, Lane Lane, long Sequence), ReceivedRow> Received { get; init; } =
        ImmutableDictionary<(PartnerCode, Lane, long), ReceivedRow>.Empty;

    public ImmutableDictionary<PartnerCode, CourierRow> Couriers { get; init; } = ImmutableDictionary<PartnerCode, CourierRow>.Empty;

    public ImmutableList<SetAsideRow> SetAside { get; init; } = [];

    public ImmutableDictionary<(PartnerCode Releaser, Lane Lane, long Sequence), ReadOnlyMemory<byte>> Withdrawn { get; init; } =
        ImmutableDictionary<(PartnerCode, Lane, long), ReadOnlyMemory<byte>>.Empty;

    public ImmutableHashSet<(PartnerCode, Lane, long)> Acknowledged { get; init; } = [];

    public ImmutableDictionary<string, HeldHead> Held { get; init; } = ImmutableDictionary<string, HeldHead>.Empty;

    public ImmutableDictionary<(PartnerCode, long ReleaseIndex), ReceiptRow> Receipts { get; init; } =
        ImmutableDictionary<(PartnerCode, long), ReceiptRow>.Empty;

    public ImmutableDictionary<string, WitnessedHead> Witnessed { get; init; } = ImmutableDictionary<string, WitnessedHead>.Empty;

    public ImmutableSortedDictionary<PartnerCode, CosignatureRow> Cosignatures { get; init; } =
        ImmutableSortedDictionary<PartnerCode, CosignatureRow>.Empty;

    public StoredHead? Cosigned { get; init; }

    public ImmutableList<ContradictionRow> Contradictions { get; init; } = [];

    public ImmutableList<NoticeRow> Notices { get; init; } = [];

    /// <summary>By sequence, from 1; leaf hashes in hex.</summary>
    public ImmutableDictionary<PartnerCode, ImmutableList<string>> NoticeFeeds { get; init; } = ImmutableDictionary<PartnerCode, ImmutableList<string>>.Empty;

    public ImmutableDictionary<(PartnerCode Releaser, long Sequence), string> NoticePlaces { get; init; } =
        ImmutableDictionary<(PartnerCode, long), string>.Empty;

    public ImmutableList<(PartnerCode Partner, string Leaf, bool Done)> NoticeReceipts { get; init; } = [];

    public ImmutableList<(RelayedRow Row, bool Done)> Relayed { get; init; } = [];

    public ImmutableDictionary<PartnerCode, long> CaughtUp { get; init; } = ImmutableDictionary<PartnerCode, long>.Empty;

    public ImmutableDictionary<ProductId, ConfirmationRow> Confirmations { get; init; } = ImmutableDictionary<ProductId, ConfirmationRow>.Empty;

    public ImmutableDictionary<ProductId, StubRow> Stubs { get; init; } = ImmutableDictionary<ProductId, StubRow>.Empty;

    public ImmutableList<LogRow> Log(LogName log) => Logs.GetValueOrDefault(log, []);

    public ImmutableList<FeedRow> Feed(PartnerCode partner, Lane lane) => Feeds.GetValueOrDefault((partner, lane), []);

    /// <summary>The state with a product's catalogue row, which it gets when it arrives first.</summary>
    public NodeState Arrive(ProductId product, Manifest manifest, PartnerCode from) => Catalog.Exists(row => row.Product == product)
        ? Changed(product)
        : (this with
        {
            Catalog = Catalog.Add(new CatalogRow(
                Catalog.Count + 1, product, manifest.Originator, manifest.LineageId, manifest.IssuedAtMs, manifest.Schema, manifest.Mode, from)),
        }).Changed(product);
}
