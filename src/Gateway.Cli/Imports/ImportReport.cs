using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Google.Protobuf;

namespace Gateway.Cli.Imports;

/// <summary>What an import read, for scripts and for people.</summary>
internal static class ImportReport
{
    private const int Shown = 20;

    public static void ShowRead(Surface surface, IReadOnlyList<ImportedForecast> forecasts, bool json)
    {
        if (json)
        {
            foreach (ImportedForecast forecast in forecasts)
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(forecast.Assessment));
            }

            return;
        }

        var table = Page.Table(">rank", "country", "code", "forecast");
        foreach (ImportedForecast forecast in forecasts.Take(Shown))
        {
            table.Row(forecast.Rank.ToString(CultureInfo.InvariantCulture), forecast.Country.Name, forecast.Country.Iso3, forecast.Figure);
        }

        surface.Console.Write(table);
        surface.Console.Say(forecasts.Count > Shown
            ? $"and {forecasts.Count - Shown} more. {forecasts.Count} assessments read, none sent."
            : $"{forecasts.Count} assessments read, none sent.");
    }
}
