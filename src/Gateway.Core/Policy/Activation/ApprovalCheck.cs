using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Activation;

/// <summary>What holding an approval against the node's signers comes to.</summary>
public abstract record ApprovalVerdict
{
    private ApprovalVerdict()
    {
    }

    /// <summary>Two different persons signed, each the part that is theirs.</summary>
    public sealed record Approved(PolicySigner Author, PolicySigner Approver) : ApprovalVerdict;

    /// <summary>Something is missing or wrong.</summary>
    public sealed record Refused(ImmutableArray<ActivationFault> Faults) : ApprovalVerdict;
}

/// <summary>
/// Four eyes on a policy change: author and approver are callers of the node with that right, with certificates that are valid now, and
/// are two persons with two keys; each signed these digests. A second certificate or name for one key makes no second person. Pure.
/// </summary>
public static class ApprovalCheck
{
    /// <summary>Checks everything; faults come in the order author, approver, both.</summary>
    /// <param name="approval">The approval as read.</param>
    /// <param name="signers">Who may sign, by the node's configuration.</param>
    /// <param name="now">For the certificates' dates.</param>
    /// <param name="development">Whether certificates that were made for development count.</param>
    public static ApprovalVerdict Check(PolicyApproval approval, IReadOnlyCollection<PolicySigner> signers, DateTimeOffset now, bool development)
    {
        var faults = ImmutableArray.CreateBuilder<ActivationFault>();
        PolicySigner? author = Signed(PolicyPart.Author), approver = Signed(PolicyPart.Approver);
        if ((author is not null && author.Name == approver?.Name) || HaveOneKey(approval.Signatures))
        {
            faults.Add(new ActivationFault("approval", "same-person", "Author and approver must be two persons with two keys; somebody else has to approve."));
        }

        return faults.Count > 0 ? new ApprovalVerdict.Refused(faults.ToImmutable()) : new ApprovalVerdict.Approved(author!, approver!);

        PolicySigner? Signed(PolicyPart part)
        {
            string word = PolicySignature.Name(part), field = $"approval.{word}";
            if (approval.Signatures.FirstOrDefault(signature => signature.Part == part) is not { } signature)
            {
                faults.Add(new ActivationFault(field, "not-signed", $"The {word} has not signed; use 'gatewayctl policy {(part == PolicyPart.Author ? "sign" : "approve")}'."));
                return null;
            }

            if (signers.FirstOrDefault(signer => signer.Thumbprint == signature.Thumbprint) is not { } who)
            {
                faults.Add(new ActivationFault(field, "unknown-signer", "The certificate is no caller of this node with a right to sign policy; its thumbprint stands under Gateway:Callers with role policy-author or policy-approver."));
                return null;
            }

            if (who.Part != part)
            {
                faults.Add(new ActivationFault(field, "wrong-role", $"{who.Name} may not sign as {word}; the role under Gateway:Callers says which part is theirs."));
                return null;
            }

            if (!signature.TryLoad(out X509Certificate2? certificate))
            {
                faults.Add(new ActivationFault(field, "unknown-signer", "The certificate does not read."));
                return null;
            }

            using (certificate)
            {
                if (now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || now.UtcDateTime > certificate.NotAfter.ToUniversalTime())
                {
                    faults.Add(new ActivationFault(field, "expired", $"The certificate of {who.Name} is not valid now; sign again with a valid one."));
                }

                if (!development && (DevelopmentMarker.IsMarked(certificate.Subject) || DevelopmentMarker.IsMarked(certificate.Issuer)))
                {
                    faults.Add(new ActivationFault(field, "development", $"The certificate of {who.Name} was made for development; outside the Development environment it is refused."));
                }

                if (!signature.Verifies(approval.Proposal))
                {
                    faults.Add(new ActivationFault(field, "bad-signature", $"The signature of {who.Name} is not one of this proposal; it was changed, or belongs to another."));
                }

                return who;
            }
        }
    }

    /// <summary>Whether two of the lines are by one key, whatever certificates say about it.</summary>
    private static bool HaveOneKey(ImmutableArray<PolicySignature> signatures)
    {
        var seen = new HashSet<string>();
        foreach (PolicySignature signature in signatures)
        {
            if (signature.TryLoad(out X509Certificate2? certificate))
            {
                using (certificate)
                {
                    if (!seen.Add(Convert.ToHexStringLower(certificate.PublicKey.ExportSubjectPublicKeyInfo())))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
