using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>Which mark restricts at least as much as which, and their join, as §5 of the rules has it.</summary>
public sealed class LatticeTableTests
{
    private const int Width = 7;

    public static TheoryData<int, string> Rows => Table.Cases("lattice", Width);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Order_and_join_are_what_the_page_says(int line, string row)
    {
        TableRow cells = Table.Row("lattice", Width, line);
        (ParsedMarking upper, ParsedMarking lower) = (Marks.Parsed(TableMarks.Parse(cells[1])), Marks.Parsed(TableMarks.Parse(cells[2])));
        Assert.True(MarkingLattice.Dominates(upper, lower, Marks.Registry) == (cells[3] == "yes"), row);
        Assert.True(MarkingLattice.Dominates(lower, upper, Marks.Registry) == (cells[4] == "yes"), row);

        LatticePoint join = MarkingLattice.Join(upper, lower, Marks.Registry);
        Assert.Equal(cells[5], join.Rank.Word());
        if (cells[6] != "-")
        {
            Assert.Equal(cells[6] == "all" ? CodeSet.All : CodeSet.Of(cells[6].Split(' ')), join.Releasable);
        }

        foreach (ParsedMarking mark in (ParsedMarking[])[upper, lower])
        {
            Assert.True(join.Dominates(MarkingLattice.Of(mark, Marks.Registry)), row);
        }
    }
}
