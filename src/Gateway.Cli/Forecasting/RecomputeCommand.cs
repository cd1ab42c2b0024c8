using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Forecasting;

/// <summary><c>gatewayctl recompute</c>: a partner's numbers, computed again from the model card that came with them.</summary>
internal static class RecomputeCommand
{
    public static Verb Build(Surface surface)
    {
        var what = new Argument<string>("WHAT") { Description = "A product id, 64 hex digits; or a file with forecasts" };
        var coefficients = new Option<FileInfo?>("--coefficients") { Description = "With a forecast CSV: the edition's coefficients", HelpName = "FILE" };
        var format = new FormatOptions();
        var node = new NodeOptions("ministry");
        return new Verb(
            "recompute",
            "Computes published probabilities again from the model card that came with them. Exit code 1: a number does not follow.",
            [what, coefficients, .. format.All, .. node.All])
        {
            Examples =
            [
                "recompute 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --data demo/FRA",
                "recompute ewp_2022_forecasts.csv --coefficients ewp_2022_coefficients.csv",
            ],
        }.Does(async (parsed, cancel) =>
        {
            string named = parsed.GetRequiredValue(what);
            if (Hex.TryRead(named, out byte[] id) && id.Length > 0)
            {
                return await node.WithAsync(parsed, surface, async client =>
                {
                    RecomputeResponse answer = await client.Forecasting.RecomputeAsync(
                        new RecomputeRequest { ProductId = ByteString.CopyFrom(id) }, cancellationToken: cancel);
                    return Show(surface, parsed, format, [new CountryResult("", answer)]);
                });
            }

            return ForecastFiles.Read(surface, new FileInfo(named), parsed.GetValue(coefficients)) is { } assessments
                ? Show(surface, parsed, format, [.. assessments.Select(assessment => new CountryResult(
                    assessment.Subject.FirstOrDefault()?.Iso3 ?? "", ForecastMessages.Recomputed(ModelCards.Recompute(assessment))))])
                : ExitCode.Refused;
        });
    }

    private static ExitCode Show(Surface surface, ParseResult parsed, FormatOptions format, IReadOnlyList<CountryResult> results)
    {
        if (format.IsJson(parsed))
        {
            RecomputeReport.Json(surface, results);
        }
        else if (format.IsCsv(parsed))
        {
            RecomputeReport.Csv(surface, results);
        }
        else
        {
            RecomputeReport.Show(surface, results);
        }

        return results.SelectMany(result => result.Answer.Outputs).Any(output => output.Status == RecomputeStatus.Differs) ? ExitCode.Refused : ExitCode.Done;
    }
}

/// <summary>What came of one product's model card.</summary>
/// <param name="Iso3">The country; empty where one product was asked for.</param>
/// <param name="Answer">Its outputs.</param>
internal sealed record CountryResult(string Iso3, RecomputeResponse Answer);
