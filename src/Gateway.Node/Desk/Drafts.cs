using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using DraftRow = Gateway.Protocol.V1.DraftRow;
using StoredDraft = Gateway.Core.Releasing.DraftRow;

namespace Gateway.Node.Desk;

/// <summary>A draft and what it holds.</summary>
internal sealed record DraftContent(StoredDraft Row, RiskAssessment Assessment);

/// <summary>
/// Assessments in the making. They belong to the caller who saves them; a release officer reads another's once it is complete, so that
/// every portion has a marking to go by, and only when cleared for all of it. Thread-safe.
/// </summary>
internal sealed class Drafts(NodeState node, Submissions submissions)
{
    private const int LongestId = 64;
    private const int MostDrafts = 100;
    private const int Batch = 100;

    private readonly ContentCheck _content = new(node);

    private enum Saving
    {
        Saved,
        Changed,
        TooMany,
    }

    public async Task<SavedDraft> SaveAsync(SaveDraftRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        RiskAssessment assessment = request.Assessment ?? new RiskAssessment();
        Core.Sealing.Mode mode = Check(request, assessment);
        var draft = new StoredDraft(
            caller.Name,
            request.DraftId,
            (long)request.ExpectedVersion + 1,
            mode,
            node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            (int)request.SizeClass,
            request.LineageId.ToByteArray(),
            assessment.ToByteArray());
        return await node.Commit.RunAsync(scope => Save(scope.Store, draft), cancellation) switch
        {
            Saving.Changed => throw Changed(),
            Saving.TooMany => throw RichStatus.Failure(
                Code.ResourceExhausted, ErrorReason.QuotaExceeded, $"A caller has at most {MostDrafts} drafts. Delete or submit some."),
            Saving.Saved => new SavedDraft { Row = Row(new DraftContent(draft, assessment)), Faults = { Faults(draft, assessment) } },
        };
    }

    public async Task<Draft> GetAsync(GetDraftRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        DraftContent draft = Read(request.Name ?? new DraftName(), caller);
        if (draft.Row.Owner != caller.Name)
        {
            var audit = new Core.Sealing.AuditBody(caller.Name, $"draft of={draft.Row.Owner} version={draft.Row.Version}");
            await node.StateAsync(StatementKind.Audit, audit.Encode(), cancellation);
        }

        return new Draft { Row = Row(draft), Assessment = draft.Assessment, Faults = { Faults(draft.Row, draft.Assessment) } };
    }

    public ListDraftsResponse List(LocalCaller caller)
    {
        var response = new ListDraftsResponse();
        string owner = caller.Role == Role.Officer ? "" : caller.Name;
        (string Owner, string DraftId) after = ("", "");
        while (node.Read.Drafts(owner, after, Batch) is { Count: > 0 } rows)
        {
            after = (rows[^1].Owner, rows[^1].DraftId);
            response.Drafts.AddRange(rows.Select(row => Find(row.Owner, row.DraftId, caller)).OfType<DraftContent>().Select(Row));
        }

        return response;
    }

    public async Task<DeletedDraft> DeleteAsync(DeleteDraftRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        StoredDraft row = node.Read.Draft(caller.Name, request.DraftId) ?? throw Absent();
        bool same = await node.Commit.RunAsync(
            scope =>
            {
                bool expected = request.ExpectedVersion == 0
                    || scope.Store.Draft(caller.Name, row.DraftId) is not { } now || (ulong)now.Version == request.ExpectedVersion;
                if (expected)
                {
                    scope.Store.RemoveDraft(caller.Name, row.DraftId);
                }

                return expected;
            },
            cancellation);
        return same ? new DeletedDraft() : throw Changed();
    }

    public Task<SubmitResponse> SubmitAsync(SubmitDraftRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        DraftContent draft = Read(new DraftName { DraftId = request.DraftId }, caller);
        if ((ulong)draft.Row.Version != request.ExpectedVersion)
        {
            throw Changed();
        }

        var submit = new SubmitRequest
        {
            SubmissionId = SubmissionId(draft.Row),
            Assessment = draft.Assessment,
            SizeClass = (SizeClass)draft.Row.SizeClass,
            LineageId = ByteString.CopyFrom(draft.Row.LineageId.Span),
        };
        return submissions.SubmitAsync(submit, caller, cancellation);
    }

    /// <summary>A draft that the caller may read, or NOT_FOUND.</summary>
    public DraftContent Read(DraftName name, LocalCaller caller) =>
        Find(name.Owner.Length == 0 ? caller.Name : name.Owner, name.DraftId, caller) ?? throw Absent();

    /// <summary>Absent and not for this caller are the same null.</summary>
    private DraftContent? Find(string owner, string draftId, LocalCaller caller)
    {
        if ((owner != caller.Name && caller.Role != Role.Officer) || node.Read.Draft(owner, draftId) is not { } row)
        {
            return null;
        }

        var draft = new DraftContent(row, RiskAssessment.Parser.ParseFrom(row.Body.Span));
        return owner == caller.Name || IsCleared(draft, caller) ? draft : null;
    }

