using System.Collections.Immutable;
using System.Security.Cryptography;
using Gateway.Core.Partners;
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

    // One edition of a warning at a time: nothing follows a cancellation, however close. One node is one process.
    private static readonly SemaphoreSlim Editions = new(1, 1);

    private readonly ContentCheck _content = new(node);

    /// <param name="request">What is submitted.</param>
    /// <param name="caller">By whom.</param>
    /// <param name="cancellation">Gives up before the record is written.</param>
    /// <param name="asked">What the caller asked for, where this node made the request from it: the same question again is the same submission.</param>
    public async Task<SubmitResponse> SubmitAsync(SubmitRequest request, LocalCaller caller, CancellationToken cancellation, IMessage? asked = null)
    {
        if (request.Warning is null || request.LineageId.IsEmpty)
        {
            return await TakeAsync(request, caller, asked ?? request, cancellation);
        }

        await Editions.WaitAsync(cancellation);
        try
        {
            return await TakeAsync(request, caller, asked ?? request, cancellation);
        }
        finally
        {
            Editions.Release();
        }
    }

    private async Task<SubmitResponse> TakeAsync(SubmitRequest request, LocalCaller caller, IMessage asked, CancellationToken cancellation)
    {
        node.Disk.RequireRoom();

        // What was taken once is answered again, also when its chain has ended since.
        bool known = node.Read.Submission(caller.Name, request.SubmissionId) is not null;
        (CheckedContent content, ImmutableArray<PartnerCode> audience) = Check(request, known);
        CrashPoints.Pass(CrashPoint.SubmissionValidated);
        byte[] lineage = Lineage(request, content);
        byte[] digest = Digest(asked);
        for (int i = 0; i < Tries; i++)
        {
            SealedProduct product = Seal(content, lineage) with { Audience = audience, Cosigners = Cosigners(request) };
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

    /// <summary>What became of the same question before; null: nothing yet.</summary>
    public SubmitResponse? Before(string submissionId, LocalCaller caller, IMessage asked) =>
        node.Read.Submission(caller.Name, submissionId) is { } known && known.BodyDigest.Span.SequenceEqual(Digest(asked)) ? Answer(known.Product) : null;

    private static byte[] Digest(IMessage asked) => SHA256.HashData(asked.ToByteArray());

    private (CheckedContent Content, ImmutableArray<PartnerCode> Audience) Check(SubmitRequest request, bool repeated)
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

        ImmutableArray<PartnerCode> audience = Audience(request, wrong);
        if (!repeated)
        {
            Warnings.WarningChains.Check(request, node, wrong);
        }

        // Who submits nothing is told what an assessment lacks: that is what most mean.
        CheckedContent content = request.Content() is { } submitted
            ? _content.Check(submitted, request.ContentName(), request.SizeClass, wrong)
            : _content.Check(null, request.SizeClass, wrong);
        return wrong.Count == 0 ? (content, audience) : throw RichStatus.BadRequest(wrong.ToImmutable());
    }

    private ImmutableArray<PartnerCode> Audience(SubmitRequest request, ImmutableArray<FieldViolation>.Builder wrong)
    {
        // Addressed to this partner alone, it stays at home.
        HashSet<PartnerCode> known = request.Audience.Count == 1 ? [.. node.Model.Recipients, node.Model.Self] : [.. node.Model.Recipients];
        var audience = new SortedSet<PartnerCode>();
        for (int i = 0; i < request.Audience.Count; i++)
        {
            if (PartnerCode.TryParse(request.Audience[i], out PartnerCode code) && known.Contains(code))
            {
                audience.Add(code);
            }
            else
            {
                wrong.Add(new FieldViolation($"audience[{i}]", "UNKNOWN", "Must be another partner of the roster, or this one alone."));
            }
        }

        return [.. audience];
    }

    /// <summary>
    /// A fresh lineage, or an own one of the same mode and kind: an exercise never becomes the newest edition of something real, nor an
    /// assessment that of a warning.
    /// </summary>
    private byte[] Lineage(SubmitRequest request, CheckedContent content)
    {
        if (request.LineageId.IsEmpty)
        {
            return RandomSource.System.Bytes(Limits.Hash);
        }

        byte[] lineage = request.LineageId.ToByteArray();
        return node.Read.Newest(node.Model.Self, lineage) is { } newest && newest.Mode == content.Mode && KindOf(newest.Schema) == KindOf(content.Schema.Name)
            ? lineage
            : throw RichStatus.Failure(Code.NotFound, ErrorReason.LineageUnknown, "lineage_id is not of a product of this node in this mode and of this kind.");
    }

    /// <summary>Who is asked to stand behind a joint assessment.</summary>
    private static ImmutableArray<PartnerCode> Cosigners(SubmitRequest request) => request.Assessment?.Header.FirstOrDefault() is { Type: AssessmentType.Joint } header
        ? [.. header.JointPartners.Select(text => PartnerCode.TryParse(text, out PartnerCode code) ? code : default)]
        : [];

    private static string KindOf(string schema) => schema.Split('/')[0];

    private SealedProduct Seal(CheckedContent content, byte[] lineage)
    {
        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        long issued = node.Read.Newest(node.Model.Self, lineage) is { } newest ? Math.Max(now, newest.IssuedAtMs + 1) : now;
        using var sealer = new Sealer(RandomSource.System);
        return sealer.Seal(content.Portions, new SealTerms(node.Model.Self, lineage, issued, content.Mode, content.Schema));
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
