using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Protocol.V1;
using Grpc.Core;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>Act 2: sealed, decided, logged, released; and what arrived.</summary>
internal static class ShareAct
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task PlayAsync(DemoStage stage, IReadOnlyList<Submitted> submitted, CancellationToken cancellation)
    {
        stage.Act(2, "Sealed, decided, logged, released");
        stage.Say("Each node decided every portion for every partner, under its agreements and its");
        stage.Say("own release policy. What may leave was logged first, then sent over mutual TLS.");
        Table table = Page.Table("From", "To", ">Products", ">released", ">refused", ">Portions out", ">kept home", ">Arrived");
        foreach (string from in DemoWorld.Codes)
        {
            foreach (string to in DemoWorld.Codes.Where(code => code != from))
            {
                PartnerSummary[] mine = [.. submitted.Where(one => one.From == from).SelectMany(one => one.Answer.Partners).Where(one => one.Partner == to)];
                if (mine.Length == 0)
                {
                    continue;
                }

                int released = mine.Count(summary => summary.Outcome == SubmitOutcome.Released);
                int arrived = await ArrivedAsync(stage, from, to, released, submitted, cancellation);
                Count(stage.Figures, to, mine, released);
                table.Row(
                    from,
                    to,
                    Text(mine.Length),
                    Text(released),
                    Text(mine.Length - released),
                    Text(mine.Sum(summary => (int)summary.Released)),
                    Text(mine.Sum(summary => (int)summary.Withheld)),
                    Text(arrived));
                if (arrived != released)
                {
                    throw new DemoFailedException($"{from} released {released} products to {to}, and {arrived} arrived");
                }
            }
        }

        stage.Console.Write(table);
        stage.Note("Every arrival was verified before it was stored: signatures (Ed25519 and");
        stage.Note("ML-DSA-44), log inclusion, commitments, the exact set of openings, the banner.");
    }

    private static void Count(DemoFigures figures, string to, PartnerSummary[] mine, int released)
    {
        figures.Releases += released;
        figures.Refusals += mine.Length - released;
        figures.Of(to).Released += mine.Sum(summary => (int)summary.Released);
        figures.Of(to).Withheld += mine.Sum(summary => (int)summary.Withheld);
    }

    private static async Task<int> ArrivedAsync(
        DemoStage stage, string from, string to, int expected, IReadOnlyList<Submitted> submitted, CancellationToken cancellation)
    {
        int arrived = 0;
        using NodeClient client = stage.World.Connect(to, "liaison");
        foreach (IGrouping<Mode, Submitted> mode in submitted.Where(one => one.From == from).GroupBy(one => one.Mode))
        {
            int wanted = mode.Count(one => one.Answer.Partners.Any(partner => partner.Partner == to && partner.Outcome == SubmitOutcome.Released));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            using AsyncServerStreamingCall<SharedProduct> feed =
                client.Assessments.Subscribe(new PullRequest { Mode = mode.Key }, cancellationToken: patience.Token);
            while (wanted > 0 && await NextAsync(feed, patience.Token))
            {
                if (feed.ResponseStream.Current.ReceivedFrom == from)
                {
                    arrived++;
                    wanted--;
                }
            }
        }

        return Math.Min(arrived, expected);
    }

    private static async Task<bool> NextAsync(AsyncServerStreamingCall<SharedProduct> feed, CancellationToken cancellation)
    {
        try
        {
            return await feed.ResponseStream.MoveNext(cancellation);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Cancelled)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The demo did not show what it promises; that is a fault of the product, and said plainly.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);
