using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gateway.Benchmarks;

/// <summary>Writes results for people (80 columns) and for machines.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void WriteHead(TextWriter output) =>
        output.WriteLine("what                                 ours/s  baseline/s  ratio  gate      result");

    public static void Write(TextWriter output, Result result) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.What,-34} {result.Ours,8:N0}  {result.Baseline,10:N0}  {result.Ratio,5:F2}  {Gate(result.Gate),-9} {Verdict(result)}"));

    public static void WriteJson(string path, IEnumerable<Result> results)
    {
        var run = new
        {
            At = DateTimeOffset.UtcNow,
            Cores = Environment.ProcessorCount,
            Runtime = RuntimeInformation.FrameworkDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            Results = results.Select(result => new
            {
                result.What,
                result.Ours,
                result.Baseline,
                result.Ratio,
                GateRate = result.Gate?.Rate,
                GateRatio = result.Gate?.Ratio,
                result.Passed,
            }),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(run, s_json) + "\n");
    }

    private static string Verdict(Result result) => result.Passed switch
    {
        true => "pass",
        false => "MISSED",
        null => "",
    };

    // 15 k, 0.50 of the baseline: "15k 0.50".
    private static string Gate(Gate? gate) => gate is null ? "" : string.Join(' ', Parts(gate));

    private static IEnumerable<string> Parts(Gate gate)
    {
        if (gate.Rate > 0)
        {
            yield return gate.Rate >= 1_000 ? gate.Rate.ToString("0,.#k", CultureInfo.InvariantCulture) : gate.Rate.ToString("0", CultureInfo.InvariantCulture);
        }

        if (gate.Ratio > 0)
        {
            yield return gate.Ratio.ToString("F2", CultureInfo.InvariantCulture);
        }
    }
}
