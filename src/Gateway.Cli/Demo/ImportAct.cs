using System.Collections.Concurrent;
using Gateway.Cli.Imports;
using Gateway.Cli.Nodes;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Demo;

/// <summary>One product that the demo submitted.</summary>
internal sealed record Submitted(string From, RiskAssessment Assessment, SubmitResponse Answer)
{
    public Mode Mode => Assessment.Header[0].Mode;

    public string Iso3 => Assessment.Subject[0].Iso3;
}

/// <summary>Act 1: real forecasts, and five invented analyst's products around them.</summary>
internal static class ImportAct
{
    private static readonly Marking Forecast = new() { Policy = "US", Text = "(U//REL TO USA, FRA, SWE)" };
    private static readonly Marking Public = new() { Policy = "TLP", Text = "TLP:CLEAR" };

    public static async Task<IReadOnlyList<Submitted>> PlayAsync(DemoStage stage, CancellationToken cancellation)
    {
        stage.Act(1, "Real forecasts, and an analyst's products in exercise mode");
        EwpTable ewp = Read("ewp-2025-top40.csv", sheet => EwpReader.Read(sheet, 2025));
        ViewsTable views = Read("views-2025-08-top40.csv", sheet => ViewsReader.Read(sheet, null));
        var submitted = new ConcurrentBag<Submitted>();

        var usTerms = new ForecastTerms(Forecast, Mode.Actual);
        RiskAssessment[] forecasts = [.. ewp.Forecasts.Select(forecast => EwpAssessment.Write(forecast, ewp.Edition, usTerms))];
        await SubmitAsync(stage, "USA", "USA: forecasts", forecasts, SizeClass._32, submitted, cancellation);
        stage.Say($"USA imported the Early Warning Project's 2025 edition: {forecasts.Length} countries.");

        var tlpTerms = new ForecastTerms(Public, Mode.Actual);
        RiskAssessment[] fatalities = [.. views.Forecasts.Select(forecast => ViewsAssessment.Write(forecast, views.Run, tlpTerms))];
        await SubmitAsync(stage, "SWE", "SWE: forecasts", fatalities, SizeClass._32, submitted, cancellation);
        stage.Say($"SWE imported the ViEWS forecasts of August 2025: {fatalities.Length} countries, TLP:CLEAR.");

        RiskAssessment[] analyses = [.. Directory.EnumerateFiles(Samples("assessments"), "*-exercise.json").Order(StringComparer.Ordinal)
            .Select(file => JsonParser.Default.Parse<RiskAssessment>(File.ReadAllText(file)))];
        await SubmitAsync(stage, "USA", "USA: analyses", analyses, SizeClass._128, submitted, cancellation);
        stage.Say($"USA wrote {analyses.Length} analyst's products around them, up to SECRET//NOFORN and ORCON.");
        stage.Note("Those are an exercise and plainly invented; exercise and real never mix.");
        stage.Figures.Products = submitted.Count;
        return [.. submitted];
    }

    private static async Task SubmitAsync(
        DemoStage stage,
        string from,
        string title,
        RiskAssessment[] assessments,
        SizeClass size,
        ConcurrentBag<Submitted> submitted,
        CancellationToken cancellation)
    {
        using NodeClient client = stage.World.Connect(from, "liaison");
        await stage.ForEachAsync(
            title,
            assessments,
            async assessment =>
            {
                var request = new SubmitRequest
                {
                    SubmissionId = Guid.NewGuid().ToString("N"),
                    Assessment = assessment,
                    SizeClass = size,
                };
                submitted.Add(new Submitted(from, assessment, await client.Assessments.SubmitAsync(request, cancellationToken: cancellation)));
            },
            cancellation);
    }

    private static T Read<T>(string name, Func<CsvSheet, ImportReading<T>> read)
    {
        using StreamReader reader = File.OpenText(Samples(name));
        return CsvSheet.Read(reader) is ImportReading<CsvSheet>.Read sheet && read(sheet.Value) is ImportReading<T>.Read table
            ? table.Value
            : throw new InvalidDataException($"The sample {name} cannot be read.");
    }

    private static string Samples(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);
}
