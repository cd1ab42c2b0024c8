using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void An_own_answer_is_kept_once_and_waits_until_it_was_handed_over()
    {
        AcknowledgementRow seen = Answer(Rows.Id("warning"), WarningResponse.Seen, 4), acting = Answer(Rows.Id("warning"), WarningResponse.Acting, 7);
        Write(write => write.AddAcknowledgement(seen));
        Write(write => write.AddAcknowledgement(acting));
        Write(write => write.AddAcknowledgement(seen with { LogIndex = 9, Caller = "another" }));
        Assert.Equal([seen, acting], Store.Read.Acknowledgements(seen.Product));
        Assert.Equal([seen], Store.Read.AcknowledgementsDue(Rows.Fra, 1));
        Assert.Empty(Store.Read.AcknowledgementsDue(Rows.Deu, 10));

        Write(write => write.SetHandedOver(seen));
        Assert.Equal([acting], Store.Read.AcknowledgementsDue(Rows.Fra, 10));
        Assert.Equal([seen, acting], Store.Read.Acknowledgements(seen.Product));
    }

    [Fact]
    public void A_partners_answer_is_kept_once_with_its_proof_and_waits_for_whom_it_is_handed_on_to()
    {
        ResponseRow row = Response(Rows.Id("warning"), WarningResponse.Seen) with { RelayTo = Rows.Nato };
        Write(write => write.AddResponse(row));
        Write(write => write.AddResponse(row with { Statement = Rows.Hash("another") }));
        Write(write => write.AddResponse(Response(Rows.Id("own"), WarningResponse.Acting)));
        Is(row, Assert.Single(Store.Read.Responses(row.Product)));
        Is(row, Assert.Single(Store.Read.ResponsesDue(Rows.Nato, 10)));
        Assert.Equal(default, Assert.Single(Store.Read.Responses(Rows.Id("own"))).RelayTo);
        Write(write => write.SetResponseRelayed(row));
        Assert.Empty(Store.Read.ResponsesDue(Rows.Nato, 10));
    }

    [Fact]
    public void The_same_happening_is_recorded_once_and_numbers_follow_each_other()
    {
        var escalated = new WarningEventRow(0, Rows.Id("warning"), WarningEventKind.Escalated, Rows.Deu, null, 10);
        Write(write => write.AddWarningEvent(escalated));
        Write(write =>
        {
            write.AddWarningEvent(escalated with { AtMs = 99 });
            write.AddWarningEvent(escalated with { Kind = WarningEventKind.Responded, Response = WarningResponse.Seen });
            write.AddWarningEvent(escalated with { Kind = WarningEventKind.Responded, Response = WarningResponse.Acting });
            write.AddWarningEvent(escalated with { Product = Rows.Id("another") });
        });
        Assert.Equal(
            [escalated with { Number = 1 }, escalated with { Number = 2, Kind = WarningEventKind.Responded, Response = WarningResponse.Seen }],
            Store.Read.WarningEvents(0, 2));
        Assert.Equal(3, Store.Read.WarningEvents(escalated.Product).Count);
        Assert.Equal(Rows.Id("another"), Assert.Single(Store.Read.WarningEvents(3, 10)).Product);
    }

    private static AcknowledgementRow Answer(ProductId product, WarningResponse response, long index) => new()
    {
        Product = product,
        Releaser = Rows.Fra,
        Response = response,
        ReleaseIndex = 3,
        LogIndex = index,
        AtMs = 1_000 + index,
        Caller = "duty@deu",
    };

    private static ResponseRow Response(ProductId product, WarningResponse response) => new()
    {
        Product = product,
        Holder = Rows.Fra,
        Via = Rows.Deu,
        Response = response,
        AtMs = 5,
        StoredAtMs = 6,
        Subject = Rows.Hash("release"),
        Statement = Rows.Hash("acknowledge"),
        LogIndex = 12,
        Path = Rows.Hash("path"),
        Note = Rows.Hash("note"),
    };

    private static void Is(ResponseRow expected, ResponseRow actual)
    {
        Assert.Equal(Bare(expected), Bare(actual));
        Same.Bytes(expected.Subject, actual.Subject);
        Same.Bytes(expected.Statement, actual.Statement);
        Same.Bytes(expected.Path, actual.Path);
        Same.Bytes(expected.Note, actual.Note);
    }

    private static ResponseRow Bare(ResponseRow row) => row with { Subject = default, Statement = default, Path = default, Note = default };
}
