using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Forecasting;

/// <summary><c>gatewayctl agreement</c>: whether two producers put countries in the same order.</summary>
internal static class AgreementCommand
{
    public static Verb Build(Surface surface)
    {
        var source = new ProducerSource();
        var first = new Option<string?>("--first") { Description = "Partner code of the first producer, at a node", HelpName = "CODE" };
        var second = new Option<string?>("--second") { Description = "Partner code of the second", HelpName = "CODE" };
        var one = new SelectionOptions("first-");
        var two = new SelectionOptions("second-");
        Option<string> measureOne = Measure("--first-measure"), measureTwo = Measure("--second-measure");
        var top = new Option<int>("--top") { Description = "How many countries count as the top", DefaultValueFactory = _ => 30, HelpName = "N" };
        top.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.SingleOrDefault()?.Value ?? "30", NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 500)
            {
                result.AddError("--top is 1 to 500");
            }
        });
        var format = new FormatOptions();
        var node = new NodeOptions("ministry");
        return new Verb(
            "agreement",
            "Says whether two producers put countries in the same order: Spearman's rank correlation and the overlap of their tops.",
            [.. source.All, first, second, .. one.All, measureOne, .. two.All, measureTwo, top, .. format.All, .. node.All])
        {
            Examples =
            [
                "agreement --first USA --first-horizon 24 --second SWE --mode actual --data demo/FRA",
                "agreement ewp_2025_forecasts.csv views_cm_2025_08.csv --first-horizon 24 --top 30",
            ],
        }.Does(async (parsed, cancel) =>
        {
            FileInfo[] files = source.Files(parsed);
            ForecastMeasure firstMeasure = Read(parsed, measureOne), secondMeasure = Read(parsed, measureTwo);
            int count = parsed.GetValue(top);
            if (files.Length is not (0 or 2))
            {
                return surface.Misuse("an agreement is between two files, one for each producer");
            }

            if (files is [var a, var b])
            {
                ProducerForecasts? Settle(FileInfo file, SelectionOptions options, ForecastMeasure measure) =>
                    ForecastFiles.Rows(surface, [file]) is { } rows
                        ? ProducerSource.Settle(surface, file.Name, rows, options.Read(parsed, file.Name), measure, newest: true)
                        : null;

                return Settle(a, one, firstMeasure) is { } here && Settle(b, two, secondMeasure) is { } there
                    ? Show(surface, parsed, format, ForecastMessages.Agreement(here, there, count))
                    : ExitCode.Refused;
            }

            return (source.Mode(parsed), parsed.GetValue(first), parsed.GetValue(second)) is ({ } mode, { } firstCode, { } secondCode)
                ? await node.WithAsync(parsed, surface, async client => Show(surface, parsed, format, await client.Forecasting.AgreementAsync(
                    new AgreementRequest
                    {
                        Mode = mode,
                        First = one.Read(parsed, firstCode),
                        FirstMeasure = firstMeasure,
                        Second = two.Read(parsed, secondCode),
                        SecondMeasure = secondMeasure,
                        Top = (uint)count,
                    },
                    cancellationToken: cancel)))
                : surface.Misuse("name two files, or --mode, --first and --second at a node");
        });
    }

    private static ExitCode Show(Surface surface, ParseResult parsed, FormatOptions format, AgreementResponse answer)
    {
        string spearman = answer.HasSpearman ? answer.Spearman.ToString("0.000", CultureInfo.InvariantCulture) : "no meaning";
        if (format.IsJson(parsed))
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
        }
        else if (format.IsCsv(parsed))
        {
            surface.Out.WriteCsv("first", "first_topic", "first_edition", "first_measure", "second", "second_topic", "second_edition", "second_measure", "common", "spearman", "top", "top_first", "top_second", "overlap");
            surface.Out.WriteCsv(
                answer.First?.Originator ?? "", SettledText.Topic(answer.First), answer.First?.Edition ?? "", Word(answer.FirstMeasure),
                answer.Second?.Originator ?? "", SettledText.Topic(answer.Second), answer.Second?.Edition ?? "", Word(answer.SecondMeasure),
                Whole(answer.Common), CsvLine.Number(answer.HasSpearman ? answer.Spearman : null),
                Whole(answer.Top), Whole(answer.TopFirst), Whole(answer.TopSecond), Whole(answer.Overlap));
        }
        else
        {
            SettledText.Show(surface, "First", answer.First);
            SettledText.Show(surface, "Second", answer.Second);
            surface.Console.Say($"Ranked by            {Word(answer.FirstMeasure)} and {Word(answer.SecondMeasure)}");
            surface.Console.Say($"Countries in both    {Whole(answer.Common)}");
            surface.Console.Say($"Spearman             {spearman}");
            surface.Console.Say(string.Create(CultureInfo.InvariantCulture, $"In the top {answer.Top,-9} {answer.Overlap} in both, of {answer.TopFirst} and {answer.TopSecond}"));
        }

        return ExitCode.Done;
    }

    private static Option<string> Measure(string name)
    {
        var measure = new Option<string>(name) { Description = "rank as published, or p-best, p-low, p-high", DefaultValueFactory = _ => "rank" };
        measure.AcceptOnlyFromAmong("rank", "p-best", "p-low", "p-high");
        return measure;
    }

    private static ForecastMeasure Read(ParseResult parsed, Option<string> measure) => parsed.GetValue(measure) switch
    {
        "p-best" => ForecastMeasure.PBest,
        "p-low" => ForecastMeasure.PLow,
        "p-high" => ForecastMeasure.PHigh,
        _ => ForecastMeasure.Rank,
    };

    private static string Word(ForecastMeasure measure) => measure switch
    {
        ForecastMeasure.Unspecified or ForecastMeasure.Rank => "rank",
        ForecastMeasure.PBest => "p-best",
        ForecastMeasure.PLow => "p-low",
        ForecastMeasure.PHigh => "p-high",
    };

    private static string Whole(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
