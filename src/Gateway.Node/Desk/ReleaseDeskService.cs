using Gateway.Node.Errors;
using Gateway.Protocol.V1;
using Grpc.Core;
using HoldRow = Gateway.Protocol.V1.HoldRow;

namespace Gateway.Node.Desk;

/// <summary>What people do before anything leaves. Handlers are thin.</summary>
internal sealed class ReleaseDeskService(Previews previews, Holds holds, Drafts drafts) : ReleaseDesk.ReleaseDeskBase
{
    public override Task<PreviewResponse> Preview(PreviewRequest request, ServerCallContext context) =>
        previews.PreviewAsync(request, context.Local(), context.CancellationToken);

    public override Task<ListHoldsResponse> ListHolds(ListHoldsRequest request, ServerCallContext context) =>
        holds.ListAsync(request, context.Local(), context.CancellationToken);

    public override Task<Hold> GetHold(GetHoldRequest request, ServerCallContext context) =>
        holds.GetAsync(request, context.Local(), context.CancellationToken);

    public override Task<HoldRow> Approve(ApproveRequest request, ServerCallContext context) =>
        holds.ApproveAsync(request, context.Local(), context.CancellationToken);

    public override Task<HoldRow> Reject(RejectRequest request, ServerCallContext context) =>
        holds.RejectAsync(request, context.Local(), context.CancellationToken);

    public override Task<SavedDraft> SaveDraft(SaveDraftRequest request, ServerCallContext context) =>
        drafts.SaveAsync(request, context.Local(), context.CancellationToken);

    public override Task<Draft> GetDraft(GetDraftRequest request, ServerCallContext context) =>
        drafts.GetAsync(request, context.Local(), context.CancellationToken);

    public override Task<ListDraftsResponse> ListDrafts(ListDraftsRequest request, ServerCallContext context) =>
        Task.FromResult(drafts.List(context.Local()));

    public override Task<DeletedDraft> DeleteDraft(DeleteDraftRequest request, ServerCallContext context) =>
        drafts.DeleteAsync(request, context.Local(), context.CancellationToken);

    public override Task<SubmitResponse> SubmitDraft(SubmitDraftRequest request, ServerCallContext context) =>
        drafts.SubmitAsync(request, context.Local(), context.CancellationToken);
}
