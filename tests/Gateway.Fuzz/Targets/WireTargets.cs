using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;

namespace Gateway.Fuzz.Targets;

/// <summary>Signed messages and the package: what is accepted has one encoding.</summary>
internal static class WireTargets
{
    private static readonly MessageShape Shape = new("fuzz",
    [
        new(1, "text", FieldKind.Text), new(2, "number", FieldKind.UInt32), new(3, "signed", FieldKind.Int32), new(4, "flag", FieldKind.Bool),
        new(5, "choice", FieldKind.Enum, EnumMembers: Enumerable.Range(0, 8).ToFrozenSet()), new(6, "real", FieldKind.Double),
        new(7, "numbers", FieldKind.UInt32, Repeated: true), new(8, "texts", FieldKind.Text, Repeated: true),
        new(9, "self", FieldKind.Message, Repeated: true, Message: () => Shape!), new(10, "maybe", FieldKind.UInt64, Presence: true),
        new(11, "bytes", FieldKind.Bytes),
    ]);

    public static ImmutableArray<FuzzTarget> All { get; } =
    [
        new("portion", bytes => PortionBody.TryDecode(bytes, out PortionBody? read, out WireFault fault) ? Promise.SameBytes(bytes, read.Encode()) : fault.ToString()),
        new("manifest", bytes => Manifest.TryDecode(bytes, out Manifest? read, out WireFault fault) ? Promise.SameBytes(bytes, read.Encode()) : fault.ToString()),
        new("statement", bytes => Statement.TryDecode(bytes, out Statement? read, out WireFault fault) ? Promise.SameBytes(bytes, read.Encode()) : fault.ToString()),
        new("release", bytes => ReleaseBody.TryDecode(bytes, out ReleaseBody? read, out WireFault fault) ? Promise.SameBytes(bytes, read.Encode()) : fault.ToString()),
        new("terms", bytes => ReleaseTerms.TryDecode(bytes, out ReleaseTerms? read, out WireFault fault) ? Promise.SameBytes(bytes, read.Encode()) : fault.ToString()),
        new("package", bytes => Package.TryDecode(bytes, out Package? read, out WireFault fault) ? Promise.SameBytes(bytes, read.Encode()) : fault.ToString()),
        new("record", bytes => DecisionRecord.TryDecode(bytes, out DecisionRecord? read) ? Promise.SameBytes(bytes, read.Encode()) : "refused"),
        new("withdrawn", bytes => WithdrawnBody.TryDecode(bytes, out WithdrawnBody? read) ? Promise.SameBytes(bytes, read.Encode()) : "refused"),
        new("receipt", bytes => ReceiptBody.TryDecode(bytes, out ReceiptBody? read) ? Promise.SameBytes(bytes, read.Encode()) : "refused"),
        new("roster-body", bytes => RosterBody.TryDecode(bytes, out RosterBody? read) ? Promise.SameBytes(bytes, read.Encode()) : "refused"),
        new("strict-wire", Strict),
    ];

    /// <summary>The walker keeps to its depth, and what it accepts another reader splits into the same fields.</summary>
    private static string Strict(byte[] bytes)
    {
        WireFault fault = StrictWire.Check(bytes, Shape);
        Promise.Holds(Enum.IsDefined(fault), "the fault has a name");
        if (fault != WireFault.None)
        {
            return fault.ToString();
        }

        Promise.Holds(WireField.TryParse(bytes, out List<WireField> fields), "what is accepted is a message");
        Promise.Holds(fields.Zip(fields.Skip(1)).All(pair => pair.First.Number <= pair.Second.Number), "fields ascend");
        Promise.Holds(fields.GroupBy(field => field.Number).All(group => group.Count() == 1 || group.Key is 8 or 9), "no field occurs twice");
        return Promise.SameBytes(bytes, [.. fields.SelectMany(field => field.Write())]);
    }
}
