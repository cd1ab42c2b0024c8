using CsCheck;
using Gateway.Core.Wire;

namespace Gateway.Core.Tests.Wire;

public sealed class WireReaderTests
{
    private static readonly ulong[] Edges = [1, 127, 128, 16_383, 16_384, uint.MaxValue, 1UL << 35, long.MaxValue, ulong.MaxValue];

    [Fact]
    public void What_is_written_is_read()
    {
        foreach (ulong value in Edges)
        {
            var reader = new WireReader(new WireWriter().UInt(7, value).ToArray());
            Assert.True(reader.Next());
            Assert.Equal((7, value), (reader.Field, reader.UInt64()));
            Assert.False(reader.Next());
            Assert.Equal(WireFault.None, reader.Fault);
        }
    }

    [Theory]
    [InlineData("88", WireFault.Truncated)] // in the key
    [InlineData("0880", WireFault.Truncated)] // in the value
    [InlineData("0800", WireFault.OutOfRange)] // an explicit default
    [InlineData("088100", WireFault.MalformedVarint)] // a superfluous byte
    [InlineData("888000" + "01", WireFault.MalformedVarint)] // in the key
    [InlineData("08ffffffffffffffffff02", WireFault.MalformedVarint)] // over 64 bits
    [InlineData("08ffffffffffffffffffff01", WireFault.MalformedVarint)] // eleven bytes
    [InlineData("0a0101", WireFault.WrongType)]
    [InlineData("0d01000000", WireFault.WrongType)] // fixed32
    [InlineData("0b0c", WireFault.WrongType)] // group
    [InlineData("0001", WireFault.UnknownField)] // field 0
    [InlineData("08010802", WireFault.DuplicateField)]
    [InlineData("10010801", WireFault.OutOfOrder)]
    public void Every_other_way_to_write_a_number_is_refused(string hex, WireFault fault)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        while (reader.Next())
        {
            reader.UInt64();
        }

        Assert.Equal(fault, reader.Fault);
    }

    [Theory]
    [InlineData("0a", WireFault.Truncated)]
    [InlineData("0a02ff", WireFault.Truncated)]
    [InlineData("0affffffffffffffffff01", WireFault.Truncated)] // a length of 2^64 - 1
    [InlineData("0a8000", WireFault.MalformedVarint)]
    [InlineData("0a00", WireFault.OutOfRange)] // an explicit default
    [InlineData("0a05" + "6162636465", WireFault.TooLong)]
    [InlineData("0a02" + "c0af", WireFault.InvalidText)] // overlong
    [InlineData("0a03" + "eda080", WireFault.InvalidText)] // a surrogate
    [InlineData("0801", WireFault.WrongType)]
    public void Every_other_way_to_write_text_is_refused(string hex, WireFault fault)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.True(reader.Next() || reader.Fault != WireFault.None);
        Assert.Equal("", reader.Text(4));
        Assert.Equal(fault, reader.Fault);
    }

    [Fact]
    public void After_the_first_fault_everything_reads_as_empty()
    {
        var reader = new WireReader([0x08, 0x00, 0x12, 0x01, 0x61]);
        Assert.True(reader.Next());
        reader.UInt64();
        Assert.False(reader.Next());
        Assert.Equal(0UL, reader.UInt64(presence: true));
        Assert.True(reader.Bytes(10, allowEmpty: true).IsEmpty);
        Assert.Equal(WireFault.OutOfRange, reader.Fault);
    }

    [Theory]
    [InlineData(253_402_300_799_999, WireFault.None)]
    [InlineData(253_402_300_800_000, WireFault.OutOfRange)]
    [InlineData(-1, WireFault.OutOfRange)]
    public void A_time_has_a_date(long ms, WireFault fault)
    {
        var reader = new WireReader(new WireWriter().Int(1, ms).ToArray());
        Assert.True(reader.Next());
        reader.Time();
        Assert.Equal(fault, reader.Fault);
    }

    [Fact]
    public void Text_that_is_no_text_is_never_written() =>
        Assert.Throws<System.Text.EncoderFallbackException>(() => new WireWriter().Text(1, "a\ud800"));

    [Fact]
    public void A_number_has_one_encoding() => Gen.ULong.Sample(value =>
    {
        byte[] bytes = new WireWriter().UInt(1, value).ToArray();
        var reader = new WireReader(bytes);
        return value == 0 ? bytes.Length == 0 : reader.Next() && reader.UInt64() == value && reader.AtEnd;
    });
}
