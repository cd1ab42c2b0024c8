using Gateway.Protocol.V1;

namespace Gateway.Cli.Records;

/// <summary>Both logs: whole, readable, filed as they say, under their heads; and the heads that partners hold are theirs.</summary>
internal sealed class LogRule : IRecordRule
{
    public IEnumerable<Violation> Check(NodeRecord node, RecordSet all) =>
        [.. Log(node, node.Release), .. Log(node, node.Internal), .. InternalHeads(node), .. HeldHeads(node, all)];

    private static IEnumerable<Violation> Log(NodeRecord node, StoredEntries log)
    {
        string? origin = log.Head?.Origin;
        for (int i = 0; i < log.All.Count; i++)
        {
            StoredEntry entry = log.All[i];
            if (entry.Index != i)
            {
                yield return new Violation(RecordFault.LogGap, node.Partner, log.Place(i));
                yield break;
            }

            if (entry.Said is not { } said || said.Author != node.Partner || (origin is not null && said.Origin != origin) || said.Nonce.Length != 32)
            {
                yield return new Violation(RecordFault.EntryUnreadable, node.Partner, log.Place(i));
            }
            else if (said.Kind != entry.Kind || said.AtMs != entry.AtMs || ((int)said.Kind < 64) != (log == node.Release))
            {
                yield return new Violation(RecordFault.EntryMisfiled, node.Partner, log.Place(i));
            }
        }

        if (log.Head is not { } head)
        {
            if (log.All.Count > 0)
            {
                yield return new Violation(RecordFault.HeadSizeDiffers, node.Partner, $"{log.Name} log, no head over {log.All.Count} entries");
            }
        }
        else if (head.Size != log.All.Count || head.RowSize != head.Size)
        {
            yield return new Violation(RecordFault.HeadSizeDiffers, node.Partner, $"{log.Name} log, head of {head.Size} over {log.All.Count} entries");
        }
        else if (!log.Tree.Root(head.Size).AsSpan().SequenceEqual(head.Root))
        {
            yield return new Violation(RecordFault.HeadRootDiffers, node.Partner, $"{log.Name} log, head of {head.Size}");
        }
    }

    private static IEnumerable<Violation> InternalHeads(NodeRecord node)
    {
        foreach (StoredEntry entry in node.Release.All.Where(entry => entry.Said?.Kind == Kind.InternalHead))
        {
            InternalHeadBody? body = Body.Of(entry, InternalHeadBody.Parser);
            if (body is null || !HasRoot(node.Internal, (long)body.Size, body.Root.Span))
            {
                yield return new Violation(RecordFault.InternalHeadDiffers, node.Partner, node.Release.Place(entry.Index));
            }
        }
    }

    private static IEnumerable<Violation> HeldHeads(NodeRecord node, RecordSet all)
    {
        foreach (StoredHeld held in node.Held)
        {
            if (all.OfOrigin(held.Origin) is { } owner && !HasRoot(owner.Release, held.Size, held.Root))
            {
                yield return new Violation(RecordFault.HeldHeadDiffers, node.Partner, $"head of {held.Size} held of {held.Origin}");
            }
        }
    }

    private static bool HasRoot(StoredEntries log, long size, ReadOnlySpan<byte> root) =>
        size >= 0 && size <= log.All.Count && root.SequenceEqual(log.Tree.Root(size));
}
