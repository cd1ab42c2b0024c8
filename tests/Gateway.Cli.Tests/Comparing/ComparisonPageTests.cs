using Gateway.Cli.Comparing;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Tests.Comparing;

public sealed class ComparisonPageTests
{
    // Escape sequence, carriage return, line break, right-to-left override, Unicode line separator.
    private const string Hostile = "\u001b[2J\u001b]0;owned\u0007\r\nUSA worries\u202eevil\u2028next";

    [Fact]
    public void A_country_page_answers_who_how_much_since_when_and_why()
    {
        string page = Page(surface => CountryPage.Show(surface, Mali(), "FRA"));
        Assert.Contains("Mali (MLI)", page, StringComparison.Ordinal);
        Assert.Contains("Worry: USA", page, StringComparison.Ordinal);
        Assert.Contains("Judge it, and do not: FRA (your own)", page, StringComparison.Ordinal);
        Assert.Contains("Nothing you may see: GBR", page, StringComparison.Ordinal);
        Assert.Contains("Judge something else of it, below: SWE", page, StringComparison.Ordinal);
        Assert.Contains("since 2023", page, StringComparison.Ordinal);
        Assert.Contains("FRA / USA (model): diverge: 2.1 points apart", page, StringComparison.Ordinal);
        Assert.Contains("Base rate 1.6 %", page, StringComparison.Ordinal);
        Assert.Contains("INR dissents (-2): too high", page, StringComparison.Ordinal);
        Assert.Contains("FRA is marked TLP:CLEAR", page, StringComparison.Ordinal);
        Assert.Contains("+0.4", page, StringComparison.Ordinal);
        Assert.Contains("† The table of this scale is not verified", page, StringComparison.Ordinal);
        Assert.Contains("another event, another horizon", page, StringComparison.Ordinal);
        Assert.All(page.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public void What_partners_wrote_reaches_no_terminal_as_a_command_and_no_line_as_one_of_ours()
    {
        SubjectComparison comparison = Mali();
        foreach (ComparedVoice voice in comparison.Voices.Append(comparison.Apart[0].Voice))
        {
            (voice.Likelihood.Term, voice.Likelihood.ScaleId, voice.ModelId, voice.ModelVersion) = (Hostile, Hostile, Hostile, Hostile);
            (voice.Edition, voice.Statement) = (Hostile, Hostile);
            voice.Dissent.Add(new DissentNote { Who = Hostile, Text = Hostile });
            voice.Assumptions.Add(Hostile);
            voice.WhatWouldChangeIt.Add(Hostile);
        }

        (comparison.Event.DefinitionId, comparison.GroupId, comparison.Area, comparison.Apart[0].Event.DefinitionId) = (Hostile, Hostile, Hostile, Hostile);
        foreach (string text in (string[])
            [
                Page(surface => CountryPage.Show(surface, comparison, "FRA")),
                Page(surface => CountryList.Show(surface, [comparison])),
                Page(surface => CountryList.ShowOverlooked(surface, [new OverlookedSubject { Comparison = comparison, Worried = "USA" }])),
                Csv(comparison),
            ])
        {
            Assert.DoesNotContain(text, letter => letter is '\u001b' or '\u0007' or '\r' or '\u202e' or '\u2028');
            Assert.DoesNotContain(text.Split('\n'), line => line.StartsWith("USA worries", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_spreadsheet_takes_nothing_for_a_formula()
    {
        SubjectComparison comparison = Mali();
        comparison.Voices[0].Likelihood.Term = "=HYPERLINK(\"http://evil\",\"x\")";
        comparison.Voices[1].Edition = "@cmd";
        comparison.Voices[1].Change.Points = -0.2;
        string csv = Csv(comparison);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\",", csv, StringComparison.Ordinal);
        Assert.Contains(",'@cmd,", csv, StringComparison.Ordinal);
        Assert.Contains(",-0.2,", csv, StringComparison.Ordinal);
        Assert.Equal(4, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_list_shows_the_span_and_never_a_mean()
    {
        string page = Page(surface => CountryList.Show(surface, [Mali()]));
        Assert.Contains("Mali", page, StringComparison.Ordinal);
        Assert.Contains("USA ▅▇█", page, StringComparison.Ordinal);
        Assert.All(page.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Theory]
    [InlineData(new double[] { }, "")]
    [InlineData(new[] { 0.1 }, "")]
    [InlineData(new[] { 0.0, 0.0 }, "▁▁")]
    [InlineData(new[] { 0.01, 0.04, 0.08 }, "▁▄█")]
    public void Bars_grow_with_the_numbers(double[] values, string bars) => Assert.Equal(bars, Sparkline.Of(values.Select(value => (double?)value), 8));

    [Fact]
    public void A_missing_number_is_a_dot() => Assert.Equal("█·█", Sparkline.Of([0.1, null, 0.1], 8));

    [Theory]
    [InlineData("compare", "--mode", "actual")]
    [InlineData("compare", "Narnia", "--mode", "actual")]
    [InlineData("compare", "MLI")]
    [InlineData("compare", "MLI", "--mode", "actual")]
    [InlineData("compare", "MLI", "--mode", "real")]
    public async Task A_wrong_call_says_what_is_missing(params string[] args)
    {
        CommandRun run = await CommandRun.Of(args);
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Out);
    }

    private static SubjectComparison Mali() => new()
    {
        Iso3 = "MLI",
        Event = new Event { DefinitionId = "ewp-mass-killing", Threshold = 1000, WindowMonths = 12 },
        HorizonMonths = 24,
        Voices =
        {
            new ComparedVoice
            {
                Originator = "FRA",
                Likelihood = new Likelihood { ScaleId = "phia", Term = "remote chance" },
                Interval = new LikelihoodInterval { Low = 0, High = 0.05, HighClosed = true, Source = IntervalSource.Scale, Verification = ScaleVerification.Partly },
                FirstMs = Year(2025),
                Dissent = { new DissentNote { Who = "INR", Text = "too high", Opinion = -2, AboutThis = true } },
                Marking = new Marking { Policy = "TLP", Text = "TLP:CLEAR" },
            },
            new ComparedVoice
            {
                Originator = "USA",
                ModelId = "ewp",
                ModelVersion = "2025",
                Likelihood = new Likelihood { PBest = 0.071 },
                Interval = new LikelihoodInterval { Low = 0.071, High = 0.071, HighClosed = true, Source = IntervalSource.Stated, Verification = ScaleVerification.Verified },
                Rank = 4,
                Of = 168,
                Percentile = 97.6,
                BaseRate = 0.016,
                High = true,
                HighSinceMs = Year(2023),
                FirstMs = Year(2019),
                Change = new EditionChange { Basis = ChangeBasis.Refit, Direction = ChangeDirection.Rising, Points = 0.4 },
                Editions = { new EditionPoint { PBest = 0.04 }, new EditionPoint { PBest = 0.02, PRefit = 0.06 }, new EditionPoint { PBest = 0.071 } },
            },
        },
        Pairs = { new ComparedPair { One = 0, Other = 1, Relation = IntervalRelation.Diverge, GapPoints = 2.1 } },
        Diverge = 1,
        Widest = new ComparedPair { One = 0, Other = 1, Relation = IntervalRelation.Diverge, GapPoints = 2.1 },
        Apart =
        {
            new VoiceApart
            {
                Reasons = { IncomparableReason.Definition, IncomparableReason.Horizon },
                Event = new Event { DefinitionId = "views-state-based-deaths", Threshold = 1000, WindowMonths = 1 },
                HorizonMonths = 12,
                Voice = new ComparedVoice { Originator = "SWE", ModelId = "views", Likelihood = new Likelihood { PLow = 0.1, PHigh = 0.3 }, Interval = new LikelihoodInterval { Low = 0.1, High = 0.3 } },
            },
        },
        NothingToSee = { "GBR", "SWE" },
    };

    private static long Year(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static string Csv(SubjectComparison comparison)
    {
        using var output = new StringWriter { NewLine = "\n" };
        ComparisonCsv.Write(output, [comparison]);
        return output.ToString();
    }

    private static string Page(Action<Surface> show)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new();
        show(new Surface(TextReader.Null, output, error, TimeProvider.System, terminal: false));
        return output.ToString();
    }
}
