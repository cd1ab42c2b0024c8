using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Hosting;
using Gateway.Node.Policies;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Lane = Gateway.Core.Sealing.Lane;
using LogName = Gateway.Core.Sealing.LogName;

namespace Gateway.Node.Tests.Policies;

/// <summary>What time alone lets go arrives when its time has come: once, and also where the node was down then.</summary>
public sealed class ReconsiderationTests : IAsyncDisposable
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly NodeFolders _folders = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_product_under_embargo_arrives_once_when_the_embargo_ends()
    {
        await using NodeState usa = await _folders.OpenAsync("USA", _clock), fra = await _folders.OpenAsync("FRA", _clock);
        await using var worker = await Worker.StartAsync(usa);
        await SubmitAsync(usa, _clock.GetUtcNow() + (2 * Hour));
        _clock.Advance(Hour);
        Assert.Equal(0, await ArrivedAsync(usa, fra));

        await UntilReleasedAsync(usa, 1);
        Assert.True(_clock.GetUtcNow() >= Embargo(usa));
        Assert.Equal(1, await ArrivedAsync(usa, fra));
        await StaysAsync(usa, fra, 1);
    }

    [Fact]
    public async Task A_product_whose_embargo_ended_while_the_node_was_down_arrives_when_it_is_up_again()
    {
        await using NodeState fra = await _folders.OpenAsync("FRA", _clock);
        await using (NodeState usa = await _folders.OpenAsync("USA", _clock))
        {
            await SubmitAsync(usa, _clock.GetUtcNow() + (2 * Hour));
        }

        _clock.Advance(3 * Hour);
        await using NodeState again = await _folders.OpenAsync("USA", _clock);
        await using var worker = await Worker.StartAsync(again);
        await UntilReleasedAsync(again, 1);
        Assert.Equal(1, await ArrivedAsync(again, fra));
        await StaysAsync(again, fra, 1);
    }

    [Fact]
    public async Task A_node_that_was_started_with_an_early_clock_still_waits_for_the_embargo()
    {
        await using (NodeState before = await _folders.OpenAsync("USA", _clock))
        {
            await SubmitAsync(before, _clock.GetUtcNow() + (2 * Hour));
        }

        _clock.AdjustTime(_clock.GetUtcNow() - Hour);
        await using NodeState usa = await _folders.OpenAsync("USA", _clock), fra = await _folders.OpenAsync("FRA", _clock);
        await using var worker = await Worker.StartAsync(usa);
        _clock.Advance(2 * Hour);
        Assert.Equal(0, await ArrivedAsync(usa, fra));
        await UntilReleasedAsync(usa, 1);
        Assert.True(_clock.GetUtcNow() >= Embargo(usa));
        Assert.Equal(1, await ArrivedAsync(usa, fra));
    }

    [Fact]
    public async Task What_was_withheld_for_want_of_an_agreement_goes_when_the_agreement_begins()
    {
        DateTimeOffset begins = _clock.GetUtcNow() + (2 * Hour);
        _folders.SetPolicy("USA", Policy(begins));
        await using NodeState usa = await _folders.OpenAsync("USA", _clock, model => From(model, begins)), fra = await _folders.OpenAsync("FRA", _clock);
        await using var worker = await Worker.StartAsync(usa);
        await SubmitAsync(usa, embargo: null);
        Assert.Equal(0, usa.Read.LastSequence(Fra, Lane.Products));
        await UntilReleasedAsync(usa, 1);
        Assert.True(_clock.GetUtcNow() >= begins);
        await StaysAsync(usa, fra, 1);
    }

    [Fact]
    public async Task What_was_withheld_for_want_of_an_agreement_goes_after_a_start_with_one()
    {
        DateTimeOffset far = _clock.GetUtcNow() + (300 * Hour);
        _folders.SetPolicy("USA", Policy(far));
        await using (NodeState alone = await _folders.OpenAsync("USA", _clock, model => From(model, far)))
        {
            await using var worker = await Worker.StartAsync(alone);
            await SubmitAsync(alone, embargo: null);
            await Eventually.Holds("decided again", () => alone.Read.ActivePolicy()!.ReconsideredAtMs > 0);
            Assert.Equal(0, alone.Read.LastSequence(Fra, Lane.Products));
        }

        await using NodeState usa = await _folders.OpenAsync("USA", _clock), fra = await _folders.OpenAsync("FRA", _clock);
        await using var later = await Worker.StartAsync(usa);
        await UntilReleasedAsync(usa, 1);
        await StaysAsync(usa, fra, 1);
    }

    private static NodeModel From(NodeModel model, DateTimeOffset begins) => model with
    {
        Agreements = new Agreements(model.Agreements.All.Select(agreement => agreement with { ValidFrom = begins, Digest = $"from {begins:O}" })),
    };

    private static string Policy(DateTimeOffset agreed) =>
        $"""
        policy outbound version 1
        schema risk-assessment/1
        effective {agreed.AddDays(-30):yyyy-MM-dd} review-by {agreed.AddDays(300):yyyy-MM-dd}

        give T1-open
          because "test"
          field any
          to partner FRA
          outcome release

        example "open"
          field class judgement marking US "(U//REL TO USA, FRA)"
          to FRA at {agreed.AddDays(2):yyyy-MM-dd}
          expect release by T1-open

        """;

    private static DateTimeOffset Embargo(NodeState usa)
    {
        ProductId product = usa.Read.Feed(Fra, Lane.Products, 0, 1)[0].Product;
        return DateTimeOffset.FromUnixTimeMilliseconds(usa.Read.Sealed(product)!.Portions.Max(portion => portion.Body.Marking.NotBeforeMs));
    }

    private static async Task SubmitAsync(NodeState node, DateTimeOffset? embargo)
    {
        SubmitRequest request = Samples.Request("p");
        foreach (Protocol.V1.Portion portion in (Protocol.V1.Portion[])
            [.. request.Assessment.Header.Select(one => one.Portion), .. request.Assessment.Subject.Select(one => one.Portion),
                .. request.Assessment.Judgements.Select(one => one.Portion)])
        {
            portion.Marking.NotBeforeMs = embargo?.ToUnixTimeMilliseconds() ?? 0;
        }

        await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation);
    }

    private static int Released(NodeState usa) => usa.Read.Entries(LogName.Release, 0, 1_000).Count(row => row.Kind is StatementKind.Release);

    private static async Task<long> ArrivedAsync(NodeState usa, NodeState fra)
    {
        await new Line(usa, fra).RunAsync();
        return fra.Read.LastReceived(Usa, Lane.Products);
    }

    // Minute by minute: a timer that is set between two steps is not missed.
    private Task UntilReleasedAsync(NodeState usa, long count) => Eventually.Holds("released", () =>
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        return usa.Read.LastSequence(Fra, Lane.Products) == count;
    });

    private async Task StaysAsync(NodeState usa, NodeState fra, long count)
    {
        int entries = Released(usa);
        for (int i = 0; i < 10; i++)
        {
            _clock.Advance(24 * Hour);
        }

        Assert.Equal(count, await ArrivedAsync(usa, fra));
        Assert.Equal(entries, Released(usa));
        Assert.Empty(usa.Read.Due(10));
    }

    private sealed class Worker(Reconsideration worker) : IAsyncDisposable
    {
        public static async Task<Worker> StartAsync(NodeState node)
        {
            var worker = new Reconsideration(node, NullLogger<Reconsideration>.Instance);
            await worker.StartAsync(Cancellation);
            return new Worker(worker);
        }

        public async ValueTask DisposeAsync()
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }
    }
}
