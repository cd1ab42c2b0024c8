using Gateway.Core.Sealing;
using Gateway.Core.Tests.Vectors;

namespace Gateway.Core.Tests.Sealing;

/// <summary>The body of an answer to a warning is read strictly: one spelling, nothing beside it.</summary>
public sealed class AcknowledgeBodyTests
{
    private static readonly AcknowledgeBody Body = new(ProductId.OfManifest("warning"u8), PackageForge.Fixed(0xa0), WarningResponse.Acting);

    [Fact]
    public void What_is_written_is_read_again()
    {
        byte[] bytes = Body.Encode();
        Assert.True(AcknowledgeBody.TryDecode(bytes, out AcknowledgeBody? read));
        Assert.Equal((Body.Product, WarningResponse.Acting), (read.Product, read.Response));
        Assert.Equal(Body.Release.ToArray(), read.Release.ToArray());
        Assert.Equal(bytes, read.Encode());
    }

    [Fact]
    public void Whatever_is_not_exactly_that_is_refused()
    {
        byte[] good = Body.Encode();
        Assert.All(
            [
                [],
                good[..^1],
                good[..^2],
                WireEdits.UnknownField(good),
                WireEdits.FirstTwice(good),
                WireEdits.FirstLast(good),
                WireEdits.LongVarint(good),
                WireEdits.WithoutFirst(good),
                (Body with { Response = (WarningResponse)4 }).Encode(),
                (Body with { Response = default }).Encode(),
                (Body with { Release = new byte[31] }).Encode(),
                (Body with { Release = default }).Encode(),
            ],
            bytes => Assert.False(AcknowledgeBody.TryDecode(bytes, out _)));
    }
}
