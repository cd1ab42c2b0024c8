using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Protocol.V1;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>Act 7: who cosigned each node's release log.</summary>
internal static class WitnessAct
{
    public static async Task PlayAsync(DemoStage stage, CancellationToken cancellation)
    {
        stage.Act(7, "Witnesses");
        stage.Say("Every node cosigns the others' logs, each time only after it checked that the");
        stage.Say("log has grown and nothing in it has changed.");
        Table table = Page.Table("Release log", ">Entries", "Cosigned up to the last one by", ">Needed", ">Contradictions");
        foreach (string code in DemoWorld.Codes)
        {
            using NodeClient auditor = stage.World.Connect(code, "auditor");
            WitnessesResponse answer = await Patience.UntilAsync(
                stage,
                $"the witnesses' cosignatures on {code}'s log",
                async cancel => await auditor.Log.WitnessesAsync(new WitnessesRequest(), cancellationToken: cancel),
                Cosigned,
                cancellation);
            if (answer.Contradictions > 0)
            {
                throw new DemoFailedException($"{code} saw a log in two versions");
            }

            stage.Figures.Witnesses += answer.Witnesses.Count;
            table.Row(
                code,
                answer.Size.ToString(CultureInfo.InvariantCulture),
                string.Join(" and ", answer.Witnesses.Select(witness => witness.Partner)),
                answer.Quorum.ToString(CultureInfo.InvariantCulture),
                answer.Contradictions.ToString(CultureInfo.InvariantCulture));
        }

        stage.Console.Write(table);
        stage.Note("A log that is rewritten, or shown in two versions, loses their signatures.");
    }

    private static bool Cosigned(WitnessesResponse answer) =>
        answer.Witnesses.Count == DemoWorld.Codes.Count - 1
        && answer.CosignedSize == answer.Size
        && answer.Witnesses.All(witness => witness.Standing == WitnessStanding.Cosigned && witness.Size == answer.Size);
}
