using Gateway.Core.Channels;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    private static readonly Summons Arrived = new(SummonsKind.WarningArrived, Rows.Id("warning"), Mode.Exercise);

    [Fact]
    public void A_summons_comes_back_as_it_was()
    {
        var undelivered = new Summons(SummonsKind.Undelivered, Rows.Id("warning"), Mode.Actual, Rows.Fra, 2);
        var trial = new Summons(SummonsKind.Trial, null, Mode.Test, default, 7);
        Write(write => Assert.Equal((true, true, true), (write.AddSummons(Arrived, 5), write.AddSummons(undelivered, 6), write.AddSummons(trial, 7))));
        Reopen();
        Assert.Equal([new(1, Arrived, 5, ""), new(2, undelivered, 6, ""), new SummonsRow(3, trial, 7, "")], Store.Read.Unspread(10));
        Assert.Equal(undelivered, Store.Read.Summons(2)!.Summons);
        Assert.Null(Store.Read.Summons(4));
        Assert.Null(Store.Read.Summons(""));
        Assert.Single(Store.Read.Unspread(1));
    }

    [Fact]
    public void The_same_occasion_is_recorded_once()
    {
        Write(write => write.AddSummons(Arrived, 5));
        Write(write => Assert.False(write.AddSummons(Arrived, 6)));
        Write(write => Assert.True(write.AddSummons(Arrived with { Kind = SummonsKind.Reminder, Round = 1 }, 6)));
        Write(write => Assert.True(write.AddSummons(Arrived with { Kind = SummonsKind.Reminder, Round = 2 }, 6)));
        Assert.Equal([5, 6, 6], Store.Read.Unspread(10).Select(row => row.AtMs));
    }

    [Fact]
    public void A_summons_is_spread_once_and_found_by_its_reference()
    {
        Write(write => write.AddSummons(Arrived, 5));
        Write(write => write.Spread(1, "ABCD", ["mail", "hook"], 8));
        Assert.Throws<ArgumentException>(() => Write(write => write.Spread(1, "EFGH", ["mail"], 9)));
        Assert.Throws<ArgumentException>(() => Write(write => write.Spread(2, "EFGH", ["mail"], 9)));
        Reopen();
        Assert.Empty(Store.Read.Unspread(10));
        Assert.Equal(new SummonsRow(1, Arrived, 5, "ABCD"), Store.Read.Summons("ABCD"));
        Assert.Equal([new DeliveryRow { Channel = "mail", Summons = 1, NextAtMs = 8 }], Store.Read.WaitingDeliveries("mail", 10));
        Assert.Empty(Store.Read.WaitingDeliveries("other", 10));
    }

    [Fact]
    public void What_waits_comes_least_tried_first_and_leaves_when_it_ends()
    {
        Write(write =>
        {
            for (int round = 1; round <= 4; round++)
            {
                write.AddSummons(Arrived with { Round = round }, 10 * round);
                write.Spread(round, $"R{round}", ["mail"], 50);
            }
        });
        var tried = new DeliveryRow { Channel = "mail", Summons = 1, Attempts = 3, WaitedMs = 4, PauseMs = 5, NextAtMs = 60 };
        Write(write =>
        {
            write.SetDelivery(tried);
            write.SetDelivery(new DeliveryRow { Channel = "mail", Summons = 2, State = DeliveryState.Delivered, Attempts = 1, EndedAtMs = 55 });
            write.SetDelivery(new DeliveryRow { Channel = "mail", Summons = 4, State = DeliveryState.GivenUp, Attempts = 9, EndedAtMs = 58 });
        });
        Reopen();
        Assert.Equal([3L, 1L], Store.Read.WaitingDeliveries("mail", 10).Select(row => row.Summons));
        Assert.Equal(tried, Store.Read.WaitingDeliveries("mail", 10)[1]);
        Assert.Equal(new ChannelStanding(2, 1, 1, 10, 55), Store.Read.ChannelStanding("mail"));
        Assert.Equal(new ChannelStanding(0, 0, 0, 0, 0), Store.Read.ChannelStanding("other"));
        Assert.Throws<ArgumentException>(() => Write(write => write.SetDelivery(tried with { Channel = "other" })));
    }
}
