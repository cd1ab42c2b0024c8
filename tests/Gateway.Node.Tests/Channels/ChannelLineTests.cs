using Gateway.Core.Channels;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Channels;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;
using Gateway.Testing.Stores;
using Microsoft.Extensions.Time.Testing;
using NodeState = Gateway.Node.Hosting.NodeState;

namespace Gateway.Node.Tests.Channels;

/// <summary>The queue behind a channel: nothing lost, nothing forgotten, nothing given up too early.</summary>
public sealed class ChannelLineTests : IAsyncDisposable
{
    private static readonly ProductId Product = ProductId.OfManifest([1]);

    private readonly NodeFolders _folders = new();
    private readonly InMemoryNodeStore _store = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 21, 0, 0, TimeSpan.Zero));
    private readonly KeptLog _logger = new();
    private readonly RecordedWay _way = new();
    private readonly NodeState _node;
    private ChannelSettings _settings = Given.Webhook(new Uri("https://duty.example"), null);
    private ChannelLine? _line;

    public ChannelLineTests() => _node = Open(_folders.Settings("USA"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ChannelLine Line => _line ??= new ChannelLine(_node, _settings, _way, (_, _) => Task.FromResult<Headline?>(null), () => 1, _logger);

    private IEnumerable<string> Alarms => _logger.Lines.Where(line => line.Contains("ALARM"));

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _folders.DisposeAsync();
    }

    [Fact]
    public async Task A_summons_is_told_once_over_each_channel_of_its_mode()
    {
        _settings = _settings with { Modes = [Mode.Actual] };
        await RaiseAsync(Arrived);
        await RaiseAsync(Arrived);
        await RaiseAsync(Arrived with { Kind = SummonsKind.Reminder, Mode = Mode.Exercise });
        await RunAsync();
        ChannelMessage message = Assert.Single(_way.Sent).Message;
        Assert.Equal((SummonsKind.WarningArrived, Mode.Actual), (message.Kind, message.Mode));
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", message.Reference);
        Assert.Equal(new ChannelStanding(0, 1, 0, 0, Now), _node.Read.ChannelStanding("duty"));
        Assert.Empty(_node.Read.Unspread(10));
    }

    [Fact]
    public async Task A_receiver_that_is_away_for_long_gets_everything_when_it_is_back_each_under_one_id()
    {
        _way.Answer = new Attempt.Failed("away");
        for (int round = 1; round <= 3; round++)
        {
            await RaiseAsync(Arrived with { Kind = SummonsKind.Reminder, Round = round });
        }

        for (int minute = 0; minute < 6 * 60; minute++)
        {
            await RunAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(Alarms);
        Assert.InRange(_way.Sent.Count, 3 * 30, 3 * 60);
        _way.Answer = new Attempt.Taken();
        _way.Sent.Clear();
        _clock.Advance(Backoff.Longest);
        await RunAsync();
        Assert.Equal([1L, 2L, 3L], _way.Sent.Select(sent => _node.Read.Summons(sent.Message.Reference)!.Summons.Round).Order());
        Assert.All(_way.Sent, sent => Assert.InRange(sent.Attempt, 31, 61));
        Assert.Equal(3, _node.Read.ChannelStanding("duty").Delivered);
        Assert.Contains(_logger.Lines, line => line.Contains("takes messages again"));
        await RunAsync();
        Assert.Equal(3, _way.Sent.Count);
    }

    [Fact]
    public async Task What_is_new_goes_before_what_has_failed_for_long()
    {
        _way.Answer = new Attempt.Failed("away");
        await RaiseAsync(Arrived);
        await RunAsync();
        _clock.Advance(Backoff.Longest);
        await RaiseAsync(Arrived with { Kind = SummonsKind.Escalation });
        _way.Sent.Clear();
        await RunAsync();
        Assert.Equal([SummonsKind.Escalation, SummonsKind.WarningArrived], _way.Sent.Select(sent => sent.Message.Kind));
    }

    [Fact]
    public async Task It_is_given_up_after_the_bound_and_not_before_and_somebody_is_alarmed()
    {
        _way.Answer = new Attempt.Failed("away");
        await RaiseAsync(Arrived);
        DateTimeOffset began = _clock.GetUtcNow();
        while (_node.Read.ChannelStanding("duty").GivenUp == 0)
        {
            await RunAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.True(_clock.GetUtcNow() - began < TimeSpan.FromHours(30), "It ends some time.");
        }

        Assert.True(_clock.GetUtcNow() - began >= _settings.GiveUpAfter);
        Assert.Contains(Alarms, message => message.Contains("given up"));
    }

    [Theory]
    [InlineData(+400)]
    [InlineData(-400)]
    public async Task A_clock_that_jumps_neither_ends_nor_delays_a_delivery(int days)
    {
        _way.Answer = new Attempt.Failed("away");
        await RaiseAsync(Arrived);
        await RunAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync();
        int before = _way.Sent.Count;
        _clock.AdjustTime(_clock.GetUtcNow().AddDays(days));
        await RunAsync();
        Assert.Equal(0, _node.Read.ChannelStanding("duty").GivenUp);
        _way.Answer = new Attempt.Taken();
        _clock.Advance(Backoff.Longest);
        await RunAsync();
        Assert.True(_way.Sent.Count > before);
        Assert.Equal(1, _node.Read.ChannelStanding("duty").Delivered);
    }

    [Fact]
    public async Task An_attempt_that_a_crash_cut_off_is_made_again_after_its_pause_under_the_same_id()
    {
        _way.Crash = true;
        await RaiseAsync(Arrived);
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync());
        (_way.Crash, _line) = (false, null);
        await RunAsync();
        Assert.Single(_way.Sent);
        _clock.Advance(Backoff.Shortest);
        await RunAsync();
        Assert.Equal(2, _way.Sent.Count);
        Assert.Equal(_way.Sent[0].Message, _way.Sent[1].Message);
        Assert.Equal((1, 2), (_way.Sent[0].Attempt, _way.Sent[1].Attempt));
        Assert.Equal(1, _node.Read.ChannelStanding("duty").Delivered);
    }

    [Theory]
    [InlineData("BeginWrite")]
    [InlineData("SetDelivery")]
    [InlineData("Commit")]
    public async Task A_full_disk_keeps_nobody_from_being_told_and_nobody_is_told_twice(string step)
    {
        await RaiseAsync(Arrived);
        await SpreadAsync();
        _store.FailsAt = name => name == step;
        for (int minute = 0; minute < 60; minute++)
        {
            await StepsAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(_way.Sent);
        Assert.Single(Alarms);
        _store.FailsAt = _ => false;
        await StepsAsync();
        Assert.Single(_way.Sent);
        Assert.Equal(1, _node.Read.ChannelStanding("duty").Delivered);
    }

    [Fact]
    public async Task A_summons_is_recorded_with_what_made_it_or_not_at_all()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _node.Commit.RunAsync<bool>(
            scope =>
            {
                scope.Store.AddSummons(Arrived, Now);
                throw new InvalidOperationException("What made it failed.");
            },
            Cancellation));
        Assert.Empty(_node.Read.Unspread(10));
    }

    private static Summons Arrived => new(SummonsKind.WarningArrived, Product, Mode.Actual);

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Task RaiseAsync(Summons summons) => _node.Commit.RunAsync(scope => scope.Store.AddSummons(summons, Now), Cancellation);

    private async Task SpreadAsync()
    {
        var spread = new SummonsSpread(_node, [_settings], RandomSource.System);
        while (await spread.StepAsync(Cancellation))
        {
            // Until nothing is left.
        }
    }

    private async Task StepsAsync()
    {
        while (await Line.StepAsync(Cancellation))
        {
            // Until nothing is due.
        }
    }

    private async Task RunAsync()
    {
        await SpreadAsync();
        await StepsAsync();
    }

    private NodeState Open(NodeSettings settings)
    {
        Assert.Equal(LogFault.None, TransparencyLog.TryLoad(_store.Read, LogName.Release, settings.Self, settings.ReleaseSigner, RandomSource.System, out TransparencyLog release));
        Assert.Equal(LogFault.None, TransparencyLog.TryLoad(_store.Read, LogName.Internal, settings.Self, settings.InternalSigner, RandomSource.System, out TransparencyLog @internal));
        return new NodeState(settings, _store, release, @internal, CursorCodec.Open(Path.Combine(_folders.Folder("USA"), "cursor.key")), _clock);
    }

    private sealed class RecordedWay : IPeopleChannel
    {
        public List<(ChannelMessage Message, int Attempt)> Sent { get; } = [];

        public Attempt Answer { get; set; } = new Attempt.Taken();

        public bool Crash { get; set; }

        public Task<Attempt> SendAsync(ChannelMessage message, int attempt, CancellationToken cancellation)
        {
            Sent.Add((message, attempt));
            return Crash ? throw new InvalidOperationException("The node ends here.") : Task.FromResult(Answer);
        }

        public void Dispose()
        {
        }
    }
}
