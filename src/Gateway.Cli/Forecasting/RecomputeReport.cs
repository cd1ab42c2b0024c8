using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Spectre.Console;

namespace Gateway.Cli.Forecasting;

/// <summary>What recomputing came to.</summary>
internal static class RecomputeReport
{
    private const int MostShown = 20;

    public static void Json(Surface surface, IReadOnlyList<CountryResult> results)
    {
        foreach (CountryResult result in results)
        {
            surface.Out.WriteJson(line =>
            {
                if (result.Iso3.Length > 0)
                {
                    line.WriteString("iso3", result.Iso3);
                }

                line.WritePropertyName("result");
                line.WriteRawValue(JsonFormatter.Default.Format(result.Answer));
            });
        }
    }

    public static void Csv(Surface surface, IReadOnlyList<CountryResult> results)
    {
        surface.Out.WriteCsv("iso3", "model_id", "version", "output", "horizon_months", "status", "computed", "published", "difference", "tolerance", "low", "high", "missing");
        foreach ((CountryResult result, OutputResult output) in results.SelectMany(result => result.Answer.Outputs.Select(output => (result, output))))
        {
            surface.Out.WriteCsv(
                result.Iso3,
                output.ModelId,
                output.Version,
                output.Output,
                output.HorizonMonths.ToString(CultureInfo.InvariantCulture),
                Word(output.Status),
                CsvLine.Number(output.HasComputed ? output.Computed : null),
                CsvLine.Number(output.HasPublished ? output.Published : null),
                CsvLine.Number(Difference(output)),
                CsvLine.Number(output.HasTolerance ? output.Tolerance : null),
                CsvLine.Number(output.HasLow ? output.Low : null),
                CsvLine.Number(output.HasHigh ? output.High : null),
                string.Join(' ', output.Missing));
        }
    }

    public static void Show(Surface surface, IReadOnlyList<CountryResult> results)
    {
        if (results.All(result => result.Answer.Outputs.Count == 0))
        {
            surface.Console.Say("There is no model card with coefficients.");
            return;
        }

        if (results.Count == 1)
        {
            Rows(surface, results);
            return;
        }

        var table = Page.Table("output", ">horizon", ">reproduced", ">differ", ">too coarse", ">other", ">largest gap");
        foreach (var output in results.SelectMany(result => result.Answer.Outputs).GroupBy(output => (output.Output, output.HorizonMonths)))
        {
            int Count(params RecomputeStatus[] status) => output.Count(one => status.Contains(one.Status));
            table.Row(
                output.Key.Output,
                output.Key.HorizonMonths.ToString(CultureInfo.InvariantCulture),
                Whole(Count(RecomputeStatus.Reproduced)),
                Whole(Count(RecomputeStatus.Differs)),
                Whole(Count(RecomputeStatus.TooCoarse)),
                Whole(Count(RecomputeStatus.Unpublished, RecomputeStatus.Incomplete, RecomputeStatus.Overflow)),
                output.Max(Difference) is null ? "-" : output.Max(one => Math.Abs(Difference(one) ?? 0)).ToString("0.0e0", CultureInfo.InvariantCulture));
        }

        surface.Console.Write(table);
        CountryResult[] wrong = [.. results.Where(result => result.Answer.Outputs.Any(output => output.Status is RecomputeStatus.Differs or RecomputeStatus.Incomplete))];
        if (wrong.Length > 0)
        {
            surface.Console.WriteLine();
            Rows(surface, [.. wrong.Take(MostShown)]);
        }
    }

    private static void Rows(Surface surface, IReadOnlyList<CountryResult> results)
    {
        var table = Page.Table("country", "output", ">months", "result", ">computed", ">published", ">tolerance");
        foreach ((CountryResult result, OutputResult output) in results.SelectMany(result => result.Answer.Outputs.Select(output => (result, output))))
        {
            table.Row(
                result.Iso3,
                output.Output,
                output.HorizonMonths.ToString(CultureInfo.InvariantCulture),
                output.Missing.Count > 0 ? $"misses {Missing(output)}" : Word(output.Status),
                output.HasComputed ? Digits(output.Computed) : output.HasLow ? $"{Digits(output.Low)}-{Digits(output.High)}" : "-",
                output.HasPublished ? Digits(output.Published) : "-",
                output.HasTolerance ? output.Tolerance.ToString("0.0e0", CultureInfo.InvariantCulture) : "-");
        }

        surface.Console.Write(table);
    }

    private static string Missing(OutputResult output) =>
        string.Join(", ", output.Missing.Take(3)) + (output.Missing.Count > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {output.Missing.Count - 3} more") : "");

    private static double? Difference(OutputResult output) => output.HasComputed && output.HasPublished ? output.Computed - output.Published : null;

    private static string Digits(double probability) =>
        probability.ToString(probability is 0 or >= 0.0001 ? "0.######" : "0.###e0", CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word(RecomputeStatus status) => status switch
    {
        RecomputeStatus.Unspecified => "unknown",
        RecomputeStatus.Reproduced => "reproduced",
        RecomputeStatus.Differs => "differs",
        RecomputeStatus.TooCoarse => "too coarse",
        RecomputeStatus.Unpublished => "unpublished",
        RecomputeStatus.Incomplete => "incomplete",
        RecomputeStatus.Overflow => "overflow",
    };
}
