using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using CheckpointName = Gateway.Core.Sealing.CheckpointName;
using OnwardGrantBody = Gateway.Core.Sealing.OnwardGrantBody;
using OnwardProof = Gateway.Core.Sealing.OnwardProof;

namespace Gateway.Node.Federation;

/// <summary>Asks one owner's node.</summary>
internal delegate Task<AskGrantResponse> OwnerCall(Partner owner, AskGrantRequest request, CancellationToken cancellation);

/// <summary>
/// The holder's side of ONWARD_GRANTs: asks every owner for exactly the portions that could go on with its consent, and keeps what they
/// give. Asking again is how an answer is fetched. Thread-safe.
/// </summary>
internal sealed class GrantAsker(NodeState node, OwnerCall call, ForeignHeads heads, ILogger<GrantAsker> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks over the network.</summary>
    public static OwnerCall Network(NodeState node) => async (owner, request, cancellation) =>
    {
        using GrpcChannel channel = PartnerConnection.Open(owner, node.Settings.Peers[owner.Code], node.Settings.Certificate, node.Clock);
        return await new Protocol.V1.Federation.FederationClient(channel).AskGrantAsync(request, cancellationToken: cancellation);
    };

    /// <summary>What each owner answered, by code. <paramref name="only"/>: ask this one alone.</summary>
    public async Task<AskOwnersResponse> AskAsync(ProductId product, PartnerCode to, PartnerCode only, CancellationToken cancellation)
    {
        if (node.Read.Sealed(product) is not null)
        {
            throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.OwnProduct, "The product was sealed here: no owner has to be asked.");
        }

        ImmutableDictionary<PartnerCode, ImmutableArray<ushort>> wanted = OwnersToAsk.Of(node.Read, product, to, node.Model, node.Decisions.Now())
            ?? throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such product.");
        if (wanted.IsEmpty)
        {
            throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.NothingGoesOn, "No owner's consent would let more of this product go to this partner.");
        }

        var response = new AskOwnersResponse();
        foreach ((PartnerCode owner, ImmutableArray<ushort> indexes) in wanted.Where(pair => only == default || pair.Key == only).OrderBy(pair => pair.Key))
        {
            GrantState state = await AskAsync(product, to, owner, indexes, cancellation);
            FeedLog.GrantAsked(logger, owner.Value, to.Value, state.ToString());
            response.Owners.Add(new OwnerAnswer { Owner = owner.Value, State = state });
        }

        return response;
    }

    private async Task<GrantState> AskAsync(ProductId product, PartnerCode to, PartnerCode owner, ImmutableArray<ushort> indexes, CancellationToken cancellation)
    {
        if (!node.Model.Roster.TryFind(owner, out Partner? partner) || !node.Settings.Peers.ContainsKey(owner))
        {
            return GrantState.Unreachable;
        }

        var request = new AskGrantRequest { ProductId = ByteString.CopyFrom(product.Span), To = to.Value };
        request.Index.AddRange(indexes.Select(index => (uint)index));
        using var patience = new CancellationTokenSource(Patience, node.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            AskGrantResponse answer = await call(partner, request, either.Token);
            return answer.State == GrantState.Given && !await KeepAsync(partner, product, to, indexes, answer, cancellation)
                ? GrantState.Invalid
                : answer.State;
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return GrantState.Unreachable;
        }
    }

    /// <summary>Keeps a grant whose proof holds; false when it does not.</summary>
    private async Task<bool> KeepAsync(
        Partner owner, ProductId product, PartnerCode to, ImmutableArray<ushort> indexes, AskGrantResponse answer, CancellationToken cancellation)
    {
        bool proved = OnwardProof.TryDecode(answer.Proof.Memory, out OnwardProof? proof)
            && node.Checkpoints.TryAdd(answer.Checkpoint.Memory, out CheckpointName? name, out _)
            && HeadFollower.Same(new HeldHead(name.Origin, name.Size, name.Root, default), proof.Checkpoint)
            && proof.TryRead(node.Checkpoints, out OnwardGrantBody? body, out PartnerCode author)
            && author == owner.Code
            && body.Product == product
            && body.To == to
            && body.Holder == node.Model.Self
            && body.Indexes.SequenceEqual(indexes);
        if (!proved || !await heads.AcceptsAsync(proof!.Checkpoint, answer.Checkpoint.Memory, [], cancellation))
        {
            FeedLog.GrantRefused(logger, owner.Code.Value);
            return false;
        }

        await node.Commit.RunAsync(
            scope =>
            {
                scope.Store.AddConsent(new ConsentRow(product, proof, answer.Checkpoint.ToByteArray()));
                return true;
            },
            cancellation);
        return true;
    }
}
