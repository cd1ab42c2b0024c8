using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using CoreMode = Gateway.Core.Sealing.Mode;
using Marking = Gateway.Core.Markings.Marking;
using NoticeAction = Gateway.Core.Sealing.NoticeAction;
using Portion = Gateway.Protocol.V1.Portion;
using PortionNotice = Gateway.Core.Sealing.PortionNotice;

namespace Gateway.Node.Tests.Holdings;

/// <summary>Holdings are the record and nothing else: what a caller gets of them is what the caller would be shown.</summary>
public sealed class HoldingsTests : IAsyncDisposable
{
    private static readonly LocalCaller[] Callers =
    [
        .. new[] { Level.Unclassified, Level.Restricted, Level.Confidential, Level.Secret, Level.TopSecret }
            .Select(level => new LocalCaller($"reader-{level}@test", Role.Ministry, level, "TEST")),
    ];

    private static readonly LocalCaller Reader = Callers[3];
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task Every_caller_gets_what_the_shared_view_shows_of_own_and_received_products_under_random_marks_and_notices()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var line = new Line(usa, fra);
        var random = new Random(20261130);
        HoldingsIndex[] followed = [new(usa), new(fra)];
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 6; i++)
            {
                ProductId product = await Submit(usa, Marked(random, $"p{round}-{i}"));
                if (random.Next(3) == 0)
                {
                    await Issue(usa, product, Any(random, NoticeAction.RaisedMarking, NoticeAction.RaisedMarking, NoticeAction.Recall, NoticeAction.Spill, NoticeAction.Supersession), random);
                }
            }

            await line.RunAsync();
            AssertEqual(usa, followed[0]);
            AssertEqual(fra, followed[1]);
            AssertEqual(fra, new HoldingsIndex(fra));
        }
    }

    [Fact]
    public async Task What_was_written_since_is_there_at_the_next_question_and_what_was_recalled_is_gone()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var line = new Line(usa, fra);
        HoldingsIndex own = new(usa), foreign = new(fra);
        Assert.Empty(own.For(Reader, CoreMode.Exercise));
        Assert.Empty(foreign.For(Reader, CoreMode.Exercise));

        ProductId product = await Line.SubmitAsync(usa);
        await line.RunAsync();
        Assert.Equal(product, Assert.Single(own.For(Reader, CoreMode.Exercise)).Row.Product);
        Assert.Equal(product, Assert.Single(foreign.For(Reader, CoreMode.Exercise)).Row.Product);

        await usa.Gate.Notices.IssueAsync(new NoticeOrder(product, NoticeAction.Recall, [], null, "", "officer@test"), Cancellation);
        Assert.Empty(own.For(Reader, CoreMode.Exercise));
        Assert.Single(foreign.For(Reader, CoreMode.Exercise));
        await line.RunAsync();
        Assert.Empty(foreign.For(Reader, CoreMode.Exercise));
    }

    [Fact]
    public async Task Modes_never_mix()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Line.SubmitAsync(usa);
        var holdings = new HoldingsIndex(usa);
        Assert.Single(holdings.For(Reader, CoreMode.Exercise));
        Assert.Empty(holdings.For(Reader, CoreMode.Actual));
        Assert.Empty(holdings.For(Reader, CoreMode.Test));
    }

    [Fact]
    public async Task After_a_restart_they_are_the_same()
    {
        string[] before;
        await using (NodeState usa = await _folders.OpenAsync("USA"))
        {
            await Line.SubmitAsync(usa, "a");
            await Line.SubmitAsync(usa, "b");
            before = [.. new HoldingsIndex(usa).For(Reader, CoreMode.Exercise).Select(Text)];
        }

        await using NodeState again = await _folders.OpenAsync("USA");
        Assert.Equal(before, new HoldingsIndex(again).For(Reader, CoreMode.Exercise).Select(Text));
        Assert.Equal(2, before.Length);

        static string Text(Holding holding) => $"{holding.Row.Ordinal} {holding.Row.Product} {holding.Seen.Content} {holding.Standing}";
    }

    [Fact]
    public async Task Callers_of_one_clearance_share_what_was_put_together()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await Line.SubmitAsync(usa);
        var holdings = new HoldingsIndex(usa);
        Holding one = Assert.Single(holdings.For(Reader, CoreMode.Exercise));
        Holding other = Assert.Single(holdings.For(Reader with { Name = "other@test" }, CoreMode.Exercise));
        Assert.Same(one.Seen, other.Seen);
        Assert.Same(one.Seen.Fact(seen => new List<Seen> { seen }), other.Seen.Fact(_ => new List<Seen>()));
    }

    [Fact]
    public async Task Questions_from_many_threads_while_products_come_are_each_answered_from_one_state()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        var holdings = new HoldingsIndex(usa);
        using var over = new CancellationTokenSource();
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            int seen = 0;
            while (!over.IsCancellationRequested)
            {
                IReadOnlyList<Holding> held = holdings.For(Reader, CoreMode.Exercise);
                Assert.True(held.Count >= seen, "nothing that was there goes");
                Assert.Equal(held.Select(one => one.Row.Ordinal).Order(), held.Select(one => one.Row.Ordinal));
                seen = held.Count;
            }

            return seen;
        }))];
        for (int i = 0; i < 20; i++)
        {
            await Line.SubmitAsync(usa, $"p{i}");
        }

        await over.CancelAsync();
        Assert.All(await Task.WhenAll(readers), seen => Assert.InRange(seen, 0, 20));
        Assert.Equal(20, holdings.For(Reader, CoreMode.Exercise).Count);
    }

    private static void AssertEqual(NodeState node, HoldingsIndex holdings)
    {
        var view = new SharedView(node);
        foreach (LocalCaller caller in Callers)
        {
            Visible[] shown =
            [
                .. node.Read.Catalog(CoreMode.Exercise, 0, 1000).Select(row => view.Of(row, caller)).OfType<Visible>()
                    .Where(one => !one.Notices.Recalled),
            ];
            IReadOnlyList<Holding> held = holdings.For(caller, CoreMode.Exercise);
            Assert.Equal(shown.Select(one => one.Row.Product), held.Select(one => one.Row.Product));
            foreach ((Visible one, Holding other) in shown.Zip(held))
            {
                Assert.Equal(one.Portions.Select(portion => portion.Index), other.Seen.Portions.Select(portion => portion.Index));
                Assert.Equal(one.Banner, other.Seen.Banner);
                Assert.Equal(one.Standing, other.Standing);
                Assert.Equal(one.Notices.Notices.Select(notice => notice.Number), other.Notices.Notices.Select(notice => notice.Number));
                var whole = (RiskAssessment)(IMessage)Reassembler.Reassemble(one.Portions, one.Schema);
                whole.Sources.Clear();
                Assert.Equal(whole, other.As<RiskAssessment>());
            }
        }
    }

    private static SubmitRequest Marked(Random random, string id)
    {
        SubmitRequest request = Samples.Request(id);
        RiskAssessment assessment = request.Assessment;
        request.Assessment.Factors.Add(new Factor { Portion = new Portion { Id = "f1", Marking = new Protocol.V1.Marking { Policy = "US" } }, Text = "factor" });
        foreach (Portion portion in (Portion[])
            [.. assessment.Header.Select(one => one.Portion), .. assessment.Subject.Select(one => one.Portion),
                .. assessment.Judgements.Select(one => one.Portion), .. assessment.Judgements.Select(one => one.Confidence[0].Portion),
                .. assessment.Factors.Select(one => one.Portion), .. assessment.Sources.Select(one => one.Portion)])
        {
            portion.Marking.Text = Text(random);
        }

        return request;
    }

    private static string Text(Random random)
    {
        string level = Any(random, "U", "C", "S", "TS");
        return level == "U"
            ? Any(random, "(U)", "(U//REL TO USA, FRA)")
            : $"({level}//{Any(random, "NF", "REL TO USA, FRA", "REL TO USA, FRA, SWE", "REL TO USA, SWE")})";
    }

    private static T Any<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static async Task<ProductId> Submit(NodeState node, SubmitRequest request)
    {
        SubmitResponse response = await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation);
        return ProductId.TryFrom(response.ProductId.Span, out ProductId product) ? product : throw new InvalidOperationException();
    }

    private static async Task Issue(NodeState node, ProductId product, NoticeAction action, Random random)
    {
        SealedProduct content = node.Read.Sealed(product)!;
        bool some = action == NoticeAction.RaisedMarking || (action == NoticeAction.Recall && random.Next(2) == 0);
        var floor = new Marking { Policy = "US", Text = "(TS//REL TO USA, FRA)" };
        ImmutableArray<PortionNotice> portions = some
            ? [.. content.Portions.Where(_ => random.Next(2) == 0).DefaultIfEmpty(content.Portions[0]).Select(portion => new PortionNotice(
                portion.Index, action == NoticeAction.Recall ? null : floor, Recalled: action == NoticeAction.Recall))]
            : [];
        Assert.IsType<NoticeAnswer.Issued>(await node.Gate.Notices.IssueAsync(new NoticeOrder(product, action, portions, null, "", "officer@test"), Cancellation));
    }
}
