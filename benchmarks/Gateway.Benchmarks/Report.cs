using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gateway.Benchmarks;

/// <summary>Writes results for people (80 columns) and for machines.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void WriteHead(TextWriter output) =>
        output.WriteLine("what                                ours/s  baseline/s  ratio  gate      result");

    public static void Write(TextWriter output, Result result)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.What,-33} {Rate(result.Ours),8}  {Rate(result.Baseline),10}  {Ratio(result.Ratio),5}  {Gate(result.Gate),-9} {Verdict(result)}").TrimEnd());
        if (result.Passed == false)
        {
            output.WriteLine($"  {result.Gate!.Why}");
        }
    }

    public static void WriteJson(string path, IEnumerable<(string Scenario, Result Result)> results)
    {
        var run = new
        {
            At = DateTimeOffset.UtcNow,
            Cores = Environment.ProcessorCount,
            Runtime = RuntimeInformation.FrameworkDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            Results = results.Select(row => new
            {
                row.Scenario,
                row.Result.What,
                row.Result.Ours,
                row.Result.Baseline,
                row.Result.Ratio,
                GateRate = row.Result.Gate?.Rate,
                GateRatio = row.Result.Gate?.Ratio,
                row.Result.Passed,
                Reason = row.Result.Passed == false ? row.Result.Gate!.Why : null,
            }),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(run, Json) + "\n");
    }

    // Eight characters for a rate, five for a ratio, so that a line has at most eighty.
    private static string Rate(double rate) => rate >= 1_000_000
        ? (rate / 1_000_000).ToString("N1", CultureInfo.InvariantCulture) + "m"
        : rate.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => ratio.ToString(ratio >= 100 ? "N0" : "F2", CultureInfo.InvariantCulture);

    private static string Verdict(Result result) => result.Passed switch
    {
        true => "pass",
        false => "MISSED:",
        null => "",
    };

    // 15 k, 0.50 of the baseline: "15k 0.50".
    private static string Gate(Gate? gate) => gate is null ? "" : string.Join(' ', Parts(gate));

    private static IEnumerable<string> Parts(Gate gate)
    {
        if (gate.Rate > 0)
        {
            yield return gate.Rate >= 1_000_000 ? (gate.Rate / 1_000_000).ToString("0.#m", CultureInfo.InvariantCulture)
                : gate.Rate >= 1_000 ? gate.Rate.ToString("0,.#k", CultureInfo.InvariantCulture)
                : gate.Rate.ToString("0", CultureInfo.InvariantCulture);
        }

        if (gate.Ratio > 0)
        {
            yield return gate.Ratio.ToString("F2", CultureInfo.InvariantCulture);
        }
    }
}
