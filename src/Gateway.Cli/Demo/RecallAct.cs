using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Protocol.V1;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>Act 6: USA recalls a product; every holder, also the one further on, erases it and answers with a receipt.</summary>
internal static class RecallAct
{
    private static readonly string[] Holders = ["FRA", "SWE"];
    private static readonly (string Partner, string Via)[] Expected = [("FRA", ""), ("SWE", ""), ("SWE", "FRA")];

    public static async Task PlayAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        stage.Act(6, "A recall, and who answered");
        stage.Say(product.Assessment.Header[0].Title);
        if (Array.Find(Holders, code => !Words.OccurIn(stage.World.Folder(code), product.Assessment)) is { } without)
        {
            throw new DemoFailedException($"nothing of the product lies in {without}'s database, where a recall could erase it");
        }

        using NodeClient officer = stage.World.Connect("USA", "officer");
        var request = new IssueNoticeRequest { ProductId = product.Answer.ProductId, Action = NoticeAction.Recall, Note = "Source withdrawn" };
        IssueNoticeResponse issued = await officer.Notices.IssueAsync(request, cancellationToken: cancellation);
        stage.Figures.Recalled++;
        stage.Say($"USA's officer recalls it: entry {issued.LogIndex} of USA's log, sent to {string.Join(" and ", issued.To)};");
        stage.Say("FRA sends it on to SWE as well, to whom it had handed the product on.");
        NoticeStatus status = await Patience.UntilAsync(
            stage,
            "every holder's answer to the recall",
            async cancel => await officer.Notices.StatusAsync(new NoticeStatusRequest { ProductId = product.Answer.ProductId }, cancellationToken: cancel),
            Answered,
            cancellation);
        stage.Console.WriteLine();
        NoticeReport.Show(stage.Surface, status, json: false);
        stage.Figures.RecallReceipts = status.Holders.Sum(holder => holder.Answers.Count);
        stage.Note("Each \"erased\" stands on a receipt, an entry of the holder's own log.");
        stage.Console.WriteLine();
        await ErasedAsync(stage, product, cancellation);
        await StubAsync(stage, product, cancellation);
    }

    private static bool Answered(NoticeStatus status) =>
        Expected.All(edge => status.Holders.Any(holder => (holder.Partner, holder.Via) == edge))
        && status.Holders.All(holder => holder.Answers.Count > 0 && holder.Answers.All(answer => answer.Purged));

    /// <summary>The receipts' word against the disk's.</summary>
    private static async Task ErasedAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        foreach (string code in Holders)
        {
            await Patience.UntilAsync(
                stage,
                $"the erasure from {code}'s disk",
                _ => Task.FromResult(Words.OccurIn(stage.World.Folder(code), product.Assessment)),
                occur => !occur,
                cancellation);
        }

        stage.Say("Its judgements were searched for in FRA's and SWE's database files, byte by");
        stage.Say("byte: found before the recall, not found after it.");
    }

    private static async Task StubAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        using NodeClient ministry = stage.World.Connect("FRA", "ministry");
        SharedProduct stub = await ministry.Assessments.GetAsync(new GetRequest { ProductId = product.Answer.ProductId }, cancellationToken: cancellation);
        if (stub.Proof.Status != ProofStatus.Recalled || stub.Portions.Count > 0)
        {
            throw new DemoFailedException("France's readers still see a product that was recalled");
        }

        stage.Console.WriteLine();
        stage.Say("A reader in FRA's ministry who had it finds in its place:");
        ProductReport.Show(stage.Surface, stub, json: false);
    }
}
