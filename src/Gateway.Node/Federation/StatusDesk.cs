using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Node.Federation;

/// <summary>Who holds a product of this node, as far as it knows: whoever it was released to, and whoever's receipt was handed on.</summary>
internal static class Holders
{
    public static bool Holds(INodeRead read, ProductId product, PartnerCode partner) =>
        read.Releases(product).Any(row => row.Partner == partner && row.WithdrawnIndex < 0)
        | read.Relayed(product).Any(row => row.Holder == partner);
}

/// <summary>
/// Tells holders whether products of this node still stand, also those who have them from somebody else. Absent and "not yours" are left out
/// alike, after the same reads. Thread-safe.
/// </summary>
internal sealed class StatusDesk(NodeState node)
{
    /// <summary>Products of one question.</summary>
    public const int Most = 256;

    public StatusResponse Answer(PartnerCode partner, StatusRequest request)
    {
        if (request.Products.Count > Most || request.Products.Any(query => query.ProductId.Length != Limits.Hash))
        {
            throw RichStatus.BadRequest([new FieldViolation("products", "RANGE", $"Must be at most {Most}, each with a product_id of 32 bytes.")]);
        }

        SignedHead head = node.ReleaseLog.Head!;
        var response = new StatusResponse
        {
            AtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Note = UnsafeByteOperations.UnsafeWrap(head.Note),
        };
        response.Products.AddRange(request.Products.Select(query => Of(partner, query, head)).OfType<ProductStatus>());
        return response;
    }

    private ProductStatus? Of(PartnerCode partner, ProductQuery query, SignedHead head)
    {
        ProductId.TryFrom(query.ProductId.Span, out ProductId product);

        // One head proves the whole answer; what was logged behind it is for the next question.
        NoticeRow[] notices = [.. NoticeEffect.Of(node.Read.Notices(product), node.Model.Self).Notices.Where(notice => notice.LogIndex < head.Checkpoint.Size)];
        bool own = node.Read.Find(product) is { } row && row.Originator == node.Model.Self;
        bool holds = Holders.Holds(node.Read, product, partner);
        HashSet<ushort> known = Known(product, partner);
        if (!own || !holds)
        {
            return null;
        }

        var status = new ProductStatus { ProductId = query.ProductId, Newest = (uint)notices.Length };
        foreach (NoticeRow notice in notices.Where(notice => notice.Number > query.HeldNumber))
        {
            if (NoticePermit.TryIssue(notice, partner, 0, known, node.ReleaseLog, head) is { } permit)
            {
                Protocol.V1.NoticeProof proof = permit.ToMessage();
                proof.Checkpoint = null;
                status.Notices.Add(proof);
            }
        }

        return status;
    }

    /// <summary>
    /// Portions that a partner has from here; and, because somebody else may have handed it others, those that this node's own decision would
    /// give it without the notices: no grant goes further.
    /// </summary>
    private HashSet<ushort> Known(ProductId product, PartnerCode partner)
    {
        HashSet<ushort> known = [.. NoticePermit.Known(node.Read, product, partner)];
        if (node.Read.Sealed(product) is { } found)
        {
            SealedProduct before = found with { Recalled = false, Portions = [.. found.Portions.Select(portion => portion with { Floors = [], Recalled = false })] };
            known.UnionWith(Decider.Decide(before, partner, node.Model, node.Decisions.Now()).Allowed);
        }

        return known;
    }
}
