using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Partners;
using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;

namespace Gateway.Cli.Policy;

/// <summary><c>policy approve</c>: the second person looks at what will flow, and signs the same.</summary>
internal static class PolicyApprove
{
    public static Verb Build(Surface surface)
    {
        var desk = new SigningDesk("policy-approver");
        var yes = new Option<bool>("--yes") { Description = "Sign without asking" };
        var json = new Option<bool>("--json") { Description = "One JSON object; signs without asking" };
        var folder = new Argument<DirectoryInfo>("CHANGE") { Description = "Folder that 'policy sign' wrote" };
        return new Verb("approve", "Shows a policy change and what would flow by it, worked out anew, and signs it as the second person.", [yes, json, folder, .. desk.All])
        {
            Examples = ["policy approve change --data demo/USA"],
        }.Does(parsed =>
        {
            DirectoryInfo change = parsed.GetRequiredValue(folder);
            PolicyBundle bundle = BundleFolder.Read(change);
            if (!PolicyApproval.TryRead(bundle.Approval.Span, out PolicyApproval? approval, out ImmutableArray<DocumentError> errors))
            {
                return surface.Refuse($"{change.Name} holds no proposal: {string.Join("; ", errors)}");
            }

            return desk.With(parsed, surface, bundle.Files, (documents, plan, signer) =>
            {
                if (Objections(approval, plan, documents.Partner) is { Length: > 0 } faults)
                {
                    return surface.Refuse(string.Join('\n', faults.Select(fault => fault.ToString())));
                }

                bool told = parsed.GetValue(json);
                if (!told)
                {
                    ProposalReport.Show(surface, approval.Proposal, plan);
                }

                if (!told && !parsed.GetValue(yes) && !Asked(surface))
                {
                    return surface.Refuse("not signed");
                }

                PolicyApproval approved = approval.Approve(signer);
                if (Check(approved, surface.Time.GetUtcNow()) is ApprovalVerdict.Refused refused)
                {
                    return surface.Refuse(string.Join('\n', refused.Faults.Select(fault => fault.ToString())));
                }

                BundleFolder.SetApproval(change.FullName, approved.Bytes);
                if (told)
                {
                    ProposalReport.WriteJson(surface, approval.Proposal, plan, change.FullName, PolicyPart.Approver);
                }
                else
                {
                    surface.Out.WriteLine($"signed as approver; next: policy activate {change.Name}");
                }

                return ExitCode.Done;
            });
        });
    }

    /// <summary>What speaks against the change here and now: the approver signs nothing that the node would refuse.</summary>
    private static ImmutableArray<ActivationFault> Objections(PolicyApproval approval, PolicyPlan plan, PartnerCode partner)
    {
        ImmutableArray<ActivationFault> faults = PolicySuccession.Check(approval.Proposal, plan.Set, partner, plan.Past);
        return faults.IsEmpty && !plan.IsSigned(approval.Proposal)
            ? [new ActivationFault("proposal.diff", "diff-changed", "What would flow is not what the author signed: the node's products, roster or agreements changed since. The author signs again.")]
            : faults;
    }

    /// <summary>Two signatures by two keys. Whose they are, the node says by its configuration.</summary>
    private static ApprovalVerdict Check(PolicyApproval approval, DateTimeOffset now) => ApprovalCheck.Check(
        approval, [.. approval.Claims.Select(claim => new PolicySigner($"the {(claim.Part == PolicyPart.Author ? "author" : "approver")}", claim.Thumbprint, claim.Part))], now, development: true);

    private static bool Asked(Surface surface)
    {
        surface.Error.Write("Sign this? Type yes: ");
        return surface.In.ReadLine() is "yes";
    }
}
