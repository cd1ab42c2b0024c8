using System.Collections.Immutable;
using System.Security.Cryptography;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using DecisionRecord = Gateway.Core.Sealing.DecisionRecord;

namespace Gateway.Node.Assessments;

/// <summary>Takes a submission from message to record: validate, flatten, seal, publish. Thread-safe.</summary>
internal sealed class Submissions(NodeState node, ILogger<Submissions> logger)
{
    private const int LongestId = 64;
    private const int Tries = 5;

    private readonly ContentCheck _content = new(node);

    public async Task<SubmitResponse> SubmitAsync(SubmitRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        node.Disk.RequireRoom();
        ImmutableArray<DraftPortion> drafts = Check(request, out ProductSchema schema, out Core.Sealing.Mode mode);
        CrashPoints.Pass(CrashPoint.SubmissionValidated);
        byte[] lineage = Lineage(request, mode);
        var digest = SHA256.HashData(request.ToByteArray());
        for (int i = 0; i < Tries; i++)
        {
            SealedProduct product = Seal(drafts, schema, mode, lineage);
            CrashPoints.Pass(CrashPoint.ProductSealed);
            var submission = new SubmissionRow(caller.Name, request.SubmissionId, digest, product.Id, caller.Thumbprint);
            switch (await node.Gate.PublishAsync(product, submission, cancellation))
            {
                case Publication.Published published:
                    node.Arrivals.Pulse();
                    if (published.Ungranted > 0)
                    {
                        Federation.FeedLog.Ungranted(logger, published.Ungranted);
                    }

                    CrashPoints.Pass(CrashPoint.BeforeAnswer);
                    return Answer(published.Product);
                case Publication.Repeated repeated:
                    return Answer(repeated.Product);
                case Publication.IdReused:
                    throw RichStatus.Failure(
                        Code.AlreadyExists, ErrorReason.SubmissionIdReused, "submission_id was used before with another request.");
                case Publication.NotNewest:
                    // Another edition of this lineage was faster: seal again, later.
                    break;
                default:
                    throw new InvalidOperationException("Publication is closed.");
            }
        }

        throw RichStatus.Failure(Code.Unavailable, ErrorReason.NodeUnavailable, "Many editions of this product arrive at once. Try again.");
    }

    private ImmutableArray<DraftPortion> Check(SubmitRequest request, out ProductSchema schema, out Core.Sealing.Mode mode)
    {
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        if (request.SubmissionId.Length is 0 or > LongestId)
        {
            wrong.Add(new FieldViolation("submission_id", "LENGTH", $"Must have 1 to {LongestId} characters."));
        }

        if (request.LineageId.Length is not (0 or Limits.Hash))
        {
            wrong.Add(new FieldViolation("lineage_id", "LENGTH", "Must be empty or have 32 bytes."));
        }

        CheckedContent content = _content.Check(request.Assessment, request.SizeClass, wrong);
        (schema, mode) = (content.Schema, content.Mode);
        return wrong.Count == 0 ? content.Portions : throw RichStatus.BadRequest(wrong.ToImmutable());
    }

    /// <summary>A fresh lineage, or an own one of the same mode: an exercise never becomes the newest edition of something real.</summary>
    private byte[] Lineage(SubmitRequest request, Core.Sealing.Mode mode)
    {
        if (request.LineageId.IsEmpty)
        {
            return RandomSource.System.Bytes(Limits.Hash);
        }

        byte[] lineage = request.LineageId.ToByteArray();
        return node.Read.Newest(node.Model.Self, lineage) is { } newest && newest.Mode == mode
            ? lineage
            : throw RichStatus.Failure(Code.NotFound, ErrorReason.LineageUnknown, "lineage_id is not of a product of this node in this mode.");
    }

    private SealedProduct Seal(ImmutableArray<DraftPortion> drafts, ProductSchema schema, Core.Sealing.Mode mode, byte[] lineage)
    {
        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        long issued = node.Read.Newest(node.Model.Self, lineage) is { } newest ? Math.Max(now, newest.IssuedAtMs + 1) : now;
        using var sealer = new Sealer(RandomSource.System);
        return sealer.Seal(drafts, new SealTerms(node.Model.Self, lineage, issued, mode, schema));
    }

    /// <summary>The answer comes from the record, so that it is the same the first and every later time.</summary>
    private SubmitResponse Answer(ProductId id)
    {
        SealedProduct product = node.Read.Sealed(id) ?? throw new InvalidOperationException("A published product is in the store.");
        var response = new SubmitResponse
        {
            ProductId = ByteString.CopyFrom(id.Span),
            LineageId = ByteString.CopyFrom(product.Manifest.LineageId.Span),
            IssuedAtMs = product.Manifest.IssuedAtMs,
            Banner = Banners.Of(product.Portions.Select(portion => portion.Body.Marking), node.Model.Self, node.Model.Markings)?.ToMessage(),
        };
        response.Partners.AddRange(node.Read.Decisions(id).Select(Summary));
        return response;
    }

    private static PartnerSummary Summary(DecisionRow row)
    {
        if (!DecisionRecord.TryDecode(row.Record.Span, out DecisionRecord? record))
        {
            throw new InvalidOperationException("A stored decision record can be read.");
        }

        int released = record.Portions.Count(portion => portion.Opened);
        bool held = released == 0 && record.Portions.Any(portion => portion.Decision.Outcome == Core.Policy.Outcome.Hold);
        return new PartnerSummary
        {
            Partner = row.Partner.Value,
            Outcome = released > 0 ? SubmitOutcome.Released : held ? SubmitOutcome.Held : SubmitOutcome.Refused,
            Released = (uint)released,
            Withheld = (uint)(record.Portions.Length - released),
            Held = (uint)record.Portions.Count(portion => portion.Decision.Outcome == Core.Policy.Outcome.Hold),
        };
    }
}
