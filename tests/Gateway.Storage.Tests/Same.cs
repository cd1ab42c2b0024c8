using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Tests;

/// <summary>Equality of rows by content: records compare memory by reference.</summary>
internal static class Same
{
    public static void Entry(LogRow expected, LogRow actual)
    {
        Assert.Equal(expected with { Entry = default }, actual with { Entry = default });
        Bytes(expected.Entry, actual.Entry);
    }

    public static void Feed(FeedRow expected, FeedRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            (expected.Partner, expected.Lane, expected.Sequence, expected.LogIndex, expected.Product, expected.WithdrawnIndex, expected.Source),
            (actual.Partner, actual.Lane, actual.Sequence, actual.LogIndex, actual.Product, actual.WithdrawnIndex, actual.Source));
        Assert.Equal(expected.Opened.AsEnumerable(), actual.Opened.AsEnumerable());
        Bytes(expected.Terms, actual.Terms);
        Bytes(expected.Seed, actual.Seed);
    }

    public static void Received(ReceivedRow expected, ReceivedRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            expected with { ReleaseLeaf = default, Package = default }, actual with { ReleaseLeaf = default, Package = default });
        Bytes(expected.ReleaseLeaf, actual.ReleaseLeaf);
        Bytes(expected.Package, actual.Package);
    }

    public static void Product(SealedProduct expected, SealedProduct? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Id, actual.Id);
        Bytes(expected.ManifestBytes, actual.ManifestBytes);
        Assert.Equal(expected.Manifest.Mode, actual.Manifest.Mode);
        Assert.Equal(expected.Portions.Select(portion => portion.Index), actual.Portions.Select(portion => portion.Index));
        foreach ((Portion left, Portion right) in expected.Portions.Zip(actual.Portions))
        {
            Bytes(left.Salt, right.Salt);
            Bytes(left.Encoded, right.Encoded);
            Assert.Equal(left.Body.Path, right.Body.Path);
        }
    }

    public static void Bytes(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual) =>
        Assert.Equal(expected.ToArray(), actual.ToArray());
}
