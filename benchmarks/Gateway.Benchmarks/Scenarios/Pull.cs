using System.Diagnostics;
using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.Sealing;
using Gateway.Node.Federation;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using CoreLane = Gateway.Core.Sealing.Lane;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>
/// A partner's feed over mutual TLS on loopback, publisher and subscriber in one process: received only, verified, and stored with
/// receipts that the publisher took. Beside it streams of the same bytes.
/// </summary>
internal static class Pull
{
    public static readonly Method<byte[], byte[]> Feed =
        new(MethodType.ServerStreaming, "gateway.v1.Federation", "Subscribe", BareStream.Raw, BareStream.Raw);

    public static async Task<IReadOnlyList<Result>> RunAsync(string folder, Pace pace)
    {
        await using NodePair pair = await NodePair.StartAsync(folder);
        await pair.PublishAsync(pace.Packages);
        using GrpcChannel channel = pair.Connect(pair.Address);
        List<byte[]> messages = [];
        byte[] request = Request(0);
        await ReceiveAsync(channel, Feed, request, pace.Packages + 1, messages.Add);
        await using BareStream bare = await BareStream.StartAsync(pair.Usa.Settings.Certificate, messages);
        using GrpcChannel bareChannel = pair.Connect(bare.Address);

        double Rate(GrpcChannel from, Method<byte[], byte[]> method, Action<byte[]>? take = null) =>
            pace.Packages / ReceiveAsync(from, method, request, messages.Count, take).GetAwaiter().GetResult();

        double Bare() => Rate(bareChannel, BareStream.Bare);
        return
        [
            Contest.Run("pull, receive only / bare stream", new Gate(0, 0.35, Why), () => Rate(channel, Feed), Bare, pace.Turns),
            Contest.Run(
                "pull, receive only / naive stream", new Gate(0, 0.8, Why), () => Rate(channel, Feed), () => Rate(bareChannel, BareStream.Naive), pace.Turns),
            Contest.Run("pull and verify / bare stream", new Gate(8_000, 0, Why), () => Verified(pair, take => Rate(channel, Feed, take)), Bare, pace.Turns),
            Contest.Run("pull and store / bare stream", new Gate(5_000, 0, Why), () => StoredAsync(pair, pace).GetAwaiter().GetResult(), Bare, pace.Turns),
        ];
    }

    private const string Why = "each product is read, decided again and proved before it goes";

    /// <summary>Seconds until so many messages have arrived; then the stream is left.</summary>
    public static async Task<double> ReceiveAsync(GrpcChannel channel, Method<byte[], byte[]> method, byte[] request, int count, Action<byte[]>? take)
    {
        long start = Stopwatch.GetTimestamp();
        using AsyncServerStreamingCall<byte[]> call =
            channel.CreateCallInvoker().AsyncServerStreamingCall(method, null, new CallOptions(), request);
        for (int i = 0; i < count; i++)
        {
            if (!await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                throw new InvalidOperationException($"The stream ended after {i} of {count} messages.");
            }

            take?.Invoke(call.ResponseStream.Current);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>What a subscriber asks for that holds nothing but the products up to a place.</summary>
    public static byte[] Request(long after)
    {
        var request = new FeedRequest { Positions = { new LanePosition { Lane = Protocol.V1.Lane.Products, LastSeq = (ulong)after } } };
        request.Schemas.AddRange(Schemas.All.Select(schema => schema.Name));
        return request.ToByteArray();
    }

    public static double Received(NodePair pair, GrpcChannel channel, Pace pace) =>
        pace.Packages / ReceiveAsync(channel, Feed, Request(pair.LastReleased - pace.Packages), pace.Packages + 1, null).GetAwaiter().GetResult();

    private static double Verified(NodePair pair, Func<Action<byte[]>, double> receive)
    {
        var book = new CheckpointBook(pair.Fra.Model.Roster);
        using var verifier = new PackageVerifier();
        var context = new VerificationContext
        {
            Roster = pair.Fra.Model.Roster,
            Schemas = pair.Fra.Model.Schemas,
            Markings = pair.Fra.Model.Markings,
            Now = pair.Fra.Clock.GetUtcNow(),
            Recipient = NodePair.FraCode,
        };
        return receive(message =>
        {
            FeedItem item = FeedItem.Parser.ParseFrom(message);
            bool right = item.ItemCase == FeedItem.ItemOneofCase.Checkpoint
                ? book.TryAdd(item.Checkpoint.Note.Memory, out _, out _)
                : verifier.Verify(item.Package.Package.Memory, book, context) is Verification.Verified;
            if (!right)
            {
                throw new InvalidOperationException("What a node sends verifies.");
            }
        });
    }

    /// <summary>New products wait in the feed; FRA subscribes, and the clock stops when it holds all and USA holds the receipts.</summary>
    private static async Task<double> StoredAsync(NodePair pair, Pace pace)
    {
        long held = pair.Fra.Read.LastReceived(NodePair.UsaCode, CoreLane.Products);
        await pair.PublishAsync(pace.Packages);
        long waiting = pair.LastReleased - held;
        using GrpcChannel channel = pair.Connect(pair.Address);
        using Subscription subscription = pair.Subscribe(channel);
        using var stop = new CancellationTokenSource();
        long start = Stopwatch.GetTimestamp();
        Task running = Task.Run(() => subscription.RunAsync(stop.Token));
        await await Task.WhenAny(pair.ReceivedAsync(), running);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        return waiting / seconds;
    }
}
