using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void Every_product_whose_content_notices_or_confirmation_are_written_is_named_among_the_changes()
    {
        SealedProduct own = Rows.Product("own"), theirs = Rows.Product("theirs");
        NoticeRow notice = Notice("noticed", 1);
        Action<INodeWrite>[] writes =
        [
            write => write.AddSealed(own),
            write => write.AddReceived(Rows.Received(theirs, Rows.Deu, 1, 7), theirs.Manifest),
            write => write.AddNotice(notice),
            write => write.AddNoticeOpenings(notice.Leaf, [new NoticeOpening(9, Rows.Hash("salt"), Rows.Hash("body"))], direct: false),
            write => write.SetConfirmation(new ConfirmationRow(theirs.Id, Rows.Fra, 100, false)),
            write => write.ErasePortions(own.Id),
            write => write.ErasePackages(new StubRow(theirs.Id, [])),
        ];
        ProductId[] products = [own.Id, theirs.Id, notice.Product, notice.Product, theirs.Id, own.Id, theirs.Id];
        foreach ((Action<INodeWrite> change, ProductId product) in writes.Zip(products))
        {
            long position = Store.Changes.Position;
            Write(change);
            Assert.Contains(product, Store.Changes.Since(ref position)!);
        }
    }

    [Fact]
    public void What_was_written_is_there_when_it_is_named_and_what_was_undone_changes_nothing()
    {
        SealedProduct own = Rows.Product("own");
        long position = Store.Changes.Position;
        using (INodeWrite write = Store.BeginWrite())
        {
            write.AddSealed(own);
            Assert.Equal(position, Store.Changes.Position);
        }

        Assert.Null(Store.Read.Find(own.Id));
        Write(write => write.AddSealed(own));
        Assert.Contains(own.Id, Store.Changes.Since(ref position)!);
        Assert.NotNull(Store.Read.Find(own.Id));
    }
}
