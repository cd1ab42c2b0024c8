using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>Marks and what they mean, or why they cannot be read, as the rules have it.</summary>
public sealed class ReadingTableTests
{
    private const int Width = 8;

    public static TheoryData<int, string> UsRows => Table.Cases("reading-us", Width);

    public static TheoryData<int, string> OtherRows => Table.Cases("reading-others", Width);

    [Theory]
    [MemberData(nameof(UsRows))]
    public void US_mark_means_what_the_page_says(int line, string row) => Check(Table.Row("reading-us", Width, line), row);

    [Theory]
    [MemberData(nameof(OtherRows))]
    public void Mark_of_another_policy_means_what_the_page_says(int line, string row) => Check(Table.Row("reading-others", Width, line), row);

    private static void Check(TableRow row, string shown)
    {
        (string policy, string kind, string text, string stated) = (row[1], row[2], row[3], row[4]);
        (string canonical, string level, string says) = (row[5], row[6], row[7]);
        MarkingReading reading = MarkingReader.Read(
            TableMarks.State(policy, text, stated), kind == "portion" ? MarkingKind.Portion : MarkingKind.Banner, Marks.Registry);
        if (canonical == "!")
        {
            var unreadable = Assert.IsType<MarkingReading.Unreadable>(reading);
            Assert.NotEmpty(unreadable.Errors);
            Assert.All(unreadable.Errors, error => Assert.InRange(error.Position, 0, text.Length));
            Assert.True(
                says == "-" || unreadable.Errors.Any(error => $"{error.Rule} {error.Message}".Contains(says, StringComparison.OrdinalIgnoreCase)),
                $"{shown}: no error names {says}: {string.Join("; ", unreadable.Errors)}");
            return;
        }

        Assert.True(reading is MarkingReading.Readable, $"{shown}: {string.Join("; ", Marks.Errors(reading))}");
        ParsedMarking mark = ((MarkingReading.Readable)reading).Marking;
        Assert.Equal(canonical == "=" ? text : canonical, mark.Canonical);
        Assert.Equal(level, mark.Level.Word());
        Assert.Equal(TableMarks.InOrder(says), TableMarks.InOrder(TableMarks.Says(mark)));
    }
}
