using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Client;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Grpc.Core;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>Act 4: FRA hands a product of USA on to SWE as far as USA granted it, and another one not at all.</summary>
internal static class HandOnAct
{
    public static async Task PlayAsync(DemoStage stage, Submitted granted, Submitted ungranted, CancellationToken cancellation)
    {
        stage.Act(4, "Hand-on: France passes on what the originator granted");
        stage.Say(granted.Assessment.Header[0].Title);
        using NodeClient officer = stage.World.Connect("FRA", "officer");
        HandOnResponse handed = await officer.Onward.HandOnAsync(Request(granted), cancellationToken: cancellation);
        stage.Figures.HandedOn++;
        stage.Say($"FRA's officer hands it on to SWE: {handed.Released} portions, the tear line among them, go,");
        stage.Say($"{handed.Withheld} stay. What goes is {handed.Banner.Text}.");
        await CopiesAsync(stage, granted, cancellation);
        stage.Console.WriteLine();
        stage.Say(ungranted.Assessment.Header[0].Title);
        await RefusedAsync(stage, officer, ungranted, cancellation);
    }

    /// <summary>What SWE holds now: a copy by each way, each verified from its bytes, and one product for its readers.</summary>
    private static async Task CopiesAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        PackageCheck check = Check(stage);
        using var store = SqliteNodeStore.Open(new SqliteOptions { Path = Path.Combine(stage.World.Folder("SWE"), "gateway.db"), ReadOnly = true });
        ProductId id = DemoCommand.Id(product);
        IReadOnlyList<ReceivedRow> copies = await Patience.UntilAsync(
            stage, "France's copy in Sweden", _ => Task.FromResult(store.Read.Received(id)), rows => rows.Count == 2, cancellation);
        Table table = Page.Table("SWE has it from", "Way", ">Portions", "Logged as", "Check");
        foreach (ReceivedRow copy in copies)
        {
            if (check.Verify(copy.Package, stage.Surface.Time.GetUtcNow(), PartnerCode.Of("SWE")) is not Verification.Verified { Release: var release })
            {
                throw new DemoFailedException($"the copy from {copy.Releaser} does not verify");
            }

            if (copy.Releaser.Value == "FRA")
            {
                RequireTearLine(product, release);
            }

            stage.Figures.ChecksDone += release.Steps.Length;
            table.Row(
                copy.Releaser.Value,
                string.Join(" > ", release.Chain.Select(hop => hop.Releaser.Value).Append("SWE")),
                release.Portions.Length.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"entry {copy.ReleaseIndex} of {copy.Releaser}'s log"),
                "verified");
        }

        stage.Console.Write(table);
        await OneAsync(stage, product, cancellation);
    }

    /// <summary>Of a judgement in two wordings the general one went, and the full one did not.</summary>
    private static void RequireTearLine(Submitted product, VerifiedRelease release)
    {
        HashSet<string> went = [.. release.Portions
            .Where(portion => portion.Body.Type == Judgement.Descriptor.FullName)
            .Select(portion => Judgement.Parser.ParseFrom(portion.Body.Value.Span).Statement)];
        IGrouping<string, Judgement> wordings = product.Assessment.Judgements.GroupBy(judgement => judgement.Portion.Id).First(group => group.Count() > 1);
        if (went.Contains(wordings.First().Statement) || !went.Contains(wordings.Last().Statement))
        {
            throw new DemoFailedException("another wording than the tear line was handed on");
        }
    }

    private static async Task OneAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        using NodeClient reader = stage.World.Connect("SWE", "liaison");
        var pages = new ListRequest { Mode = product.Mode, Originator = product.From, Iso3 = { product.Iso3 } };
        ListResponse listed = await reader.Assessments.ListAsync(pages, cancellationToken: cancellation);
        int times = listed.Products.Count(one => one.ProductId == product.Answer.ProductId);
        SharedProduct merged = await reader.Assessments.GetAsync(new GetRequest { ProductId = product.Answer.ProductId }, cancellationToken: cancellation);
        if (times != 1)
        {
            throw new DemoFailedException($"two copies of one product are listed {times} times");
        }

        stage.Say($"Sweden's readers see one product of {merged.Portions.Count} portions, from USA.");
        stage.Note("Each copy proves every hop: release by release, each in its releaser's log, and");
        stage.Note("the originator's grant for each portion that went on.");
    }

    private static async Task RefusedAsync(DemoStage stage, NodeClient officer, Submitted product, CancellationToken cancellation)
    {
        try
        {
            await officer.Onward.HandOnAsync(Request(product), cancellationToken: cancellation);
        }
        catch (RpcException refused) when (RichStatus.ReasonOf(refused) == ErrorReason.NothingGoesOn)
        {
            stage.Say("FRA's officer tries to hand it on to SWE and is answered:");
            stage.Say($"  {RichStatus.Name(ErrorReason.NothingGoesOn)}: {refused.Status.Detail}");
            await UnknownAsync(stage, product, cancellation);
            return;
        }

        throw new DemoFailedException("a product that USA granted to nobody was handed on");
    }

    private static async Task UnknownAsync(DemoStage stage, Submitted product, CancellationToken cancellation)
    {
        using NodeClient reader = stage.World.Connect("SWE", "liaison");
        try
        {
            await reader.Assessments.GetAsync(new GetRequest { ProductId = product.Answer.ProductId }, cancellationToken: cancellation);
        }
        catch (RpcException absent) when (absent.StatusCode == StatusCode.NotFound)
        {
            stage.Say("SWE asks its node for it by its very id, and is answered:");
            stage.Say($"  {RichStatus.Name(RichStatus.ReasonOf(absent))}: {absent.Status.Detail}");
            return;
        }

        throw new DemoFailedException("Sweden holds a product that was not released to it");
    }

    private static PackageCheck Check(DemoStage stage) =>
        PinnedRoster.TryRead(Path.Combine(stage.World.Folder("SWE"), "roster.note"), out Roster? roster, out string? fault)
            ? new PackageCheck(roster)
            : throw new DemoFailedException(fault);

    private static HandOnRequest Request(Submitted product) => new() { ProductId = product.Answer.ProductId, To = "SWE" };
}
