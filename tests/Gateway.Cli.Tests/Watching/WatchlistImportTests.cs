using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Core.Assessments;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Watching;

public sealed class WatchlistImportTests : IDisposable
{
    private static readonly string[] Us = ["--policy", "US", "--marking", "(U//REL TO USA, FRA, SWE)", "--dry-run", "--json"];

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-watchlist-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Countries and populations at risk: the thirty highest risks of the 2025 edition, and every target group of a mass killing that goes on.</summary>
    [Fact]
    public async Task The_highest_ranks_and_the_target_groups_of_the_producers_own_files_become_entries()
    {
        string? edition = SharedData.File("ewp/ewp_2025_forecasts.csv"), ongoing = SharedData.File("ewp/mass_killings_ongoing.csv");
        Assert.SkipUnless(edition is not null && ongoing is not null, SharedData.Absent);
        List<WatchEntry> entries = await Import(edition, ongoing);

        string[] top = [.. File.ReadLines(edition).Skip(1).Select(line => line.Split(',')).Where(cells => int.Parse(cells[3], null) <= 30).Select(cells => cells[1].Trim('"'))];
        Assert.Equal(30, top.Length);
        Assert.Equal(top.Select(Iso3).Order(), entries.Where(entry => entry.Group.Length == 0).Select(entry => entry.Iso3).Order());
        Assert.Equal(("MMR", 1u), (entries[0].Iso3, entries[0].Priority));
        Assert.StartsWith("Rank 1 of 168 in ", entries[0].Reason);
        Assert.Equal(5u, entries[29].Priority);

        WatchEntry[] groups = [.. entries.Where(entry => entry.Group.Length > 0)];
        Assert.Equal(21, groups.Length);
        Assert.Contains(groups, entry => entry is { Iso3: "MMR", Group: "Non-combatant Rohingya civilians", Priority: 1 } && entry.Reason.Contains("2016", StringComparison.Ordinal));
        Assert.Contains(groups, entry => entry is { Iso3: "ETH", Group: "Tigrayan civilians" });
        Assert.Contains(groups, entry => entry is { Iso3: "PHL" });
    }

    [Fact]
    public async Task Top_says_how_many_ranks_are_taken() => Assert.Equal(
        ["MMR", "TCD", "SDN"], (await Import(["--top", "3", SampleFiles.Ewp])).Select(entry => entry.Iso3).Take(3));

    [Fact]
    public async Task Own_entries_are_read_one_a_line()
    {
        string file = Write("iso3,adm_pcode,group,priority,reason\nMLI,ML05,fulani,2,markets attacked\nBFA,,,,\n");
        List<WatchEntry> entries = await Import(file);
        Assert.Equal(("MLI", "ML05", "fulani", 2u, "markets attacked"), (entries[0].Iso3, entries[0].AdmPcode, entries[0].Group, entries[0].Priority, entries[0].Reason));
        Assert.Equal(("BFA", "", 0u), (entries[1].Iso3, entries[1].Group, entries[1].Priority));
    }

    [Theory]
    [InlineData("iso3,adm_pcode,group,priority,reason\nMali,,,1,\nXXX,,,9,\n", "unknown-country", "out-of-range")]
    [InlineData("a,b\n1,2\n", "unknown-file", "nothing was imported")]
    [InlineData("", "empty-file", "nothing was imported")]
    public async Task A_file_with_a_fault_is_not_taken_at_all_and_every_fault_is_told(string text, string fault, string other)
    {
        CommandRun run = await CommandRun.Of(["watchlist", "import", Write(text), .. Us]);
        Assert.Equal(1, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.Contains(other, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_rules_are_right_and_are_told_in_words()
    {
        CommandRun run = await CommandRun.Of("rules", "check", SampleFiles.Of("watching/rules.json"));
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("risk-rises", run.Out, StringComparison.Ordinal);
        Assert.All(run.Lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Every_fault_of_a_rule_file_is_told()
    {
        CommandRun run = await CommandRun.Of("rules", "check", Write("""{"format": "gateway-warning-rules/1", "rules": [{"id": "A", "kind": "trigger", "days": [-1]}]}"""));
        Assert.Equal(1, run.Code);
        Assert.Contains("rules[0].id", run.Error, StringComparison.Ordinal);
        Assert.Contains("rules[0].days[0]", run.Error, StringComparison.Ordinal);
    }

    private static string Iso3(string name) => Countries.TryByEwpName(name, out Core.Assessments.Country? country) ? country.Iso3 : name;

    private string Write(string text)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():n}.csv");
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<List<WatchEntry>> Import(params string[] files)
    {
        CommandRun run = await CommandRun.Of(["watchlist", "import", .. files, .. Us]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return [.. run.Lines.Select(JsonParser.Default.Parse<WatchEntry>)];
    }
}
