using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>What strict reading refuses and a lenient parser would skip, merge or default.</summary>
internal static class WireChecks
{
    private const string Reader = "src/Gateway.Core/Wire/WireReader.cs";
    private const string Strict = "src/Gateway.Core/Wire/StrictWire.cs";
    private const string Refuse = "reader.Refuse(WireFault.UnknownField);";
    private const string Skip = "reader.UInt64(presence: true);";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("no field occurs twice", Reader, "if (field == Field && (field > 63 || (repeated & (1UL << field)) == 0))", "if (field < 0)",
            Forgery("a field twice in the statement"), Forgery("a field twice in a body"), Forgery("a field twice in a marking"),
            Core("WireReaderTests.Every_other_way_to_write_a_number_is_refused")),
        new("fields ascend", Reader, "if (field < Field)", "if (field < 0)",
            Forgery("fields of the manifest out of order"), Core("WireReaderTests.Every_other_way_to_write_a_number_is_refused")),
        new("varints are short", Reader, "if ((b == 0 && i > 0) || (i == 9 && b > 1))", "if (i == 9 && b > 1)",
            Forgery("a long varint in the statement"), Forgery("a long varint in the manifest"), Forgery("a long varint in a body")),
        new("varints have 64 bits", Reader, "if ((b == 0 && i > 0) || (i == 9 && b > 1))", "if (b == 0 && i > 0)",
            Core("WireReaderTests.Every_other_way_to_write_a_number_is_refused")),
        new("no default number is written", Reader, "if (value == 0 && !presence)", "if (_type > 7)",
            Core("WireReaderTests.Every_other_way_to_write_a_number_is_refused"), Core("StrictWireTests.A_message_is_judged_at_every_depth")),
        new("no default text is written", Reader, "|| (length == 0 && !allowEmpty))", ")",
            Core("WireReaderTests.Every_other_way_to_write_text_is_refused")),
        new("lengths are within limits", Reader, "if (length > (ulong)max || ", "if (",
            Core("WireReaderTests.Every_other_way_to_write_text_is_refused")),
        new("a hash has 32 bytes", Reader, "if (value.Length != length)", "if (value.IsEmpty)",
            Core("StatementVectors.The_committed_statements_are_judged_as_they_say"), Core("CodecProperties.No_hash_is_shorter_or_longer_than_it_is")),
        new("a time has a date", Reader, "if (value > LastMs)", "if (value < 0)",
            Core("WireReaderTests.A_time_has_a_date"), Forgery("a manifest issued after the year 9999")),
        new("wire types are the fields'", Reader, "if (_type != VarintType)", "if (_type > 7)",
            Core("WireReaderTests.Every_other_way_to_write_a_number_is_refused")),
        new("no unknown field in a statement", "src/Gateway.Core/Sealing/Statement.cs", Refuse, Skip, Forgery("an unknown field in the statement")),
        new("no unknown field in a release", "src/Gateway.Core/Sealing/ReleaseBody.cs", Refuse, Skip, Forgery("an unknown field in the release")),
        new("no unknown field in terms", "src/Gateway.Core/Sealing/ReleaseTerms.cs", Refuse, Skip, Forgery("an unknown field in the terms")),
        new("no unknown field in a manifest", "src/Gateway.Core/Sealing/Manifest.cs", Refuse, Skip, Forgery("an unknown field in the manifest")),
        new("no unknown field in a body", "src/Gateway.Core/Sealing/PortionBody.cs", Refuse, Skip, Forgery("an unknown field in a body")),
        new("no unknown field in a marking", "src/Gateway.Core/Sealing/MarkingWire.cs", Refuse, Skip,
            Forgery("an unknown field in a marking"), Forgery("an unknown field in the banner")),
        new("a body has a marking", "src/Gateway.Core/Sealing/PortionBody.cs",
            "path.Length == 0 || type.Length == 0 || marking is null || variant == 0 || rank == 0",
            "path.Length == 0 || type.Length == 0 || variant == 0 || rank == 0",
            Forgery("no marking")),
        new("a marking has a policy and a text", "src/Gateway.Core/Sealing/MarkingWire.cs", "if (policy.Length == 0 || text.Length == 0)", "if (policy.Length > Limits.Text)",
            Forgery("a marking without text"), Forgery("a marking without policy")),
        new("a kind has a number", "src/Gateway.Core/Sealing/Statement.cs", "if (!StatementKinds.IsKnown(kind))", "if (kind == 0)",
            Core("StatementKindTests.A_number_that_is_no_kind_is_not_read")),
        new("companions ascend and are indexes", "src/Gateway.Core/Sealing/Indexes.cs",
            "if (value > ushort.MaxValue || (list.Count > 0 && value <= list[^1]))", "if (value > uint.MaxValue)",
            Forgery("a companion named twice"), Forgery("a companion beyond sixteen bits")),
        new("no unknown field at any depth of a value", Strict, "reader.Refuse(WireFault.UnknownField);", Skip,
            Forgery("an unknown field in a value"), Core("StrictWireTests.A_message_is_judged_at_every_depth")),
        new("nesting is bounded", Strict, "if (depth == 0)", "if (depth == -1000)",
            Core("StrictWireTests.Nesting_is_bounded")),
        new("text in a value is text", Strict, "if (!Utf8.IsValid(reader.Bytes(int.MaxValue, presence)))", "if (reader.Bytes(int.MaxValue, presence).Length < 0)",
            Core("StrictWireTests.A_message_is_judged_at_every_depth")),
        new("numbers in a value are in range", Strict, "if (!inside)", "if (!inside && value == 0)",
            Core("StrictWireTests.A_message_is_judged_at_every_depth")),
    ];
}