    private bool IsCleared(DraftContent draft, LocalCaller caller)
    {
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        CheckedContent content = _content.Check(draft.Assessment, (SizeClass)draft.Row.SizeClass, wrong);
        if (wrong.Count > 0)
        {
            return false;
        }

        DecisionTime at = node.Decisions.Now();
        using var sealer = new Sealer(RandomSource.System);
        SealedProduct product = sealer.Seal(
            content.Portions,
            new SealTerms(node.Model.Self, RandomSource.System.Bytes(Limits.Hash), at.Now.ToUnixTimeMilliseconds(), content.Mode, content.Schema));
        var sight = new LocalSight(node.Model, caller.Clearance, at);
        return product.Portions.All(portion => sight.Sees(product.Manifest, content.Schema, portion));
    }

    private static Saving Save(INodeWrite store, StoredDraft draft)
    {
        long version = store.Draft(draft.Owner, draft.DraftId)?.Version ?? 0;
        if (version != draft.Version - 1)
        {
            return Saving.Changed;
        }

        if (version == 0 && store.Drafts(draft.Owner, ("", ""), MostDrafts).Count == MostDrafts)
        {
            return Saving.TooMany;
        }

        store.SetDraft(draft);
        return Saving.Saved;
    }

    private static Core.Sealing.Mode Check(SaveDraftRequest request, RiskAssessment assessment)
    {
        var wrong = new List<FieldViolation>();
        if (request.DraftId.Length is 0 or > LongestId)
        {
            wrong.Add(new FieldViolation("draft_id", "LENGTH", $"Must have 1 to {LongestId} characters."));
        }

        if (request.LineageId.Length is not (0 or Limits.Hash))
        {
            wrong.Add(new FieldViolation("lineage_id", "LENGTH", "Must be empty or have 32 bytes."));
        }

        if (request.ExpectedVersion >= long.MaxValue)
        {
            wrong.Add(new FieldViolation("expected_version", "RANGE", "Must be a version that this node gave."));
        }

        if (request.SizeClass != SizeClass.Unspecified && !Schemas.TryGet(request.SizeClass, out _))
        {
            wrong.Add(new FieldViolation("size_class", "UNKNOWN", "Must be 32, 128, 256 or 512, or left open."));
        }

        if (assessment.CalculateSize() > Flattener.MostBytes)
        {
            wrong.Add(new FieldViolation("assessment", "TOO_LARGE", "A draft is limited to 3 MiB."));
        }

        if (!request.Mode.TryToCore(out Core.Sealing.Mode mode))
        {
            wrong.Add(new FieldViolation("mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed."));
        }

        for (int i = 0; i < assessment.Header.Count; i++)
        {
            if (assessment.Header[i].Mode is not Protocol.V1.Mode.Unspecified && assessment.Header[i].Mode != request.Mode)
            {
                wrong.Add(new FieldViolation($"assessment.header[{i}].mode", "MODE", "Must be the draft's mode."));
            }
        }

        return wrong.Count == 0 ? mode : throw RichStatus.BadRequest([.. wrong]);
    }

    private IEnumerable<DraftFault> Faults(StoredDraft row, RiskAssessment assessment)
    {
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        _content.Check(assessment, (SizeClass)row.SizeClass, wrong);
        return wrong.Take(RichStatus.MostViolations).Select(fault => new DraftFault { Field = fault.Field, Rule = fault.Rule, Text = fault.Message });
    }

    private static DraftRow Row(DraftContent draft) => new()
    {
        Owner = draft.Row.Owner,
        DraftId = draft.Row.DraftId,
        Version = (ulong)draft.Row.Version,
        Mode = draft.Row.Mode.ToMessage(),
        SavedAtMs = draft.Row.SavedAtMs,
        SizeClass = (SizeClass)draft.Row.SizeClass,
        LineageId = ByteString.CopyFrom(draft.Row.LineageId.Span),
        Title = draft.Assessment.Header.FirstOrDefault(header => header.Title.Length > 0)?.Title ?? "",
    };

    /// <summary>One version is one submission; a draft that was deleted and begun anew under its name is another.</summary>
    private static string SubmissionId(StoredDraft row)
    {
        byte[] name = Encoding.UTF8.GetBytes(row.DraftId);
        var bytes = new byte[name.Length + 16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, row.Version);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), row.SavedAtMs);
        name.CopyTo(bytes, 16);
        return "draft-" + Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }

    private static RpcException Changed() =>
        RichStatus.Failure(Code.Aborted, ErrorReason.DraftChanged, "The draft has another version by now. Read it again.");

    private static RpcException Absent() => RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such draft.");
}
