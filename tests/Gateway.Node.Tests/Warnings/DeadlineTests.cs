using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using LogName = Gateway.Core.Sealing.LogName;
using SummonsKind = Gateway.Core.Channels.SummonsKind;
using WarningEventKind = Gateway.Core.Releasing.WarningEventKind;
using WarningResponse = Gateway.Core.Sealing.WarningResponse;

namespace Gateway.Node.Tests.Warnings;

/// <summary>What the clock does to warnings, and what it cannot undo.</summary>
public sealed class DeadlineTests : IAsyncDisposable
{
    private readonly NodeFolders _folders = new();
    private readonly ShiftedClock _clock = new();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_warning_that_nobody_acknowledges_is_reminded_of_at_half_of_the_time_and_escalated_once_at_the_end()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, _) = await usa.RaiseAsync("w");
        await new Line(usa.State, fra.State).RunAsync();
        Assert.Equal([WarningEventKind.Arrived], await fra.EventsAsync(warning));
        Assert.Equal(WarningState.Open, fra.Standing(warning).State);

        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal([WarningEventKind.Arrived, WarningEventKind.Reminded], await fra.EventsAsync(warning));
        Assert.Equal(WarningState.Reminded, fra.Standing(warning).State);

        _clock.Advance(TimeSpan.FromMinutes(30));
        WarningEventKind[] all = [WarningEventKind.Arrived, WarningEventKind.Reminded, WarningEventKind.Escalated];
        Assert.Equal(all, await fra.EventsAsync(warning));
        Assert.Equal(WarningState.Escalated, fra.Standing(warning).State);
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(all, await fra.EventsAsync(warning));
        Assert.Equal(
            [SummonsKind.WarningArrived, SummonsKind.Reminder, SummonsKind.Escalation], fra.State.Read.Unspread(10).Select(row => row.Summons.Kind));
        Assert.Single(fra.State.Read.Search(new LogQuery(LogName.Internal, StatementKind.Audit, null, warning, null, null, -1, 10)));
    }

    [Fact]
    public async Task A_warning_that_is_acknowledged_in_time_stays_quiet()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, _) = await usa.RaiseAsync("w");
        await new Line(usa.State, fra.State).RunAsync();
        await fra.AnswerAsync(warning);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([WarningEventKind.Arrived, WarningEventKind.Acknowledged], await fra.EventsAsync(warning));
        Assert.Equal(WarningState.Acknowledged, fra.Standing(warning).State);
        Assert.Equal("duty@test", fra.Standing(warning).AcknowledgedBy);
    }

    [Fact]
    public async Task The_originators_deadline_counts_before_the_nodes_own()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        long by = _clock.GetUtcNow().AddMinutes(5).ToUnixTimeMilliseconds();
        (ProductId warning, _) = await usa.RaiseAsync("w", change: request => request.Warning.Header[0].AcknowledgeByMs = by);
        await new Line(usa.State, fra.State).RunAsync();
        Assert.Equal(by, fra.Standing(warning).DueAtMs);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains(WarningEventKind.Escalated, await fra.EventsAsync(warning));
        Assert.Contains(WarningEventKind.Overdue, await usa.EventsAsync(warning));
    }

    [Fact]
    public async Task A_node_that_was_down_over_the_deadline_escalates_once_when_it_is_back()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock);
        (ProductId warning, _) = await usa.RaiseAsync("w");
        await using (WarningNode before = await WarningNode.OpenAsync(_folders, "FRA", _clock))
        {
            await new Line(usa.State, before.State).RunAsync();
            await before.EventsAsync(warning);
        }

        _clock.Advance(TimeSpan.FromHours(3));
        for (int start = 0; start < 2; start++)
        {
            await using WarningNode fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
            Assert.Equal([WarningEventKind.Arrived, WarningEventKind.Escalated], await fra.EventsAsync(warning));
        }
    }

    [Fact]
    public async Task Setting_the_clock_back_neither_puts_a_deadline_off_nor_takes_an_escalation_back()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, _) = await usa.RaiseAsync("w");
        await new Line(usa.State, fra.State).RunAsync();
        await fra.EventsAsync(warning);
        _clock.Shift += TimeSpan.FromDays(-1);
        _clock.Advance(TimeSpan.FromHours(1));
        WarningEventKind[] all = [WarningEventKind.Arrived, WarningEventKind.Escalated];
        Assert.Equal(all, await fra.EventsAsync(warning));

        _clock.Shift += TimeSpan.FromDays(-2);
        Assert.Equal(all, await fra.EventsAsync(warning));
        Assert.Equal(WarningState.Escalated, fra.Standing(warning).State);
        _clock.Shift += TimeSpan.FromDays(30);
        Assert.Equal(all, await fra.EventsAsync(warning));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_alarms_early_and_once()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, _) = await usa.RaiseAsync("w");
        await new Line(usa.State, fra.State).RunAsync();
        await fra.EventsAsync(warning);
        _clock.Shift += TimeSpan.FromDays(1);
        Assert.Equal([WarningEventKind.Arrived, WarningEventKind.Escalated], await fra.EventsAsync(warning));
        _clock.Shift += TimeSpan.FromDays(-1);
        Assert.Equal([WarningEventKind.Arrived, WarningEventKind.Escalated], await fra.EventsAsync(warning));
    }

    [Fact]
    public async Task An_update_is_to_be_acknowledged_anew_and_a_cancellation_ends_it()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId alert, ByteString lineage) = await usa.RaiseAsync("1");
        await new Line(usa.State, fra.State).RunAsync();
        await fra.AnswerAsync(alert, WarningResponse.Acting);
        (ProductId update, _) = await usa.RaiseAsync("2", WarningKind.Update, lineage);
        await new Line(usa.State, fra.State).RunAsync();
        await fra.EventsAsync(alert);
        Assert.Equal(WarningState.Superseded, fra.Standing(alert).State);
        Assert.Equal(WarningState.Open, fra.Standing(update).State);

        (ProductId cancel, _) = await usa.RaiseAsync("3", WarningKind.Cancel, lineage);
        await new Line(usa.State, fra.State).RunAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(WarningEventKind.Escalated, await fra.EventsAsync(update));
        Assert.Equal([WarningEventKind.Arrived], await fra.EventsAsync(cancel));
        Assert.Equal(WarningState.Cancelled, fra.Standing(cancel).State);
        Assert.Equal(
            [cancel, update, alert], fra.View.Chain(fra.View.Of(alert, NodeFolders.Liaison)!.Entry, NodeFolders.Liaison).Select(seen => seen.Entry.Row.Product));
    }

    [Fact]
    public async Task A_chain_begins_with_an_alert_and_nothing_follows_its_cancellation()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock);
        Assert.Equal(["warning.header[0].kind"], await Refused(() => usa.RaiseAsync("u", WarningKind.Update)));
        Assert.Equal(["warning.header[0].kind"], await Refused(() => usa.RaiseAsync("c", WarningKind.Cancel)));
        (_, ByteString lineage) = await usa.RaiseAsync("1");
        Assert.Equal(["warning.header[0].kind"], await Refused(() => usa.RaiseAsync("a", WarningKind.Alert, lineage)));
        (ProductId cancel, _) = await usa.RaiseAsync("2", WarningKind.Cancel, lineage);
        Assert.Equal(["lineage_id"], await Refused(() => usa.RaiseAsync("3", WarningKind.Update, lineage)));
        Assert.Equal(["lineage_id"], await Refused(() => usa.RaiseAsync("4", WarningKind.Cancel, lineage)));
        Assert.Equal(cancel, (await usa.RaiseAsync("2", WarningKind.Cancel, lineage)).Product);
    }

    [Fact]
    public async Task The_sender_is_alarmed_when_no_receipt_comes_and_told_when_it_comes_after_all()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        (ProductId warning, _) = await usa.RaiseAsync("w", change: request => request.Audience.Add("FRA"));
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal([WarningEventKind.Raised], await usa.EventsAsync(warning));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([WarningEventKind.Raised, WarningEventKind.Undelivered], await usa.EventsAsync(warning));
        Assert.Equal(1u, usa.Standing(warning).Undelivered);

        await new Line(usa.State, fra.State).RunAsync();
        Assert.Equal([WarningEventKind.Raised, WarningEventKind.Undelivered, WarningEventKind.Delivered], await usa.EventsAsync(warning));
        Assert.Equal(0u, usa.Standing(warning).Undelivered);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(WarningEventKind.Overdue, (await usa.EventsAsync(warning))[^1]);
        Assert.Equal(1u, usa.Standing(warning).Overdue);
        await fra.AnswerAsync(warning);
        await new Line(usa.State, fra.State).RunAsync();
        Assert.Equal(WarningEventKind.Responded, (await usa.EventsAsync(warning))[^1]);
        Assert.Equal((0u, 1u), (usa.Standing(warning).Overdue, usa.Standing(warning).Responded));
    }

    [Fact]
    public async Task What_a_caller_may_not_see_is_nowhere()
    {
        await using WarningNode usa = await WarningNode.OpenAsync(_folders, "USA", _clock), fra = await WarningNode.OpenAsync(_folders, "FRA", _clock);
        var low = new LocalCaller("low@test", Role.Liaison, Level.Unclassified, "TEST");
        (ProductId alert, ByteString lineage) = await usa.RaiseAsync("1");
        (ProductId update, _) = await usa.RaiseAsync("2", WarningKind.Update, lineage, Secret);
        await new Line(usa.State, fra.State).RunAsync();
        await fra.EventsAsync(alert);
        Assert.Null(fra.View.Of(update, low));
        Assert.Equal(alert, Assert.Single(fra.View.Chain(fra.View.Of(alert, low)!.Entry, low)).Entry.Row.Product);
        Assert.Equal(WarningState.Open, fra.Standing(alert, low).State);
        Assert.Equal(WarningState.Superseded, fra.Standing(alert).State);
    }

    private static void Secret(SubmitRequest request)
    {
        foreach (Protocol.V1.Portion portion in request.Warning.Header.Select(one => one.Portion)
            .Concat(request.Warning.Subject.Select(one => one.Portion)).Concat(request.Warning.Danger.Select(one => one.Portion)))
        {
            portion.Marking.Text = "(S//REL TO USA, FRA)";
        }

        request.Warning.Danger.RemoveAt(1);
    }

    private static async Task<IEnumerable<string>> Refused(Func<Task> submit)
    {
        RpcException refused = await Assert.ThrowsAsync<RpcException>(submit);
        return refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field);
    }
}
