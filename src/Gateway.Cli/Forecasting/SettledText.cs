using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.Forecasting;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Forecasting;

/// <summary>Which forecasts an answer is about, in words.</summary>
internal static class SettledText
{
    public static string Topic(ForecastSettled? settled) => settled is null
        ? ""
        : new ForecastTopic(settled.DefinitionId, settled.Threshold, settled.WindowMonths, settled.HorizonMonths).ToString();

    /// <summary>What they are, and the caveats that all forecasts carry.</summary>
    public static void Show(Surface surface, string heading, ForecastSettled? settled)
    {
        if (settled is null)
        {
            surface.Console.Say($"{heading}: nothing that fits.");
            return;
        }

        string edition = settled.Edition.Length > 0 ? settled.Edition : "several editions";
        string words = string.Create(CultureInfo.InvariantCulture, $"{heading}: {settled.Originator}, {edition}, {settled.Forecasts} forecasts of {Topic(settled)}");
        foreach (string line in Page.Lines(Page.Plain(words), Page.Width))
        {
            surface.Console.Say(line);
        }

        foreach (string caveat in settled.Caveats)
        {
            foreach (string line in Page.Lines(Page.Plain(caveat), Page.Width - 2))
            {
                surface.Console.Say("  " + line);
            }
        }
    }
}
