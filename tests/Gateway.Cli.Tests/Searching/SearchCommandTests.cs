using Gateway.Cli.Searching;
using Gateway.Cli.Shell;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Searching;

public sealed class SearchCommandTests
{
    [Fact]
    public async Task A_query_typed_by_half_is_shown_with_a_mark_under_each_fault()
    {
        CommandRun run = await CommandRun.Of("search", "siege \"armed mil", "si*ge", "--mode", "exercise", "--data", "nowhere");
        Assert.Equal((int)ExitCode.Usage, run.Code);
        Assert.Equal(
            """
            gatewayctl: the query cannot be read
              siege "armed mil si*ge
                    ^ This quote is not closed; put another '"' behind the phrase.

            """,
            run.Error.ReplaceLineEndings("\n"));
        CommandRun two = await CommandRun.Of("search", "si*ge x*", "--mode", "exercise", "--data", "nowhere");
        Assert.Contains("  ^ A '*' stands at the end of a word", two.Error, StringComparison.Ordinal);
        Assert.Contains("        ^ Put at least 2 letters before '*'.", two.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--class", "novel", "--class is one of metadata, judgement")]
    [InlineData("--limit", "0", "--limit is at least 1")]
    public async Task A_filter_that_cannot_be_is_refused_before_anything_is_asked(string option, string value, string said)
    {
        CommandRun run = await CommandRun.Of("search", "siege", "--mode", "exercise", "--data", "nowhere", option, value);
        Assert.Equal((int)ExitCode.Usage, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_partners_wrote_moves_no_terminal_and_stays_within_the_page()
    {
        var product = new FoundProduct
        {
            ProductId = ByteString.CopyFrom(new byte[32]),
            Originator = "FRA",
            Schema = "gateway.v1.RiskAssessment/128",
            Banner = new Marking { Policy = "US", Text = "SECRET//REL TO USA, FRA" },
            Matching = 12,
            Portions =
            {
                new FoundPortion
                {
                    Path = "judgements/0011",
                    Type = "gateway.v1.Judgement",
                    FieldClass = FieldClass.Judgement,
                    Marking = new Marking { Policy = "US", Text = "(S//REL TO USA, FRA)" },
                    Matches = 2,
                    Excerpts =
                    {
                        new TextExcerpt
                        {
                            Field = "statement",
                            Runs =
                            {
                                new TextRun { Text = "…before \u001b[2J\u202e[bold]not markup[/] " + string.Concat(Enumerable.Repeat("long ", 40)) },
                                new TextRun { Text = "sie\u200fge", Matched = true },
                                new TextRun { Text = " 大屠杀 \u0007after" },
                            },
                        },
                    },
                },
            },
        };
        using var output = new StringWriter();
        using var input = new StringReader("");
        SearchReport.Show(new Surface(input, output, output, TimeProvider.System, terminal: false), [product], new FindResponse { Tags = { "hate speech" } }, more: true);
        string page = output.ToString();
        Assert.DoesNotContain(page, c => char.IsControl(c) && c is not '\n' and not '\r');
        Assert.DoesNotContain(page, c => c is '\u202e' or '\u200f');
        Assert.All(page.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains("[sie\ufffdge]", page, StringComparison.Ordinal);
        Assert.Contains("[bold]not markup[/]", page, StringComparison.Ordinal);
        Assert.Contains("and 11 more portions", page, StringComparison.Ordinal);
        Assert.Contains("1 product. There are more: raise --limit.", page, StringComparison.Ordinal);
        Assert.Contains("tags     hate speech", page, StringComparison.Ordinal);
    }
}
