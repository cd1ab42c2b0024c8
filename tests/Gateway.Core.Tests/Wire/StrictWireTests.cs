using System.Collections.Frozen;
using CsCheck;
using Gateway.Core.Wire;

namespace Gateway.Core.Tests.Wire;

public sealed class StrictWireTests
{
    private static readonly MessageShape Shape = new("test",
    [
        new(1, "text", FieldKind.Text), new(2, "number", FieldKind.UInt32), new(3, "signed", FieldKind.Int32), new(4, "flag", FieldKind.Bool),
        new(5, "choice", FieldKind.Enum, EnumMembers: new[] { 1, 2 }.ToFrozenSet()), new(6, "real", FieldKind.Double),
        new(7, "numbers", FieldKind.UInt32, Repeated: true), new(8, "texts", FieldKind.Text, Repeated: true),
        new(9, "self", FieldKind.Message, Message: () => Shape!), new(10, "maybe", FieldKind.UInt64, Presence: true),
    ]);

    [Theory]
    [InlineData("")]
    [InlineData("0a0161" + "1001" + "1801" + "2001" + "2801" + "31000000000000f03f")]
    [InlineData("3a020001" + "420161" + "4200")] // zeros and empty texts are elements
    [InlineData("4a004a00", WireFault.DuplicateField)]
    [InlineData("4a021001")]
    [InlineData("5000")] // an optional zero
    [InlineData("18ffffffffffffffffff01")] // -1
    [InlineData("1080808080" + "10", WireFault.OutOfRange)] // 2^32
    [InlineData("1880808080" + "08", WireFault.OutOfRange)] // 2^31
    [InlineData("2002", WireFault.OutOfRange)]
    [InlineData("2803", WireFault.OutOfRange)] // no such member
    [InlineData("28ffffffffffffffffff01", WireFault.OutOfRange)]
    [InlineData("310000000000000000", WireFault.OutOfRange)] // an explicit zero
    [InlineData("31000000000000f07f", WireFault.OutOfRange)] // infinity
    [InlineData("31010000000000f87f", WireFault.OutOfRange)] // not a number
    [InlineData("3100", WireFault.Truncated)]
    [InlineData("3801", WireFault.WrongType)] // not packed
    [InlineData("3a00", WireFault.OutOfRange)] // an empty packed list
    [InlineData("3a0180", WireFault.Truncated)]
    [InlineData("3a028100", WireFault.MalformedVarint)]
    [InlineData("4a02" + "5801", WireFault.UnknownField)]
    [InlineData("4a06" + "4a04" + "4a02" + "5801", WireFault.UnknownField)]
    [InlineData("4a03" + "0a01" + "ff", WireFault.InvalidText)]
    [InlineData("5801", WireFault.UnknownField)]
    public void A_message_is_judged_at_every_depth(string hex, WireFault fault = WireFault.None) =>
        Assert.Equal(fault, StrictWire.Check(Convert.FromHexString(hex), Shape));

    [Fact]
    public void Nesting_is_bounded()
    {
        byte[] message = [];
        for (int depth = 1; depth < StrictWire.MaxDepth; depth++)
        {
            message = new WireWriter().Always(9, message).ToArray();
        }

        Assert.Equal(WireFault.None, StrictWire.Check(message, Shape));
        Assert.Equal(WireFault.TooDeep, StrictWire.Check(new WireWriter().Always(9, message).ToArray(), Shape));
    }

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 80].Sample(bytes => Enum.IsDefined(StrictWire.Check(bytes, Shape)), iter: 20_000);
}
