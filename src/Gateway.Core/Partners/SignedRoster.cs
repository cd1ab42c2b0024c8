using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Partners;

/// <summary>
/// The roster and agreements as they are pinned: signed notes whose text is the JSON document. A roster is signed by a quorum of its
/// partners' document keys, an agreement by both parties. Whoever pins the first roster trusts it by that act.
/// </summary>
public static class SignedRoster
{
    /// <summary>Reads and verifies a roster. False with every error of the text, or the one fault of the signatures.</summary>
    public static bool TryRead(ReadOnlySpan<byte> note, [NotNullWhen(true)] out Roster? roster, out ImmutableArray<DocumentError> errors)
    {
        if (!TryText(note, out string text, out errors) || !RosterReader.TryRead(Encoding.UTF8.GetBytes(text), out roster, out errors))
        {
            roster = null;
            return false;
        }

        if (!Verify(note, roster, new DocumentRequirement.Quorum(roster.Terms.Quorum), out errors))
        {
            roster = null;
        }

        return roster is not null;
    }

    /// <summary>Reads and verifies an agreement between two partners of the roster.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> note, Roster roster, [NotNullWhen(true)] out Agreement? agreement, out ImmutableArray<DocumentError> errors)
    {
        if (!TryText(note, out string text, out errors) || !AgreementReader.TryRead(Encoding.UTF8.GetBytes(text), out agreement, out errors))
        {
            agreement = null;
            return false;
        }

        if (!roster.TryFind(agreement.First, out _) || !roster.TryFind(agreement.Second, out _))
        {
            errors = [new DocumentError("parties", "DOC-PARTIES", "Both parties must stand in the roster.")];
            agreement = null;
            return false;
        }

        if (!Verify(note, roster, new DocumentRequirement.Everyone(agreement.First.Value, agreement.Second.Value), out errors))
        {
            agreement = null;
        }

        return agreement is not null;
    }

    private static bool TryText(ReadOnlySpan<byte> bytes, out string text, out ImmutableArray<DocumentError> errors)
    {
        bool parsed = Note.TryParse(bytes, out Note? note);
        text = parsed ? Encoding.UTF8.GetString(note!.Text.Span) : "";
        errors = parsed ? [] : [new DocumentError("", "DOC-NOTE", "Not a signed note: a JSON text, a blank line, signature lines.")];
        return parsed;
    }

    private static bool Verify(
        ReadOnlySpan<byte> note, Roster roster, DocumentRequirement requirement, out ImmutableArray<DocumentError> errors)
    {
        var keys = new List<VerifierKey>();
        foreach (string text in roster.Partners.SelectMany(partner => partner.DocumentKeys))
        {
            if (!VerifierKey.TryParse(text, out VerifierKey? key))
            {
                errors = [new DocumentError("partners.documentKeys", "DOC-KEY", "A document key cannot be read.")];
                return false;
            }

            keys.Add(key);
        }

        if (!DocumentSigners.TryCreate(keys, out DocumentSigners? signers))
        {
            errors = [new DocumentError("partners.documentKeys", "DOC-KEYS", "Each partner needs one Ed25519 and one ML-DSA-44 document key of its own.")];
            return false;
        }

        bool verified = SignedDocument.TryVerify(note, signers, requirement, out _, out DocumentFault fault);
        errors = verified ? [] : [new DocumentError("", $"DOC-{fault}".ToUpperInvariant(), "The signatures that this document needs are missing or fail.")];
        return verified;
    }
}
