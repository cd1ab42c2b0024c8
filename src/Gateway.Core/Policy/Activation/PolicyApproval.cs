using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Policy.Activation;

/// <summary>
/// A proposal with the signatures that it has so far: a C2SP signed note whose text is the proposal's. What stands in it are claims until
/// <see cref="ApprovalCheck"/> has held it against the node's signers. Immutable.
/// </summary>
public sealed class PolicyApproval
{
    private readonly ImmutableArray<PolicySignature> _signatures;

    private PolicyApproval(PolicyProposal proposal, ImmutableArray<PolicySignature> signatures, byte[] bytes)
    {
        Proposal = proposal;
        _signatures = signatures;
        Bytes = bytes;
    }

    /// <summary>What was signed.</summary>
    public PolicyProposal Proposal { get; }

    /// <summary>The file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Who claims to have signed: part and SHA-256 of the certificate, lower-case hex.</summary>
    public IEnumerable<(PolicyPart Part, string Thumbprint)> Claims => _signatures.Select(signature => (signature.Part, signature.Thumbprint));

    internal ImmutableArray<PolicySignature> Signatures => _signatures;

    /// <summary>
    /// A proposal with its author's signature, by the ECDSA or RSA key of <paramref name="author"/>. Throws
    /// <see cref="System.Security.Cryptography.CryptographicException"/> when the certificate has no such key, and
    /// <see cref="ArgumentException"/> when the proposal's text would not read.
    /// </summary>
    public static PolicyApproval Propose(PolicyProposal proposal, X509Certificate2 author)
    {
        if (!PolicyProposal.TryRead(proposal.Write(), out _, out ImmutableArray<DocumentError> errors))
        {
            throw new ArgumentException(string.Join("; ", errors), nameof(proposal));
        }

        return Of(proposal, [PolicySignature.Sign(proposal, PolicyPart.Author, author)]);
    }

    /// <summary>The same with the approver's signature behind those that are there, in place of an approver's of before.</summary>
    public PolicyApproval Approve(X509Certificate2 approver) => Of(
        Proposal,
        [
            .. _signatures.Where(signature => signature.Part != PolicyPart.Approver),
            PolicySignature.Sign(Proposal, PolicyPart.Approver, approver),
        ]);

    /// <summary>Reads a file. False, with every error, unless it is such a note with one line at most for each part and no other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PolicyApproval? approval, out ImmutableArray<DocumentError> errors)
    {
        approval = null;
        if (!Note.TryParse(bytes, out Note? note))
        {
            errors = [new DocumentError("$", "not-a-note", "The file is not a signed note: JSON, an empty line, and one line for each signature.")];
            return false;
        }

        if (!PolicyProposal.TryRead(note.Text.Span, out PolicyProposal? proposal, out errors))
        {
            return false;
        }

        var signatures = ImmutableArray.CreateBuilder<PolicySignature>();
        foreach (NoteSignature line in note.Signatures)
        {
            if (!PolicySignature.TryRead(line, out PolicySignature? signature) || signatures.Any(other => other.Part == signature.Part))
            {
                errors = [new DocumentError("$", "not-a-signature", "Under the text stand one line of the author and one of the approver, and nothing else.")];
                return false;
            }

            signatures.Add(signature);
        }

        approval = new PolicyApproval(proposal, signatures.ToImmutable(), bytes.ToArray());
        return true;
    }

    private static PolicyApproval Of(PolicyProposal proposal, ImmutableArray<PolicySignature> signatures) =>
        new(proposal, signatures, Note.Create(proposal.Write(), signatures.Select(signature => signature.ToLine())).ToBytes());
}
