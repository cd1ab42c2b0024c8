using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Policies;

/// <summary>
/// Which policy a node starts with: the one that its record has in force, or a signed one that waits in the folder. A node's first policy
/// needs two signatures like any other, except in the Development environment.
/// </summary>
internal sealed class PolicyStart(NodeState node)
{
    private PolicyFolderReading? _waits;

    /// <summary>Looks, writes nothing. Throws <see cref="NodeRefusedException"/> when there is nothing to start with.</summary>
    public void Look()
    {
        PolicyActivation? active = node.Read.ActivePolicy();
        PolicyFolderReading folder = PolicyFolder.Read(node.Settings.Policies);
        bool signed = PolicyApproval.TryRead(folder.Bundle.Approval.Span, out PolicyApproval? approval, out _)
            && approval.Proposal.Number > (active?.Number ?? 0);
        _waits = folder.Faults.IsEmpty && (signed || (active is null && node.Settings.Development && folder.Bundle.Approval.IsEmpty)) ? folder : null;
        PolicyLoading? inForce = active is null ? null : PolicyLoader.Load(active.Sources, node.Model.Surroundings);
        if (inForce is PolicyLoading.Loaded { Policy: var policy })
        {
            node.Decide(policy);
        }
        else if (_waits is null)
        {
            throw new NodeRefusedException(inForce is PolicyLoading.Refused { Errors: var errors }
                ? "The policy in force does not fit roster and agreements any more, and no signed one waits in the folder of policies: "
                    + string.Join(" ", errors.Select(error => error.ToString()))
                : "No policy was ever in force here, and the folder of policies holds none that two persons signed: see 'Policies' in docs/operations.md. "
                    + string.Join(" ", folder.Faults));
        }
    }

    /// <summary>
    /// Brings what waits into force. What is refused is no reason not to start as long as a policy is in force; <see cref="PolicyWatch"/>
    /// says why.
    /// </summary>
    public async Task DecideAsync(CancellationToken cancellation)
    {
        if (_waits is not { Bundle: var bundle })
        {
            return;
        }

        using var desk = new PolicyDesk(node);
        PolicyAnswer answer = bundle.Approval.IsEmpty
            ? await desk.TakeUnsignedAsync(bundle, cancellation)
            : await desk.ActivateAsync(bundle, PolicyInbox.By, cancellation);
        if (answer is PolicyAnswer.Refused refused && ReferenceEquals(node.Model.Policy, PolicySet.Empty))
        {
            throw new NodeRefusedException("The first policy is refused: " + string.Join(" ", refused.Faults.Select(fault => fault.ToString())));
        }
    }
}
