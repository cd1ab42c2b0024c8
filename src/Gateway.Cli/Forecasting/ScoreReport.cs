using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Spectre.Console;

namespace Gateway.Cli.Forecasting;

/// <summary>Scores and calibration, for scripts and for people.</summary>
internal static class ScoreReport
{
    public static ExitCode Show(Surface surface, ParseResult parsed, FormatOptions format, ScoreResponse answer)
    {
        if (format.IsJson(parsed))
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
        }
        else if (format.IsCsv(parsed))
        {
            Csv(surface, answer);
        }
        else
        {
            Table(surface, answer);
        }

        return ExitCode.Done;
    }

    private static void Csv(Surface surface, ScoreResponse answer)
    {
        surface.Out.WriteCsv(
            "edition", "count", "happened", "mean_forecast", "brier", "log", "clipped", "base_rate", "skill", "discrimination", "open", "uncertain", "undated");
        foreach (ForecastScore score in answer.Scores)
        {
            surface.Out.WriteCsv(
                score.Edition,
                Whole(score.Count),
                Whole(score.Happened),
                CsvLine.Number(score.HasMeanForecast ? score.MeanForecast : null),
                CsvLine.Number(score.HasBrier ? score.Brier : null),
                CsvLine.Number(score.HasLog ? score.Log : null),
                Whole(score.Clipped),
                CsvLine.Number(score.HasBaseRate ? score.BaseRate : null),
                CsvLine.Number(score.HasSkill ? score.Skill : null),
                CsvLine.Number(score.HasDiscrimination ? score.Discrimination : null),
                Whole(score.Open),
                Whole(score.Uncertain),
                Whole(score.Undated));
        }
    }

    private static void Table(Surface surface, ScoreResponse answer)
    {
        SettledText.Show(surface, "Scored", answer.Forecasts);
        if (answer.Scores.Count == 0)
        {
            return;
        }

        var table = Page.Table("edition", ">n", ">came", ">mean", ">brier", ">log", ">skill", ">order", ">left out");
        foreach (ForecastScore score in answer.Scores)
        {
            table.Row(
                score.Edition.Length > 0 ? score.Edition : "all",
                Whole(score.Count),
                Whole(score.Happened),
                score.HasMeanForecast ? Percent(score.MeanForecast) : "-",
                score.HasBrier ? Digits(score.Brier, 5) : "-",
                score.HasLog ? Digits(score.Log, 4) : "-",
                score.HasSkill ? Digits(score.Skill, 3) : "-",
                score.HasDiscrimination ? Digits(score.Discrimination, 3) : "-",
                Whole(score.Open + score.Uncertain + score.Undated));
        }

        surface.Console.WriteLine();
        surface.Console.Write(table);
        surface.Console.WriteLine();
        var bins = Page.Table("forecast", ">n", ">came", ">mean forecast", ">frequency", "95 % interval");
        foreach (ForecastBin bin in answer.Scores[0].Calibration)
        {
            bins.Row(
                $"{Percent(bin.From)} to {Percent(bin.Until)}",
                Whole(bin.Count),
                Whole(bin.Happened),
                Percent(bin.MeanForecast),
                Percent((double)bin.Happened / bin.Count),
                $"{Percent(bin.Low)} to {Percent(bin.High)}");
        }

        surface.Console.Write(bins);
        surface.Console.Say("brier, log: 0 is perfect. skill: against the base rate, 0 is no better.");
        surface.Console.Say("order: chance that one that came was put above one that did not.");
    }

    private static string Percent(double p) => (100 * p).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static string Digits(double number, int digits) => number.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Whole(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
