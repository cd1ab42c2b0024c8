using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void Products_that_are_decided_again_come_by_their_instants_each_once()
    {
        ProductId first = ProductId.OfManifest("first"u8), second = ProductId.OfManifest("second"u8);
        Assert.Empty(Store.Read.Due(10));
        Write(write =>
        {
            write.SetDue(first, 2_000);
            write.SetDue(second, 1_000);
            Assert.Equal(2_000, write.Due(first));
        });
        Reopen();
        Assert.Equal([new DueRow(second, 1_000), new DueRow(first, 2_000)], Store.Read.Due(10));
        Assert.Equal([new DueRow(second, 1_000)], Store.Read.Due(1));

        Write(write =>
        {
            write.SetDue(second, 3_000);
            write.SetDue(first, null);
        });
        Assert.Equal([new DueRow(second, 3_000)], Store.Read.Due(10));
        Assert.Null(Store.Read.Due(first));
        Write(write => write.SetDue(first, null));
        Assert.Null(Store.Read.Due(first));
    }
}
