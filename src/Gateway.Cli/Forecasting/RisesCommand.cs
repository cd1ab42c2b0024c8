using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Forecasting;

/// <summary><c>gatewayctl rises</c>: what rose and fell since the edition before, by the later edition's own refit.</summary>
internal static class RisesCommand
{
    private const int Shown = 10;

    public static Verb Build(Surface surface)
    {
        var source = new ProducerSource();
        var originator = new Option<string?>("--originator") { Description = "Partner code of the producer, at a node", HelpName = "CODE" };
        var selection = new SelectionOptions();
        var format = new FormatOptions();
        var node = new NodeOptions("ministry");
        return new Verb(
            "rises",
            "Says what rose and fell since the edition before: by the later edition's own model on both years, not from figure to figure.",
            [.. source.All, originator, .. selection.All, .. format.All, .. node.All])
        {
            Examples =
            [
                "rises --originator USA --mode actual --horizon 24 --data demo/FRA",
                "rises ewp_2024_forecasts.csv ewp_2025_forecasts.csv --horizon 24",
            ],
        }.Does(async (parsed, cancel) =>
        {
            if (source.Files(parsed) is { Length: > 0 } files)
            {
                return ForecastFiles.Rows(surface, files) is { } rows
                    && ProducerSource.Settle(surface, "files", rows, selection.Read(parsed, ""), ForecastMeasure.PBest, newest: true) is { } edition
                    ? Show(surface, parsed, format, ForecastMessages.Rises(edition, rows))
                    : ExitCode.Refused;
            }

            return (source.Mode(parsed), parsed.GetValue(originator)) is ({ } mode, { } code)
                ? await node.WithAsync(parsed, surface, async client => Show(surface, parsed, format, await client.Forecasting.RisesAsync(
                    new RisesRequest { Mode = mode, Forecasts = selection.Read(parsed, code) }, cancellationToken: cancel)))
                : surface.Misuse("name files, or --mode and --originator at a node");
        });
    }

    private static ExitCode Show(Surface surface, ParseResult parsed, FormatOptions format, RisesResponse answer)
    {
        if (format.IsJson(parsed))
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
        }
        else if (format.IsCsv(parsed))
        {
            surface.Out.WriteCsv("iso3", "now", "refit", "change", "published", "published_change");
            foreach (CountryRise rise in answer.Rises)
            {
                surface.Out.WriteCsv(
                    rise.Iso3,
                    CsvLine.Number(rise.Now),
                    CsvLine.Number(rise.Refit),
                    CsvLine.Number(rise.Now - rise.Refit),
                    CsvLine.Number(rise.HasPublished ? rise.Published : null),
                    CsvLine.Number(rise.HasPublished ? rise.Now - rise.Published : null));
            }
        }
        else
        {
            Table(surface, answer);
        }

        return ExitCode.Done;
    }

    private static void Table(Surface surface, RisesResponse answer)
    {
        SettledText.Show(surface, "Edition", answer.Forecasts);
        if (answer.Rises.Count == 0)
        {
            surface.Console.Say("It restates no earlier edition: no honest change can be said.");
            return;
        }

        surface.Console.Say($"Since {answer.Since}, in per cent, by this edition's own model on both years:");
        var table = Page.Table("country", ">now", ">then, refit", ">change", ">then, published", ">from figure to figure");
        IEnumerable<CountryRise> shown = answer.Rises.Count <= 2 * Shown
            ? answer.Rises
            : answer.Rises.Take(Shown).Concat(answer.Rises.TakeLast(Shown));
        foreach (CountryRise rise in shown)
        {
            table.Row(
                rise.Iso3,
                Points(rise.Now, sign: false),
                Points(rise.Refit, sign: false),
                Points(rise.Now - rise.Refit, sign: true),
                rise.HasPublished ? Points(rise.Published, sign: false) : "-",
                rise.HasPublished ? Points(rise.Now - rise.Published, sign: true) : "-");
        }

        surface.Console.Write(table);
        if (answer.Rises.Count > 2 * Shown)
        {
            surface.Console.Say(string.Create(CultureInfo.InvariantCulture, $"The {Shown} largest rises and falls of {answer.Rises.Count} countries; --csv has all."));
        }

        if (answer.Restated > 0)
        {
            surface.Console.Say(string.Create(
                CultureInfo.InvariantCulture, $"Restated in {answer.Restated} countries; in {answer.SignsDiffer} the published figures point another way."));
        }
    }

    private static string Points(double p, bool sign) => (100 * p).ToString(sign ? "+0.00;-0.00;0.00" : "0.00", CultureInfo.InvariantCulture);
}
