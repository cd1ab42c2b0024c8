using System.Collections.Immutable;
using Gateway.Cli.Log;
using Gateway.Cli.Verify;
using Gateway.Client;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Storage.Sqlite;
using Spectre.Console;

namespace Gateway.Cli.Demo;

/// <summary>Act 8: an auditor checks USA's release log, and one release from FRA's side, from files alone.</summary>
internal static class AuditAct
{
    public static async Task PlayAsync(DemoStage stage, ProductId target, CancellationToken cancellation)
    {
        stage.Act(8, "An auditor, offline");
        stage.Say(stage.World.Running ? "From files alone:" : "No node is running now. From files alone:");
        if (!PinnedRoster.TryRead(Path.Combine(stage.World.Folder("FRA"), "roster.note"), out Roster? roster, out string? fault))
        {
            throw new DemoFailedException(fault);
        }

        await LogAsync(stage, roster, cancellation);
        Release(stage, roster, target);
    }

    private static async Task LogAsync(DemoStage stage, Roster roster, CancellationToken cancellation)
    {
        using SqliteNodeStore usa = Open(stage, "USA");
        roster.TryFind(PartnerCode.Of("USA"), out Partner? partner);
        string directory = Path.Combine(stage.World.Directory, "export");
        await LogDirectory.WriteAsync(new StoredLog(usa.Read, LogName.Release), partner!.ReleaseLog.VerifierKeys, directory, cancellation);
        LogFinding finding = LogAudit.Audit(directory, LogAudit.Keys(roster, PartnerCode.Of("USA")));
        if (finding.Sound)
        {
            finding = Witnessed(finding, usa, roster, stage.Surface.Time.GetUtcNow());
        }

        if (!finding.Sound)
        {
            throw new DemoFailedException(finding.Fault);
        }

        stage.Figures.LogSize = finding.Size;
        stage.Figures.ChecksDone += finding.Checks.Length;
        stage.Console.WriteLine();
        stage.Say("USA's release log, exported as C2SP tiles and rehashed from its entries up:");
        LogVerify.Show(stage.Console, finding);
        stage.Console.WriteLine();
    }

    /// <summary>The newest head that partners cosigned is one of this very tree. What the node logged while it stopped came after it.</summary>
    private static LogFinding Witnessed(LogFinding finding, SqliteNodeStore usa, Roster roster, DateTimeOffset now)
    {
        if (usa.Read.Cosigned() is not { } cosigned
            || !new WitnessQuorum(roster).TryVerify(cosigned.Note.Span, now, out Checkpoint? checkpoint, out ImmutableArray<Cosigner> cosigners, out _))
        {
            return finding with { Fault = "no head of the log has its quorum of witnesses" };
        }

        var tree = new MerkleTree();
        foreach (LogRow row in usa.Read.Entries(LogName.Release, 0, (int)checkpoint.Size))
        {
            tree.Append(Merkle.LeafHash(row.Entry.Span));
        }

        if (tree.Size != checkpoint.Size || !tree.Root(tree.Size).AsSpan().SequenceEqual(checkpoint.Root.AsSpan()))
        {
            return finding with { Fault = "the witnesses cosigned another tree" };
        }

        string names = string.Join(" and ", cosigners.Select(cosigner => cosigner.Partner));
        return finding with
        {
            Cosigners = [.. cosigners.Select(cosigner => cosigner.Partner.Value)],
            Checks = finding.Checks.Add(new VerificationStep("cosignatures", FormattableString.Invariant($"{names}, this tree's first {tree.Size} entries"))),
        };
    }

    private static void Release(DemoStage stage, Roster roster, ProductId target)
    {
        using SqliteNodeStore fra = Open(stage, "FRA");
        using SqliteNodeStore usa = Open(stage, "USA");
        ReceivedRow held = fra.Read.Received(target)[0];
        string file = Path.Combine(stage.World.Folder("FRA"), $"{target.ToString()[..12]}.package");
        File.WriteAllBytes(file, held.Package.ToArray());
        Verification verification = new PackageCheck(roster).Verify(held.Package, stage.Surface.Time.GetUtcNow(), PartnerCode.Of("FRA"));
        stage.Say($"One release, from France's side ({Path.GetFileName(file)}):");
        VerifyCommand.Show(stage.Console, verification);
        if (verification is not Verification.Verified verified)
        {
            throw new DemoFailedException("the release does not verify");
        }

        stage.Figures.ChecksDone += verified.Release.Steps.Length;
        IReadOnlyList<ReceiptRow> receipts = usa.Read.Receipts(target);
        stage.Figures.Receipts = receipts.Count;
        stage.Say($"USA holds receipts for it from {string.Join(" and ", receipts.Select(receipt => receipt.Partner))}, entries of their logs.");
    }

    private static SqliteNodeStore Open(DemoStage stage, string code) =>
        SqliteNodeStore.Open(new SqliteOptions { Path = Path.Combine(stage.World.Folder(code), "gateway.db"), ReadOnly = true });
}
