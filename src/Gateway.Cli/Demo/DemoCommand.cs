using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Sealing;
using Spectre.Console;
using Mode = Gateway.Protocol.V1.Mode;

namespace Gateway.Cli.Demo;

/// <summary><c>gatewayctl demo</c>: three governments share real assessments on this machine, narrated.</summary>
internal static class DemoCommand
{
    public static Verb Build(Surface surface)
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Keep each node's data in DIR/USA, DIR/FRA, DIR/SWE", HelpName = "DIR" };
        var keep = new Option<bool>("--keep") { Description = "Leave the nodes running until Ctrl-C, and say how to talk to them" };
        var json = new Option<FileInfo?>("--json") { Description = "Write the run's figures", HelpName = "FILE" };
        return new Verb("demo", "Starts three nodes on loopback, shares real assessments, attacks them, audits them.", data, keep, json)
        {
            Examples = ["demo", "demo --data demo-data --json figures.json", "demo --keep"],
        }.Does(async (parsed, cancel) =>
        {
            DirectoryInfo directory = parsed.GetValue(data) ?? Directory.CreateTempSubdirectory("gateway-demo-");
            try
            {
                return await RunAsync(surface, directory.FullName, parsed.GetValue(keep), parsed.GetValue(json), cancel);
            }
            catch (Exception failure) when (failure is DemoFailedException or NodeStartException)
            {
                return surface.Refuse(failure.Message);
            }
            finally
            {
                if (parsed.GetValue(data) is null && directory.Exists)
                {
                    directory.Delete(recursive: true);
                }
            }
        });
    }

    private static async Task<ExitCode> RunAsync(Surface surface, string directory, bool keep, FileInfo? json, CancellationToken cancellation)
    {
        long started = surface.Time.GetTimestamp();
        var figures = new DemoFigures();
        surface.Console.WriteLine("Three governments, three nodes, one machine: making keys, starting the nodes.");
        await using DemoWorld world = await DemoWorld.StartAsync(directory, surface.Time, cancellation);
        var stage = new DemoStage(world, surface, figures);
        foreach (string code in DemoWorld.Codes)
        {
            stage.Say($"  {code} listens on {world.Address(code)}, own keys, own database, own logs");
        }

        IReadOnlyList<Submitted> submitted = await ImportAct.PlayAsync(stage, cancellation);
        await ShareAct.PlayAsync(stage, submitted, cancellation);
        Submitted[] analyses = [.. submitted.Where(one => one.Mode == Mode.Exercise).OrderBy(one => one.Iso3, StringComparer.Ordinal)];
        Submitted shown = analyses.First(one => one.Iso3 == "SDN");
        await CompareAct.PlayAsync(stage, shown, cancellation);
        ProductId target = Id(shown), other = Id(analyses.First(one => one != shown));
        Submitted passed = analyses.First(one => one.Iso3 == "ETH");
        await HandOnAct.PlayAsync(stage, passed, analyses.First(one => one.Iso3 == "TCD"), cancellation);
        await AttackAct.PlayAsync(stage, target, other, cancellation);
        await RecallAct.PlayAsync(stage, passed, cancellation);
        await WitnessAct.PlayAsync(stage, cancellation);
        if (!keep)
        {
            await world.DisposeAsync();
        }

        await AuditAct.PlayAsync(stage, target, cancellation);
        figures.Seconds = surface.Time.GetElapsedTime(started).TotalSeconds;
        Finish(stage, json);
        if (keep)
        {
            await KeepAsync(stage, cancellation);
        }

        return ExitCode.Done;
    }

    private static void Finish(DemoStage stage, FileInfo? json)
    {
        DemoFigures figures = stage.Figures;
        stage.Console.WriteLine();
        stage.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Products} products, {figures.Releases} releases, {figures.Refusals} refused, {figures.HandedOn} handed on, {figures.Recalled} recalled,"));
        stage.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.ChecksDone} checks, {figures.AttacksRefused} attacks refused, {figures.Seconds:0} seconds."));
        if (json is not null)
        {
            figures.Write(json.FullName);
        }
    }

    private static async Task KeepAsync(DemoStage stage, CancellationToken cancellation)
    {
        stage.Say("The nodes go on running. In another terminal:");
        stage.Say($"  ./dev gatewayctl product list --data {stage.World.Folder("FRA")} --as ministry --mode exercise");
        stage.Say($"  ./dev gatewayctl log search --data {stage.World.Folder("USA")} --as auditor");
        stage.Say("Ctrl-C ends all of them.");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stage.Surface.Time, cancellation);
        }
        catch (OperationCanceledException)
        {
            stage.Say("Stopping the nodes.");
        }
    }

    public static ProductId Id(Submitted submitted) => ProductId.TryFrom(submitted.Answer.ProductId.Span, out ProductId id)
        ? id
        : throw new DemoFailedException("a product id does not have 32 bytes");
}
