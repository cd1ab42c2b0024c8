using Gateway.Cli.Render;
using Gateway.Client;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>Act 5: attacks on FRA, each through the very checks that FRA's node makes on receipt.</summary>
internal static class AttackAct
{
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");

    public static async Task PlayAsync(DemoStage stage, ProductId target, ProductId other, CancellationToken cancellation)
    {
        stage.Act(5, "Attacks on France");
        using SqliteNodeStore usa = Open(stage, "USA"), fra = Open(stage, "FRA"), swe = Open(stage, "SWE");
        if (!PinnedRoster.TryRead(Path.Combine(stage.World.Folder("FRA"), "roster.note"), out Roster? roster, out string? fault))
        {
            throw new DemoFailedException(fault);
        }

        ReceivedRow held = fra.Read.Received(target)[0];
        DateTimeOffset now = stage.Surface.Time.GetUtcNow();
        if (new PackageCheck(roster).Verify(held.Package, now, Fra) is not Verification.Verified genuine)
        {
            throw new DemoFailedException("the genuine package does not verify");
        }

        stage.Figures.ChecksDone += genuine.Release.Steps.Length;
        var attacks = new Attacks(
            Decode(held.Package), usa.Read.Sealed(target)!, Decode(fra.Read.Received(other)[0].Package), swe.Read.Received(target)[0].Package);
        Table table = Page.Table("Attack", "Refused as", "Because");
        foreach (Attack attack in attacks.All())
        {
            stage.Figures.AttacksTried++;
            Verification verification = new PackageCheck(roster).Verify(attack.Package, now, Fra);
            if (verification is not Verification.Refused refused)
            {
                throw new DemoFailedException($"{attack.Name} was not refused");
            }

            stage.Figures.AttacksRefused++;
            stage.Figures.ChecksDone += refused.Passed.Length + 1;
            table.Row(attack.Name, refused.Fault.ToString(), refused.Detail);
        }

        await ReplayAsync(stage, genuine.Release, held, table, cancellation);
        stage.Console.Write(table);
        stage.Say($"{stage.Figures.AttacksRefused} of {stage.Figures.AttacksTried} attacks refused; nothing of them was stored.");
    }

    /// <summary>The genuine package again, and again as if it were the next in the feed, through intake on a copy of FRA's record.</summary>
    private static async Task ReplayAsync(
        DemoStage stage, VerifiedRelease release, ReceivedRow held, Table table, CancellationToken cancellation)
    {
        await using FranceCopy copy = FranceCopy.Open(stage.World.Folder("FRA"), stage.Surface.Time);
        stage.Figures.AttacksTried += 2;
        IntakeOutcome again = await copy.TakeAsync(release, held, cancellation);
        if (again is not IntakeOutcome.AlreadyStored stored)
        {
            throw new DemoFailedException("a replay had an effect");
        }

        table.Row("a replay of a genuine package", "no effect", $"held since entry {stored.ReceiptIndex} of FRA's log; nothing stored twice");
        VerifiedRelease later = release with { Terms = release.Terms with { FeedSequence = release.Terms.FeedSequence + 10_000 } };
        if (await copy.TakeAsync(later, held, cancellation) is not IntakeOutcome.Refused refused)
        {
            throw new DemoFailedException("a replay in another place of the feed was stored");
        }

        stage.Figures.AttacksRefused += 2;
        table.Row("the same, in another place of the feed", refused.Fault.ToString(), "this entry of the releaser's log was received before");
    }

    private static SqliteNodeStore Open(DemoStage stage, string code) =>
        SqliteNodeStore.Open(new SqliteOptions { Path = Path.Combine(stage.World.Folder(code), "gateway.db"), ReadOnly = true });

    private static Package Decode(ReadOnlyMemory<byte> bytes) => Package.TryDecode(bytes, out Package? package, out _)
        ? package
        : throw new DemoFailedException("a stored package cannot be read");
}
