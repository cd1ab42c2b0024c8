using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Policies;

/// <summary>
/// Brings release policy into force: load, check, record, decide by it. Whatever fails, the policy of before stays in force. POLICY, an
/// AUDIT with the names, and the row of the history are one transaction, the last work of its commit; the model is swapped before any
/// other work runs, so what stands behind the POLICY in the log was decided under it, and what stands before was not. Thread-safe.
/// </summary>
internal sealed class PolicyDesk(NodeState node) : IDisposable
{
    // Checking reads all that is stored: one at a time.
    private readonly SemaphoreSlim _one = new(1, 1);

    private ImmutableArray<PolicySigner> Signers { get; } =
    [
        .. node.Settings.Callers.Values
            .Where(caller => caller.Role is Role.PolicyAuthor or Role.PolicyApprover)
            .Select(caller => new PolicySigner(
                caller.Name, caller.Thumbprint, caller.Role == Role.PolicyAuthor ? PolicyPart.Author : PolicyPart.Approver)),
    ];

    /// <summary>Checks a bundle and brings it into force. <paramref name="by"/> is who asked, for the log.</summary>
    public async Task<PolicyAnswer> ActivateAsync(PolicyBundle bundle, string by, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (!TryCheck(bundle, out PolicySet? set, out Approved? approved, out ImmutableArray<ActivationFault> faults))
            {
                return new PolicyAnswer.Refused(faults);
            }

            if (node.Read.ActivePolicy() is { } active && active.Number == approved.Proposal.Number && active.Digest == set.Digest)
            {
                return new PolicyAnswer.InForce(active);
            }

            PolicyPlan plan = PolicyPlan.Of(node.Read, node.Model, set, node.Clock.GetUtcNow());
            faults = PolicySuccession.Check(approved.Proposal, set, node.Model.Self, plan.Past);
            if (faults.IsEmpty && !plan.IsSigned(approved.Proposal))
            {
                faults =
                [
                    new ActivationFault(
                        "proposal.diff", "diff-changed", "What will flow is not what was signed: the node's products, roster or agreements changed since. Sign again."),
                ];
            }

            return faults.IsEmpty
                ? await RecordAsync(new Change(bundle, set, by, approved), cancellation)
                : new PolicyAnswer.Refused(faults);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The files of a node's first start in the Development environment, which nobody signed.</summary>
    public Task<PolicyAnswer> TakeUnsignedAsync(PolicyBundle bundle, CancellationToken cancellation) =>
        !node.Settings.Development || node.Read.ActivePolicy() is not null
            ? throw new InvalidOperationException("Only the first policy of a development node may be unsigned.")
            : PolicyLoader.Load(bundle.Files, node.Model.Surroundings) switch
            {
                PolicyLoading.Loaded { Policy: var set } => RecordAsync(new Change(bundle, set, "", null), cancellation),
                PolicyLoading.Refused { Errors: var errors } => Task.FromResult<PolicyAnswer>(new PolicyAnswer.Refused([.. errors.Select(Fault)])),
                _ => throw new InvalidOperationException("PolicyLoading is closed."),
            };

    public void Dispose() => _one.Dispose();

    private bool TryCheck(
        PolicyBundle bundle,
        [NotNullWhen(true)] out PolicySet? set,
        [NotNullWhen(true)] out Approved? approved,
        out ImmutableArray<ActivationFault> faults)
    {
        (set, approved) = (null, null);
        if (bundle.Approval.IsEmpty)
        {
            faults = [new ActivationFault("approval", "not-signed", "Policy comes into force with the signatures of two persons; use 'gatewayctl policy sign' and 'policy approve'.")];
            return false;
        }

        if (!PolicyApproval.TryRead(bundle.Approval.Span, out PolicyApproval? approval, out ImmutableArray<DocumentError> errors))
        {
            faults = [.. errors.Select(error => new ActivationFault($"approval.{error.Path}", error.Rule, error.Message))];
            return false;
        }

        var found = ImmutableArray.CreateBuilder<ActivationFault>();
        switch (ApprovalCheck.Check(approval, Signers, node.Clock.GetUtcNow(), node.Settings.Development))
        {
            case ApprovalVerdict.Approved verdict:
                approved = new Approved(approval.Proposal, verdict);
                break;
            case ApprovalVerdict.Refused refused:
                found.AddRange(refused.Faults);
                break;
        }

        switch (PolicyLoader.Load(bundle.Files, node.Model.Surroundings))
        {
            case PolicyLoading.Loaded loaded:
                set = loaded.Policy;
                break;
            case PolicyLoading.Refused refused:
                found.AddRange(refused.Errors.Select(Fault));
                break;
        }

        faults = found.ToImmutable();
        return set is not null && approved is not null;
    }

    private static ActivationFault Fault(PolicyError error) =>
        new(FormattableString.Invariant($"{error.File}:{error.Line}:{error.Column}"), error.Rule, error.Message);

    private async Task<PolicyAnswer> RecordAsync(Change change, CancellationToken cancellation)
    {
        CrashPoints.Pass(CrashPoint.PolicyChecked);
        PolicyAnswer answer = await node.Commit.RunLastAsync<PolicyAnswer>(
            scope => Record(scope, change),
            recorded =>
            {
                if (recorded is PolicyAnswer.Activated)
                {
                    node.Decide(change.Set);
                    node.PolicyChanges.Pulse();
                }
            },
            cancellation);
        CrashPoints.Pass(CrashPoint.PolicyActivated);
        return answer;
    }

    private PolicyAnswer Record(CommitScope scope, Change change)
    {
        // Nothing else adds sets; but what is looked at outside the transaction is looked at again inside.
        PolicyActivation? before = scope.Store.ActivePolicy();
        long number = (before?.Number ?? 0) + 1;
        if (change.Approved is { Proposal: var proposal }
            && PolicySuccession.Check(proposal, change.Set, node.Model.Self, PolicyPlan.PastOf(scope.Store)) is { IsEmpty: false } faults)
        {
            return new PolicyAnswer.Refused(faults);
        }

        NodeModel model = node.Model with { Policy = change.Set };
        LogPosition position = scope.Append(
            StatementKind.Policy, new PolicyBody(model.PolicyId, model.PolicyVersion, model.PolicyDigest).Encode(), default, null);
        if (change.Approved is { Verdict: var verdict })
        {
            string said = FormattableString.Invariant($"policy activate number={number} author={verdict.Author.Name} approver={verdict.Approver.Name}");
            scope.Append(StatementKind.Audit, new AuditBody(change.By, said).Encode(), default, null);
        }

        var row = new PolicyActivation
        {
            Number = number,
            Digest = change.Set.Digest,
            ActivatedAtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            LogIndex = position.Index,
            Author = change.Approved?.Verdict.Author.Name ?? "",
            Approver = change.Approved?.Verdict.Approver.Name ?? "",
            Approval = change.Bundle.Approval,
            Files = [.. change.Set.Files.Zip(PolicyDigests.Of(change.Set), (file, version) => new PolicyText(
                file.Position.File, version, change.Bundle.Files.First(source => source.Name == file.Position.File).Text))],
        };
        scope.Store.AddPolicy(row);
        CrashPoints.Pass(CrashPoint.PolicyRecorded);
        return new PolicyAnswer.Activated(row);
    }

    private sealed record Approved(PolicyProposal Proposal, ApprovalVerdict.Approved Verdict);

    private sealed record Change(PolicyBundle Bundle, PolicySet Set, string By, Approved? Approved);
}
