using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;
using Gateway.Node.Witnessing;
using Gateway.Protocol.V1;
using Google.Protobuf;
using ContradictionKind = Gateway.Protocol.V1.ContradictionKind;
using ObservedHead = Gateway.Protocol.V1.ObservedHead;
using WitnessStanding = Gateway.Protocol.V1.WitnessStanding;

namespace Gateway.Node.Logs;

/// <summary>What auditors are told about witnesses and contradictions.</summary>
internal static class WitnessText
{
    public const int MostContradictions = 100;

    public static WitnessesResponse Witnesses(NodeState node)
    {
        var response = new WitnessesResponse
        {
            Quorum = (uint)node.Cosigned.Required,
            Size = (ulong)(node.ReleaseLog.Head?.Checkpoint.Size ?? 0),
            CosignedSize = (ulong)(node.Cosigned.Newest?.Checkpoint.Size ?? 0),
            Contradictions = (uint)Count(node.Read),
        };
        response.Witnesses.AddRange(node.Cosigned.Asked.Select(State));
        foreach (Partner partner in node.Settings.Witness is null ? [] : node.Model.Roster.Partners)
        {
            if (node.Read.Witnessed(partner.ReleaseLog.Origin) is { } head)
            {
                response.Witnessed.Add(new WitnessedLog { Owner = partner.Code.Value, Origin = head.Origin, Size = (ulong)head.Size, AtMs = head.AtMs });
            }
        }

        return response;
    }

    public static ContradictionsResponse Contradictions(IEnumerable<ContradictionRow> rows)
    {
        var response = new ContradictionsResponse();
        response.Contradictions.AddRange(rows.Select(row => new Contradiction
        {
            Number = (ulong)row.Number,
            Origin = row.Origin,
            Kind = (ContradictionKind)row.Kind,
            First = Head(row.First),
            Second = Head(row.Second),
            AtMs = row.AtMs,
        }));
        return response;
    }

    private static WitnessState State(AskedWitness witness)
    {
        WitnessStatus status = witness.Status;
        return new WitnessState
        {
            Partner = witness.Partner.Value,
            Standing = (WitnessStanding)status.Standing,
            Size = (ulong)status.Cosigned,
            CosignedAtMs = status.CosignedAt.ToUnixTimeMilliseconds(),
            Held = (ulong)status.Held,
        };
    }

    private static ObservedHead Head(Core.Releasing.ObservedHead head) => new()
    {
        Size = (ulong)head.Size,
        Root = ByteString.CopyFrom(head.Root.Span),
        Note = ByteString.CopyFrom(head.Note.Span),
        Place = head.Place,
    };

    // Contradictions are few; the ledger bounds them for each log.
    private static int Count(INodeRead read)
    {
        int count = 0;
        long after = 0;
        while (read.Contradictions(after, MostContradictions) is { Count: > 0 } page)
        {
            count += page.Count;
            after = page[^1].Number;
        }

        return count;
    }
}
