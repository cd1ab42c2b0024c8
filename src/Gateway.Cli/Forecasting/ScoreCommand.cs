using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Imports;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Assessments.Forecasting;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Forecasting;

/// <summary><c>gatewayctl score</c>: how good past forecasts were, by what came.</summary>
internal static class ScoreCommand
{
    public static Verb Build(Surface surface)
    {
        var source = new ProducerSource();
        var originator = new Option<string?>("--originator") { Description = "Partner code of the producer, at a node", HelpName = "CODE" };
        var selection = new SelectionOptions();
        var outcomes = new Option<FileInfo>("--outcomes")
        {
            Required = true,
            Description = "Every event that began, as CSV: iso3,year; or iso3,earliest,before; or the project's list",
            HelpName = "FILE",
        };
        var until = new Option<string>("--known-until") { Required = true, Description = "The outcomes are complete up to this day, exclusive", HelpName = "DATE" };
        until.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !TryDay(text, out _))
            {
                result.AddError($"--known-until is a day, 2025-01-01, not '{text}'");
            }
        });
        var baseRate = new Option<double?>("--base-rate") { Description = "Rate to measure skill against; otherwise the forecasts' own", HelpName = "P" };
        var format = new FormatOptions();
        var node = new NodeOptions("ministry");
        return new Verb(
            "score",
            "Scores past forecasts against what came: Brier, log score, skill, discrimination, calibration.",
            [.. source.All, originator, .. selection.All, outcomes, until, baseRate, .. format.All, .. node.All])
        {
            Examples =
            [
                "score --originator USA --mode actual --horizon 12 --outcomes onsets.csv --known-until 2025-01-01 --data demo/FRA",
                "score ewp_2019_forecasts.csv ewp_2020_forecasts.csv --horizon 12 --outcomes mass_killing_events.csv --known-until 2025-01-01",
            ],
        }.Does(async (parsed, cancel) =>
        {
            TryDay(parsed.GetRequiredValue(until), out DateTimeOffset known);
            double? rate = parsed.GetValue(baseRate);
            if (rate is not (null or (>= 0 and <= 1)))
            {
                return surface.Misuse("--base-rate is a probability, 0 to 1");
            }

            if (Read(surface, parsed.GetRequiredValue(outcomes)) is not { } list)
            {
                return ExitCode.Refused;
            }

            if (source.Files(parsed) is { Length: > 0 } files)
            {
                return ForecastFiles.Rows(surface, files) is { } rows
                    && ProducerSource.Settle(surface, "files", rows, selection.Read(parsed, ""), ForecastMeasure.PBest, newest: false) is { } forecasts
                    ? ScoreReport.Show(surface, parsed, format, ForecastMessages.Score(forecasts, new OutcomeList(list.Onsets, known), rate))
                    : ExitCode.Refused;
            }

            if ((source.Mode(parsed), parsed.GetValue(originator)) is not ({ } mode, { } code))
            {
                return surface.Misuse("name files, or --mode and --originator at a node");
            }

            var request = new ScoreRequest { Mode = mode, Forecasts = selection.Read(parsed, code), KnownUntilMs = known.ToUnixTimeMilliseconds() };
            request.Outcomes.AddRange(list.Onsets.Select(onset => new ForecastOutcome
            {
                Iso3 = onset.Iso3,
                EarliestMs = Math.Max(0, onset.Earliest.ToUnixTimeMilliseconds()),
                BeforeMs = onset.Before.ToUnixTimeMilliseconds(),
            }).Where(onset => onset.BeforeMs > 0));
            if (rate is { } against)
            {
                request.BaseRate = against;
            }

            return await node.WithAsync(parsed, surface, async client =>
                ScoreReport.Show(surface, parsed, format, await client.Forecasting.ScoreAsync(request, cancellationToken: cancel)));
        });
    }

    private static OutcomeReading? Read(Surface surface, FileInfo file)
    {
        using StreamReader reader = file.OpenText();
        switch (OutcomeFile.Read(reader))
        {
            case ImportReading<OutcomeReading>.Read { Value: var read }:
                if (read.LeftOut > 0)
                {
                    surface.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read.LeftOut} events in states that are no longer in force are left out"));
                }

                return read;
            case ImportReading<OutcomeReading>.Refused refused:
                foreach (ImportError error in refused.Errors)
                {
                    surface.Error.WriteLine(error.Sentence(file.Name));
                }

                surface.Refuse($"{file.Name}: nothing was scored");
                return null;
            default:
                throw new InvalidOperationException("ImportReading is closed.");
        }
    }

    private static bool TryDay(string text, out DateTimeOffset day) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out day);
}
