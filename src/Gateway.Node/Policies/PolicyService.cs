using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using AuditBody = Gateway.Core.Sealing.AuditBody;
using PolicyText = Gateway.Protocol.V1.PolicyText;
using PolicyVersion = Gateway.Protocol.V1.PolicyVersion;

namespace Gateway.Node.Policies;

/// <summary>Release policy by call. Every call is on the internal log, refused ones too.</summary>
internal sealed class PolicyService(NodeState node, PolicyDesk desk, ILogger<PolicyService> logger) : ReleasePolicy.ReleasePolicyBase
{
    private const int PageSize = 100;

    public override async Task<ActivatePolicyResponse> Activate(ActivatePolicyRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        PolicyBundle bundle = Bundle(request);
        switch (await desk.ActivateAsync(bundle, caller.Name, context.CancellationToken))
        {
            case PolicyAnswer.Activated { Set: var set }:
                PolicyLog.Activated(logger, set.Number, set.Author, set.Approver, caller.Name);
                return new ActivatePolicyResponse { Set = Row(set) };
            case PolicyAnswer.InForce { Set: var set }:
                await Audit(caller, string.Create(CultureInfo.InvariantCulture, $"policy activate number={set.Number} in-force"), context.CancellationToken);
                return new ActivatePolicyResponse { Set = Row(set), InForce = true };
            case PolicyAnswer.Refused { Faults: var faults }:
                await Audit(caller, "policy activate refused=" + string.Join(',', faults.Select(fault => fault.Rule).Distinct().Order()), context.CancellationToken);
                PolicyLog.Refused(logger, caller.Name, string.Join(" ", faults.Select(fault => fault.ToString())));
                throw RichStatus.BadRequest([.. faults.Select(fault => new FieldViolation(fault.Field, fault.Rule, fault.Message))]);
            default:
                throw new InvalidOperationException("PolicyAnswer is closed.");
        }
    }

    public override async Task<PolicyHistoryResponse> History(PolicyHistoryRequest request, ServerCallContext context)
    {
        if (request.After > int.MaxValue)
        {
            throw RichStatus.BadRequest([new FieldViolation("after", "RANGE", "Must be the number of a set, or 0.")]);
        }

        await Audit(context.Local(), "policy history", context.CancellationToken);
        return new PolicyHistoryResponse { Sets = { node.Read.Policies((long)request.After, PageSize).Select(Row) } };
    }

    public override async Task<ActivePolicy> GetActive(GetActivePolicyRequest request, ServerCallContext context)
    {
        await Audit(context.Local(), "policy active", context.CancellationToken);
        PolicyActivation set = node.Read.ActivePolicy() ?? throw new InvalidOperationException("A node that started has a policy.");
        return new ActivePolicy
        {
            Set = Row(set),
            Files = { set.Files.Select(file => new PolicyText { File = file.File, Text = file.Text }) },
            Approval = UnsafeByteOperations.UnsafeWrap(set.Approval),
        };
    }

    private static PolicyBundle Bundle(ActivatePolicyRequest request)
    {
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        if (request.Files.Count is 0 or > PolicyBundle.MostFiles)
        {
            wrong.Add(new FieldViolation("files", "RANGE", $"Must be 1 to {PolicyBundle.MostFiles} policy files."));
        }

        for (int i = 0; i < request.Files.Count; i++)
        {
            string name = request.Files[i].File;
            if (name.Length > 100 || !name.EndsWith(PolicyBundle.Extension, StringComparison.Ordinal) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
                || request.Files.Take(i).Any(other => other.File == name))
            {
                wrong.Add(new FieldViolation($"files[{i}].file", "NAME", "Must be a file name of its own: letters, digits, hyphens, underscores and dots, ending in .relpol."));
            }
        }

        return wrong.Count > 0
            ? throw RichStatus.BadRequest(wrong.ToImmutable())
            : new PolicyBundle([.. request.Files.Select(file => new PolicySource(file.File, file.Text))], request.Approval.Memory);
    }

    private static PolicySetRow Row(PolicyActivation set)
    {
        var row = new PolicySetRow
        {
            Number = (ulong)set.Number,
            Digest = ByteString.CopyFrom(Convert.FromHexString(set.Digest)),
            ActivatedAtMs = set.ActivatedAtMs,
            LogIndex = (ulong)set.LogIndex,
            Author = set.Author,
            Approver = set.Approver,
            ReconsideredAtMs = set.ReconsideredAtMs,
            Files = { set.Files.Select(file => new PolicyVersion { Name = file.Version.Name, Version = (uint)file.Version.Version, Digest = file.Version.Digest }) },
        };
        if (PolicyApproval.TryRead(set.Approval.Span, out PolicyApproval? approval, out ImmutableArray<DocumentError> _))
        {
            row.Reason = approval.Proposal.Reason;
            row.Diff = ByteString.CopyFrom(Convert.FromHexString(approval.Proposal.Diff));
            row.Corpus = ByteString.CopyFrom(Convert.FromHexString(approval.Proposal.Corpus));
        }

        return row;
    }

    private Task Audit(LocalCaller caller, string what, CancellationToken cancellation) =>
        node.StateAsync(StatementKind.Audit, new AuditBody(caller.Name, what).Encode(), cancellation);
}
