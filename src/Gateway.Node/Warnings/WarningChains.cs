using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Node.Warnings;

/// <summary>What an edition of a warning may be after the one before: an alert begins a chain, updates follow, a cancellation ends it.</summary>
internal static class WarningChains
{
    /// <summary>Adds every fault of a submission that holds a warning; others are none of its business.</summary>
    public static void Check(SubmitRequest request, NodeState node, ImmutableArray<FieldViolation>.Builder wrong)
    {
        if (request.Warning is not { } warning)
        {
            return;
        }

        bool first = request.LineageId.IsEmpty;
        for (int i = 0; i < warning.Header.Count; i++)
        {
            string field = $"warning.header[{i}].kind";
            switch (warning.Header[i].Kind)
            {
                case WarningKind.Alert when !first:
                    wrong.Add(new FieldViolation(field, "CHAIN", "An alert begins a chain; what follows in a lineage is UPDATE or CANCEL."));
                    break;
                case WarningKind.Update or WarningKind.Cancel when first:
                    wrong.Add(new FieldViolation(field, "CHAIN", "Needs lineage_id, the lineage of the warning that it follows."));
                    break;
                case WarningKind.Unspecified or WarningKind.Alert or WarningKind.Update or WarningKind.Cancel:
                    break;
            }

            if (warning.Header[i].Kind != warning.Header[0].Kind)
            {
                wrong.Add(new FieldViolation(field, "CHAIN", "All variants of the header have the same kind."));
            }
        }

        if (!first && node.Read.Newest(node.Model.Self, request.LineageId.Memory) is { } newest && WarningBook.IsWarning(newest)
            && new WarningEntry(newest).Header(node.Read)?.Kind == WarningKind.Cancel)
        {
            wrong.Add(new FieldViolation("lineage_id", "CHAIN", "The chain ended with a cancellation; raise a new warning."));
        }
    }
}
