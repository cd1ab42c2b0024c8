namespace Gateway.Cli.Tests.Samples;

/// <summary>The files of samples/, copied beside the tests.</summary>
internal static class SampleFiles
{
    public static string Ewp => Of("ewp-2025-top40.csv");

    public static string Views => Of("views-2025-08-top40.csv");

    public static string Of(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);
}
