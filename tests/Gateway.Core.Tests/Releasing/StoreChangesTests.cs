using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Releasing;

public sealed class StoreChangesTests
{
    private readonly StoreChanges _changes = new();

    [Fact]
    public void Each_reader_gets_what_came_since_its_own_position_each_product_once()
    {
        long early = _changes.Position;
        _changes.Publish([Id(1), Id(2)]);
        long late = _changes.Position;
        _changes.Publish([Id(2), Id(3)]);
        Assert.Equal([Id(1), Id(2), Id(3)], _changes.Since(ref early)!);
        Assert.Equal([Id(2), Id(3)], _changes.Since(ref late)!);
        Assert.Empty(_changes.Since(ref early)!);
        Assert.Equal(_changes.Position, early);
    }

    [Fact]
    public void Who_looks_too_seldom_is_told_to_read_everything()
    {
        long position = _changes.Position;
        for (int i = 0; i < 200; i++)
        {
            _changes.Publish([.. Enumerable.Range(i * 1000, 1000).Select(Id)]);
        }

        Assert.Null(_changes.Since(ref position));
        Assert.Equal(200_000, position);
        _changes.Publish([Id(7)]);
        Assert.Equal([Id(7)], _changes.Since(ref position)!);
    }

    private static ProductId Id(int number) => ProductId.OfManifest(BitConverter.GetBytes(number));
}
