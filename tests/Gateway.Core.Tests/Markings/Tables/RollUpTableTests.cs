using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>Portions and their banner, as §4 of the rules has it.</summary>
public sealed class RollUpTableTests
{
    private const int Width = 4;

    public static TheoryData<int, string> Rows => Table.Cases("rollup", Width);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Banner_says_what_the_page_says(int line, string row)
    {
        ParsedMarking[] portions = Portions(Table.Row("rollup", Width, line), out string policy, out string banner);
        MarkingReading reading = RollUp.Banner(portions, policy, Marks.Registry);
        string said = reading is MarkingReading.Readable readable ? readable.Marking.Canonical : "!";
        Assert.True(said == banner, $"{row}: {said} {string.Join("; ", Marks.Errors(reading))}");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Banner_dominates_every_portion_whatever_their_order(int line, string row)
    {
        ParsedMarking[] portions = Portions(Table.Row("rollup", Width, line), out string policy, out _);
        string first = Text(RollUp.Banner(portions, policy, Marks.Registry));
        string second = Text(RollUp.Banner([.. portions.Reverse(), .. portions], policy, Marks.Registry));
        Assert.True(first == second, $"{row}: {first} and {second}");
        if (RollUp.Banner(portions, policy, Marks.Registry) is MarkingReading.Readable banner)
        {
            Assert.All(portions, portion => Assert.True(MarkingLattice.Dominates(banner.Marking, portion, Marks.Registry), $"{row}: {portion.Canonical}"));
        }
    }

    private static string Text(MarkingReading reading) => reading is MarkingReading.Readable readable ? readable.Marking.Canonical : "!";

    private static ParsedMarking[] Portions(TableRow row, out string policy, out string banner)
    {
        string named = policy = row[1];
        banner = row[3];
        return row[2] == "none" ? [] : [.. row[2].Split(" + ").Select(cell => Portion(named, cell))];
    }

    // A portion of another policy begins with that policy.
    private static ParsedMarking Portion(string policy, string cell) => Marks.Parsed(
        Marks.Registry.Policies.FirstOrDefault(other => other != policy && cell.StartsWith(other + " ", StringComparison.Ordinal)) is { } other
            ? TableMarks.Parse(other, cell[(other.Length + 1)..])
            : TableMarks.Parse(policy, cell));
}
