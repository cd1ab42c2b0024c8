using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Sealing;

namespace Gateway.Cli.Log;

/// <summary>What auditing an exported log came to.</summary>
/// <param name="Origin">Name of the log; empty when it could not be read.</param>
/// <param name="Size">Entries.</param>
/// <param name="Checks">The checks that passed, in order.</param>
/// <param name="Fault">The first check that failed; empty when all passed.</param>
/// <param name="Kinds">Entries by kind; only when all passed.</param>
internal sealed record LogFinding(
    string Origin, long Size, ImmutableArray<VerificationStep> Checks, string Fault, ImmutableSortedDictionary<StatementKind, int> Kinds)
{
    public bool Sound => Fault.Length == 0;

    /// <summary>Partners that cosigned the checkpoint, by code; only when a roster was named.</summary>
    public ImmutableArray<string> Cosigners { get; init; } = [];
}

/// <summary>
/// Audits an exported log from its entries up: signatures, tree, every entry rehashed, every statement read strictly. Trusts nothing but
/// the keys that it is given.
/// </summary>
internal static class LogAudit
{
    public static LogFinding Audit(string directory, ImmutableArray<VerifierKey> keys)
    {
        var checks = ImmutableArray.CreateBuilder<VerificationStep>();
        byte[] note = File.ReadAllBytes(Path.Combine(directory, "checkpoint"));
        if (!Note.TryParse(note, out Note? parsed) || !Checkpoint.TryParse(parsed.Text.Span, out Checkpoint? claimed))
        {
            return Failed("", 0, checks, "the checkpoint is not a signed note over a checkpoint");
        }

        if (keys.IsEmpty || !new CheckpointVerifier(claimed.Origin, keys).TryVerify(note, out Checkpoint? checkpoint, out CheckpointFault fault))
        {
            return Failed(claimed.Origin, claimed.Size, checks, "the checkpoint lacks a required signature line, or one fails");
        }

        checks.Add(new VerificationStep("signatures", string.Join(" and ", keys.Select(key => key.Algorithm))));
        TileFinding tiles = TileAudit.CheckTiles(checkpoint.Size, checkpoint.Root.AsSpan(), tile => Read(directory, tile.Path));
        if (tiles != TileFinding.Consistent)
        {
            return Failed(checkpoint.Origin, checkpoint.Size, checks, $"the hash tiles do not make the signed root ({tiles})");
        }

        checks.Add(new VerificationStep("hash tiles", "make the signed root"));
        TileFinding entries = TileAudit.CheckEntries(checkpoint.Size, checkpoint.Root.AsSpan(), bundle => Read(directory, bundle.Path));
        if (entries != TileFinding.Consistent)
        {
            return Failed(checkpoint.Origin, checkpoint.Size, checks, $"the entries do not hash to the signed root ({entries})");
        }

        checks.Add(new VerificationStep("entries", $"{checkpoint.Size} rehashed, make the signed root"));
        return Statements(directory, checkpoint, checks);
    }

    /// <summary>Who of the roster's witnesses cosigned the checkpoint; fails when they are fewer than <paramref name="atLeast"/>.</summary>
    public static LogFinding Witnessed(LogFinding finding, string directory, Roster roster, int atLeast, DateTimeOffset now)
    {
        bool verified = new WitnessQuorum(roster).TryVerify(
            File.ReadAllBytes(Path.Combine(directory, "checkpoint")), now, out _, out ImmutableArray<Cosigner> cosigners, out QuorumFault fault, atLeast);
        finding = finding with { Cosigners = [.. cosigners.Select(cosigner => cosigner.Partner.Value)] };
        if (!verified)
        {
            return finding with
            {
                Fault = fault == QuorumFault.TooFewWitnesses
                    ? FormattableString.Invariant($"{cosigners.Length} partners cosigned the checkpoint, {atLeast} are asked for")
                    : "the roster is not in force, or does not vouch for this log",
            };
        }

        string names = cosigners.Length == 0
            ? "none"
            : string.Join(", ", cosigners.Select(cosigner => FormattableString.Invariant($"{cosigner.Partner} {cosigner.At:yyyy-MM-dd HH:mm:ss}")));
        return finding with { Checks = finding.Checks.Add(new VerificationStep("cosignatures", names)) };
    }

    private static LogFinding Statements(string directory, Checkpoint checkpoint, ImmutableArray<VerificationStep>.Builder checks)
    {
        var kinds = new SortedDictionary<StatementKind, int>();
        foreach (EntryBundle bundle in EntryBundle.Of(checkpoint.Size))
        {
            if (Read(directory, bundle.Path) is not { } bytes || !bundle.TryDecode(bytes, out ImmutableArray<ReadOnlyMemory<byte>> entries))
            {
                return Failed(checkpoint.Origin, checkpoint.Size, checks, "an entry bundle cannot be read");
            }

            foreach (ReadOnlyMemory<byte> entry in entries)
            {
                if (!Statement.TryDecode(entry, out Statement? statement, out _) || statement.Origin != checkpoint.Origin)
                {
                    return Failed(checkpoint.Origin, checkpoint.Size, checks, "an entry is not a statement of this log");
                }

                kinds[statement.Kind] = kinds.GetValueOrDefault(statement.Kind) + 1;
            }
        }

        checks.Add(new VerificationStep("statements", "every entry is one of this log's"));
        return new LogFinding(checkpoint.Origin, checkpoint.Size, checks.ToImmutable(), "", kinds.ToImmutableSortedDictionary());
    }

    /// <summary>The keys that a roster requires of the log with this origin; empty when it has none.</summary>
    public static ImmutableArray<VerifierKey> Keys(Roster roster, PartnerCode partner) => roster.TryFind(partner, out Partner? found)
        ? Keys(found.ReleaseLog.VerifierKeys)
        : [];

    /// <summary>Keys from their lines; empty when any cannot be read.</summary>
    public static ImmutableArray<VerifierKey> Keys(IEnumerable<string> lines)
    {
        var keys = ImmutableArray.CreateBuilder<VerifierKey>();
        foreach (string line in lines)
        {
            if (!VerifierKey.TryParse(line, out VerifierKey? key))
            {
                return [];
            }

            keys.Add(key);
        }

        return keys.ToImmutable();
    }

    private static LogFinding Failed(string origin, long size, ImmutableArray<VerificationStep>.Builder checks, string fault) =>
        new(origin, size, checks.ToImmutable(), fault, ImmutableSortedDictionary<StatementKind, int>.Empty);

    private static byte[]? Read(string directory, string path)
    {
        string file = Path.Combine(directory, path);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }
}
