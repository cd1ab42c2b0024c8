using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Testing;
using Gateway.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>One node without network and disk: store, both logs, writer, gate and intake.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly SeededRandom _random;
    private readonly Sealer _sealer;

    public TestNode(PartnerCode self, InMemoryNodeStore? store = null, string label = "node")
    {
        Self = self;
        _random = new SeededRandom($"{label} {self}");
        _sealer = new Sealer(_random);
        Model = Parties.Model(self);
        Store = store ?? new InMemoryNodeStore();
        Assert.Equal(LogFault.None, Load(LogName.Release, Parties.Signer(self), out TransparencyLog release));
        Assert.Equal(LogFault.None, Load(LogName.Internal, Parties.InternalSigner(self), out TransparencyLog @internal));
        (Log, Internal) = (release, @internal);
        Commit = new GroupCommit(Store, Log, Internal, Clock);
        Decisions = new DecisionClock(Clock, DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(release.RecordedMs, @internal.RecordedMs)));
        Gate = new ReleaseGate(Commit, Store, Log, () => Model, Decisions, _random);
        Intake = new Intake(Commit, Clock);
        Book = new CheckpointBook(Parties.Roster);
    }

    public PartnerCode Self { get; }

    public NodeModel Model { get; set; }

    public FakeTimeProvider Clock { get; } = new(Parties.Noon);

    public InMemoryNodeStore Store { get; }

    public TransparencyLog Log { get; }

    public TransparencyLog Internal { get; }

    public GroupCommit Commit { get; }

    public DecisionClock Decisions { get; }

    public ReleaseGate Gate { get; }

    public Intake Intake { get; }

    public CheckpointBook Book { get; }

    public LogFault Load(LogName name, CheckpointSigner signer, out TransparencyLog log) =>
        TransparencyLog.TryLoad(Store.Read, name, Self, signer, _random, out log);

    public SealedProduct Seal(ReadOnlyMemory<byte>? lineage = null, long? atMs = null, ImmutableArray<DraftPortion>? drafts = null) => _sealer.Seal(
        drafts ?? TestSchema.Drafts,
        TestSchema.Terms(_random, atMs ?? Clock.GetUtcNow().ToUnixTimeMilliseconds(), lineage) with { Originator = Self });

    public Task<Publication> PublishAsync(SealedProduct product, string submission = "") => Gate.PublishAsync(
        product,
        new SubmissionRow("desk", submission.Length > 0 ? submission : product.Id.ToString(), product.Manifest.LineageId, product.Id),
        CancellationToken.None);

    public FeedRow Row(PartnerCode partner, long sequence = 1) => Store.Read.Feed(partner, Lane.Products, sequence - 1, 1).Single();

    public Statement StatementAt(long index, LogName log = LogName.Release) =>
        Statement.TryDecode(Store.Read.Entries(log, index, 1)[0].Entry, out Statement? statement, out _) ? statement : throw new FormatException();

    public StatementKind[] Kinds(LogName log) => [.. Store.Read.Entries(log, 0, 10_000).Select(row => row.Kind)];

    /// <summary>Delivers a row and gives what went over the channel.</summary>
    public async Task<(Delivery Delivery, RecordingChannel Channel)> DeliverAsync(PartnerCode partner, long sequence = 1)
    {
        var channel = new RecordingChannel(partner);
        return (await Gate.DeliverAsync(Row(partner, sequence), channel, CancellationToken.None), channel);
    }

    /// <summary>Verifies a delivered package as the node of this partner, checkpoint included.</summary>
    public Verification Verify(ReleasePermit permit)
    {
        using var verifier = new PackageVerifier();
        return verifier.Verify(SelfContained(permit), Book, Parties.Context with { Recipient = Self, Now = Clock.GetUtcNow() });
    }

    public async Task<IntakeOutcome> TakeAsync(PartnerCode from, ReleasePermit permit)
    {
        VerifiedRelease release = Assert.IsType<Verification.Verified>(Verify(permit)).Release;
        return await Intake.TakeAsync(from, release, SelfContained(permit), Held(permit), CancellationToken.None);
    }

    public static HeldHead Held(ReleasePermit permit) => new(
        permit.Head.Checkpoint.Origin, permit.Head.Checkpoint.Size, permit.Head.Checkpoint.Root.AsMemory(), permit.Head.Note);

    public static byte[] SelfContained(ReleasePermit permit) => Package.TryDecode(permit.Package, out Package? package, out _)
        ? (package with { Checkpoints = [.. package.Checkpoints, permit.Head.Note] }).Encode()
        : throw new FormatException();

    public async ValueTask DisposeAsync()
    {
        await Commit.DisposeAsync();
        Gate.Dispose();
        _sealer.Dispose();
    }
}

/// <summary>A channel that keeps what it was given.</summary>
internal sealed class RecordingChannel(PartnerCode partner) : IReleaseChannel
{
    public PartnerCode Partner => partner;

    public List<ReleasePermit> Released { get; } = [];

    public List<WithdrawalPermit> Withdrawn { get; } = [];

    public bool IsEmpty => Released.Count + Withdrawn.Count == 0;

    public ValueTask SendAsync(ReleasePermit permit, CancellationToken cancellation)
    {
        Released.Add(permit);
        return ValueTask.CompletedTask;
    }

    public ValueTask SendAsync(WithdrawalPermit permit, CancellationToken cancellation)
    {
        Withdrawn.Add(permit);
        return ValueTask.CompletedTask;
    }
}
