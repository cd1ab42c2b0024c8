using System.Text.RegularExpressions;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Sealing;

/// <summary>docs/protocol.md and docs/threat-model.md say what the code does.</summary>
public sealed partial class ProtocolPageTests
{
    [Fact]
    public void The_checks_of_the_page_come_in_the_order_of_the_faults()
    {
        string page = Page("protocol.md");
        string section = page[page.IndexOf("## Verification", StringComparison.Ordinal)..page.IndexOf("## What a log shows", StringComparison.Ordinal)];
        VerificationFault[] named = [.. FaultCell().Matches(section).Select(match => Enum.Parse<VerificationFault>(match.Groups["it"].Value))];
        Assert.Equal(Enum.GetValues<VerificationFault>(), named.Distinct());
    }

    [Fact]
    public void Every_kind_is_on_the_page()
    {
        string page = Page("protocol.md");
        Assert.All(Enum.GetValues<StatementKind>(), kind => Assert.Matches(
            $@"(\| |, |Kinds ){(int)kind}( \||) {Words(kind)}", page));
    }

    [Fact]
    public void Every_test_that_the_threat_model_names_exists()
    {
        string page = Page("threat-model.md");
        string[] tests =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root("threat-model.md"), "tests"), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Declared().Matches(File.ReadAllText(file))).Select(match => match.Groups["it"].Value),
        ];
        Assert.All(TestName().Matches(page).Select(match => match.Groups["it"].Value), name => Assert.Contains(name, tests));
        string[] forgeries = [.. Forgeries.All.Select(forgery => forgery.Name)];
        string[] quoted = [.. ForgeryRow().Matches(page).SelectMany(row => Quoted().Matches(row.Groups["it"].Value)).Select(match => match.Groups["it"].Value)];
        Assert.NotEmpty(quoted);
        Assert.All(quoted, name => Assert.Contains(forgeries, forgery => forgery.StartsWith(name.TrimEnd('…'), StringComparison.Ordinal)));
    }

    private static string Words(StatementKind kind) => LowerThenUpper().Replace(kind.ToString(), "${low}_${up}").ToUpperInvariant();

    private static string Page(string name) => File.ReadAllText(Path.Combine(Root(name), "docs", name));

    private static string Root(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "docs", name)))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex(@"(class|void|Task) (?<it>[A-Z][A-Za-z0-9_]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\| `(?<it>[A-Z][A-Za-z]+)` \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FaultCell();

    [GeneratedRegex("(?<low>[a-z])(?<up>[A-Z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LowerThenUpper();

    [GeneratedRegex(@"`([A-Za-z]+Tests\.)?(?<it>[A-Z][a-z]+(_[A-Za-z0-9]+)+|[A-Za-z]+Tests|CodecProperties)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestName();

    [GeneratedRegex("(forgery|forgeries) (?<it>(`[a-z][^`]+`(, )?)+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForgeryRow();

    [GeneratedRegex("`(?<it>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
