using System.Security.Cryptography;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Imports;

/// <summary>
/// Submits what an import read. The submission id names edition, country and content: after an interruption the same command goes on where it
/// stopped, and what is there already answers with the product it became.
/// </summary>
internal static class ForecastSubmission
{
    public static async Task<ExitCode> SendAsync(
        Surface surface, NodeClient client, IReadOnlyList<ImportedForecast> forecasts, bool json, CancellationToken cancel)
    {
        foreach (ImportedForecast forecast in forecasts)
        {
            byte[] digest = SHA256.HashData(forecast.Assessment.ToByteArray());
            SubmitResponse answer = await client.Assessments.SubmitAsync(
                new SubmitRequest
                {
                    SubmissionId = $"{forecast.SubmissionId}-{Convert.ToHexStringLower(digest.AsSpan(0, 8))}",
                    Assessment = forecast.Assessment,
                    SizeClass = SizeClass._32,
                },
                cancellationToken: cancel);
            if (json)
            {
                surface.Out.WriteJson(line =>
                {
                    line.WriteString("iso3", forecast.Country.Iso3);
                    line.WriteString("product", Convert.ToHexStringLower(answer.ProductId.Span));
                });
            }
        }

        if (!json)
        {
            surface.Console.Say($"{forecasts.Count} assessments submitted.");
        }

        return ExitCode.Done;
    }
}
