using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using CheckpointName = Gateway.Core.Sealing.CheckpointName;
using Lane = Gateway.Core.Sealing.Lane;
using LogName = Gateway.Core.Sealing.LogName;
using ReceiptBody = Gateway.Core.Sealing.ReceiptBody;
using Statement = Gateway.Core.Sealing.Statement;
using WithdrawnBody = Gateway.Core.Sealing.WithdrawnBody;

namespace Gateway.Node.Tests.Federation;

/// <summary>A partner that says anything it likes in its own log, every statement properly signed and proved.</summary>
public sealed class FeedStatementTests : IAsyncDisposable
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<StatementKind> NotWithdrawn => Except(StatementKind.Withdrawn);

    public static TheoryData<StatementKind> NotReceipt => Except(StatementKind.Receipt);

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_withdrawal_as_it_should_be_is_taken()
    {
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await Follow(fra, Withdrawal());
        Assert.Equal(1, fra.Read.LastReceived(Usa, Lane.Products));
    }

    [Theory]
    [MemberData(nameof(NotWithdrawn))]
    public Task No_kind_of_statement_passes_for_a_withdrawal(StatementKind kind) => Refused(Withdrawal(kind: kind));

    [Fact]
    public async Task A_withdrawal_for_another_partner_or_place_is_refused()
    {
        await Refused(Withdrawal(recipient: PartnerCode.Of("SWE")));
        await Refused(Withdrawal(change: item => item.Seq = 2));
        await Refused(Withdrawal(change: item => item.Lane = Protocol.V1.Lane.Warnings));
        await Refused(Withdrawal(change: item => item.SlotSalt = ByteString.Empty));
    }

    [Fact]
    public async Task A_withdrawal_of_another_log_or_author_is_refused()
    {
        await Refused(Withdrawal(statement: one => one with { Origin = "swe.gateway.example/log" }));
        await Refused(Withdrawal(statement: one => one with { Author = PartnerCode.Of("SWE") }));
    }

    [Fact]
    public async Task A_withdrawal_that_no_log_holds_is_refused()
    {
        await Refused(Withdrawal(change: item => item.Index = 1));
        await Refused(Withdrawal(change: item => item.Path.Clear()));
        await Refused(Withdrawal(change: item => item.Checkpoint.Size++));
        await Refused(Withdrawal(change: item => item.Statement = ByteString.CopyFrom((Statement(StatementKind.Withdrawn, Slot(Fra)) with { AtMs = 2 }).Encode())));
    }

    [Theory]
    [MemberData(nameof(NotReceipt))]
    public async Task No_kind_of_statement_passes_for_a_receipt(StatementKind kind)
    {
        NodeState usa = await _folders.OpenAsync("USA");
        await new Submissions(usa, NullLogger<Submissions>.Instance).SubmitAsync(Samples.Request("one"), NodeFolders.Liaison, Cancellation);
        Core.Releasing.FeedRow row = usa.Read.Feed(Fra, Lane.Products, 0, 1)[0];
        byte[] leaf = Merkle.LeafHash(usa.Read.Entries(LogName.Release, row.LogIndex, 1)[0].Entry.Span);
        byte[] body = new ReceiptBody(usa.ReleaseLog.Origin, [leaf], []).Encode();
        var desk = new ReceiptDesk(usa, NullLogger<ReceiptDesk>.Instance);
        CheckpointSigner french = _folders.Settings("FRA").ReleaseSigner;

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => desk.TakeAsync(Fra, Request(kind), Cancellation));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Empty(usa.Read.Receipts(row.Product));

        // Both requests show a log of their own, so the good one goes to a node that saw neither.
        await usa.DisposeAsync();
        await using NodeState fresh = await _folders.OpenAsync("USA");
        await new ReceiptDesk(fresh, NullLogger<ReceiptDesk>.Instance).TakeAsync(Fra, Request(StatementKind.Receipt), Cancellation);
        Assert.Single(fresh.Read.Receipts(row.Product));

        AcknowledgeRequest Request(StatementKind kind)
        {
            byte[] statement = (Statement(kind, body) with { Origin = french.Origin, Author = Fra }).Encode();
            (byte[] note, CheckpointName name, byte[] path) = Log(french, statement);
            var receipt = new Receipt
            {
                Statement = ByteString.CopyFrom(statement),
                Checkpoint = name.ToMessage(),
                ReleaseIndexes = { (ulong)row.LogIndex },
            };
            receipt.Path.AddPath(path);
            return new AcknowledgeRequest { Checkpoints = { ByteString.CopyFrom(note) }, Receipts = { receipt } };
        }
    }

    private static TheoryData<StatementKind> Except(StatementKind kind) => [.. Enum.GetValues<StatementKind>().Where(other => other != kind)];

    private List<FeedItem> Withdrawal(
        StatementKind kind = StatementKind.Withdrawn,
        PartnerCode recipient = default,
        Func<Statement, Statement>? statement = null,
        Action<FeedWithdrawn>? change = null)
    {
        CheckpointSigner signer = _folders.Settings("USA").ReleaseSigner;
        Statement made = Statement(kind, Slot(recipient == default ? Fra : recipient)) with { Origin = signer.Origin, Author = Usa };
        byte[] bytes = (statement?.Invoke(made) ?? made).Encode();
        (byte[] note, CheckpointName name, byte[] path) = Log(signer, bytes);
        var item = new FeedWithdrawn
        {
            Lane = Protocol.V1.Lane.Products,
            Seq = 1,
            Statement = ByteString.CopyFrom(bytes),
            Checkpoint = name.ToMessage(),
            SlotSalt = ByteString.CopyFrom(new byte[32]),
        };
        item.Path.AddPath(path);
        change?.Invoke(item);
        return [new FeedItem { Checkpoint = new FeedCheckpoint { Note = ByteString.CopyFrom(note) } }, new FeedItem { Withdrawn = item }];
    }

    /// <summary>A log of two entries, the statement the first.</summary>
    private static (byte[] Note, CheckpointName Name, byte[] Path) Log(CheckpointSigner signer, byte[] statement)
    {
        var tree = new MerkleTree();
        tree.Append(Merkle.LeafHash(statement));
        tree.Append(new byte[32]);
        return (signer.Sign(signer.Origin, 2, tree.Root(2), 1), new CheckpointName(signer.Origin, 2, tree.Root(2)), tree.InclusionPath(0, 2));
    }

    private static byte[] Slot(PartnerCode recipient)
    {
        using var commitment = new Commitment();
        return new WithdrawnBody(new byte[32], recipient, commitment.Slot(new byte[32], (uint)Lane.Products, 1)).Encode();
    }

    private static Statement Statement(StatementKind kind, byte[] body) => new()
    {
        Origin = "usa.gateway.example/log",
        Kind = kind,
        Author = Usa,
        AtMs = 1,
        Nonce = new byte[32],
        Body = body,
    };

    private async Task Refused(List<FeedItem> items)
    {
        await using NodeState fra = await _folders.OpenAsync("FRA");
        FeedRefusedException refusal = await Assert.ThrowsAsync<FeedRefusedException>(() => Follow(fra, items));
        Assert.Equal(VerificationFault.WrongStatement, refusal.Fault);
        Assert.Equal(0, fra.Read.LastReceived(Usa, Lane.Products));
    }

    private static async Task Follow(NodeState node, List<FeedItem> items)
    {
        Assert.True(node.Model.Roster.TryFind(Usa, out Partner? usa));
        using var subscription = new Subscription(node, usa, new Liar(items), NullLogger.Instance);
        await subscription.RunAsync(Cancellation);
    }

    /// <summary>Sends what a test says and ends.</summary>
    private sealed class Liar(List<FeedItem> items) : Protocol.V1.Federation.FederationClient
    {
        public override AsyncServerStreamingCall<FeedItem> Subscribe(FeedRequest request, CallOptions options) =>
            new(new Reader(items), Task.FromResult(new Metadata()), () => global::Grpc.Core.Status.DefaultSuccess, () => [], () => { });

        public override AsyncServerStreamingCall<FeedItem> Subscribe(
            FeedRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            Subscribe(request, new CallOptions(headers, deadline, cancellationToken));

        private sealed class Reader(List<FeedItem> items) : IAsyncStreamReader<FeedItem>
        {
            private int _at = -1;

            public FeedItem Current => items[_at];

            public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(++_at < items.Count);
        }
    }
}
