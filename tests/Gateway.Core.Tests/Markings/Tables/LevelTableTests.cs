using Gateway.Core.Markings;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>Level words, clearances and the mapping between nations, as decisions 8 and 9 have them.</summary>
public sealed class LevelTableTests
{
    private const int Width = 5;

    public static TheoryData<int, string> Rows => Table.Cases("levels", Width);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Level_is_what_the_page_says(int line, string row)
    {
        TableRow cells = Table.Row("levels", Width, line);
        (string asks, string nation, string given) = (cells[1], cells[2], cells[3]);
        LevelMap map = Marks.Registry.Levels;
        Level? level = asks switch
        {
            "word" => map.TryMap(nation, given, out Level word) ? word : null,
            "clearance" => map.TryMapClearance(nation, given, out Level good) ? good : null,
            "holds" => map.ClearanceAs(nation, Of(given)),
            _ when asks.StartsWith("receives-from ", StringComparison.Ordinal) => map.ReceiveAs(asks["receives-from ".Length..], Of(given), nation),
            _ => throw new FormatException(row),
        };
        Assert.True((level is { } found ? found.Word() : "!") == cells[4], $"{row}: {level}");
    }

    private static Level Of(string name) => LevelNames.TryParse(name, out Level level) ? level : throw new FormatException(name);
}
