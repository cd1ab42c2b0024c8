using Gateway.Core.Channels;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Channels;
using Gateway.Node.Hosting;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using LogName = Gateway.Core.Sealing.LogName;
using Mode = Gateway.Core.Sealing.Mode;
using SummonsKind = Gateway.Core.Channels.SummonsKind;

namespace Gateway.Node.Tests.Channels;

/// <summary>Warnings call people where they are raised, where they arrive, and at home when they do not.</summary>
public sealed class WarningSummonsTests : IAsyncDisposable
{
    private readonly NodeFolders _folders = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly KeptLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_warning_calls_people_where_it_is_raised_and_where_it_arrives_and_an_assessment_calls_nobody()
    {
        await using NodeState usa = await OpenAsync("USA");
        await using NodeState fra = await OpenAsync("FRA");
        await Line.SubmitAsync(usa, "assessment");
        ProductId warning = await WarnAsync(usa);
        await new Line(usa, fra).RunAsync();
        await new Line(usa, fra).RunAsync();
        Assert.Equal(new Summons(SummonsKind.WarningRaised, warning, Mode.Exercise), Assert.Single(usa.Read.Unspread(10)).Summons);
        Assert.Equal(new Summons(SummonsKind.WarningArrived, warning, Mode.Exercise), Assert.Single(fra.Read.Unspread(10)).Summons);
    }

    [Fact]
    public async Task A_warning_that_is_not_received_alarms_its_sender_each_day_until_it_is()
    {
        await using NodeState usa = await OpenAsync("USA");
        await using NodeState fra = await OpenAsync("FRA");
        ProductId warning = await WarnAsync(usa);
        using var watch = new UndeliveredWatch(usa, new TypedLog(_log));
        _clock.Advance(TimeSpan.FromMinutes(9));
        await watch.LookAsync(Cancellation);
        Assert.Empty(Undelivered(usa));

        _clock.Advance(TimeSpan.FromMinutes(2));
        await watch.LookAsync(Cancellation);
        await watch.LookAsync(Cancellation);
        using (var restarted = new UndeliveredWatch(usa, new TypedLog(_log)))
        {
            await restarted.LookAsync(Cancellation);
        }

        Assert.Equal(["FRA", "SWE"], Undelivered(usa).Select(summons => summons.Partner.Value));
        Assert.All(Undelivered(usa), summons => Assert.Equal(warning, summons.Product));
        Assert.Equal(2, _log.Lines.Count(line => line.Contains("ALARM")));

        await new Line(usa, fra).RunAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        await watch.LookAsync(Cancellation);
        Assert.Equal(["FRA", "SWE", "SWE"], Undelivered(usa).Select(summons => summons.Partner.Value).Order());
    }

    [Theory]
    [InlineData("(U//REL TO USA, FRA, SWE)", Level.Unclassified, true)]
    [InlineData("(C//REL TO USA, FRA, SWE)", Level.Unclassified, false)]
    [InlineData("(C//REL TO USA, FRA, SWE)", Level.Confidential, true)]
    [InlineData("(S//REL TO USA, FRA, SWE)", Level.Confidential, false)]
    public async Task A_headline_says_what_a_reader_cleared_to_the_ceiling_may_see_and_the_reading_is_on_the_log(string marking, Level ceiling, bool said)
    {
        await using NodeState usa = await OpenAsync("USA");
        SubmitRequest request = Samples.WarningRequest("w");
        request.Warning.Header[0].Portion.Marking.Text = marking;
        request.Warning.Subject[0].Portion.Marking.Text = marking;
        ProductId warning = await WarnAsync(usa, request);
        int accesses = usa.Read.Search(new Core.Releasing.LogQuery(LogName.Internal, StatementKind.Access, null, null, null, null, -1, 100)).Count;
        ChannelSettings channel = Given.Webhook(new Uri("https://duty.example"), null) with { Content = ChannelContent.Headline, Ceiling = ceiling };
        Headline? headline = await new HeadlineReader(usa, new SharedView(usa)).OfAsync(new Summons(SummonsKind.WarningRaised, warning, Mode.Exercise), channel, Cancellation);
        Assert.Equal(said ? ("EXERCISE: test warning", "BFA") : default, headline is null ? default : (headline.Title, headline.Country));
        Assert.Equal(accesses + (said ? 1 : 0), usa.Read.Search(new Core.Releasing.LogQuery(LogName.Internal, StatementKind.Access, null, null, null, null, -1, 100)).Count);
    }

    private static IEnumerable<Summons> Undelivered(NodeState node) =>
        node.Read.Unspread(100).Select(row => row.Summons).Where(summons => summons.Kind == SummonsKind.Undelivered);

    private static Task<ProductId> WarnAsync(NodeState node) => WarnAsync(node, Samples.WarningRequest("w"));

    private static async Task<ProductId> WarnAsync(NodeState node, SubmitRequest request)
    {
        SubmitResponse response = await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation);
        Assert.True(ProductId.TryFrom(response.ProductId.Span, out ProductId product));
        return product;
    }

    private Task<NodeState> OpenAsync(string code) => NodeStartup.OpenAsync(_folders.Settings(code), _clock, Cancellation);

    private sealed class TypedLog(KeptLog log) : ILogger<UndeliveredWatch>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(logLevel, eventId, state, exception, formatter);
    }
}
