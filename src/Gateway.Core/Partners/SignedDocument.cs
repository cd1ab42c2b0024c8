using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Partners;

/// <summary>Why a signed document is not accepted.</summary>
public enum DocumentFault
{
    /// <summary>It is accepted.</summary>
    None,

    /// <summary>Not a canonical note, or two lines of one name and key id.</summary>
    BadNote,

    /// <summary>The text is not one JSON object without blank lines, carriage returns, tabs or properties named twice.</summary>
    BadText,

    /// <summary>A trusted key has a line that does not verify; the other lines do not matter then.</summary>
    BadSignature,

    /// <summary>Signers whose word is needed have not signed with both their keys.</summary>
    MissingSigner,
}

/// <summary>
/// A document that partners sign by hand: roster, agreement. A C2SP signed note whose text is a pretty-printed JSON object, UTF-8, LF, final
/// newline, no blank line; so people read it, and the text is signed as it stands. Every signer gives two lines under one name, Ed25519
/// over the text (0x01) and ML-DSA-44 over <c>"gateway/mldsa44-note/v1" ‖ 00 ‖ text</c> (0xff). A text starts with <c>{</c> on a line of
/// JSON and a checkpoint has three lines of which the second is a number, so neither passes for the other.
/// </summary>
public static class SignedDocument
{
    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>
    /// The document with both lines of every signer, in the order given. Throws <see cref="ArgumentException"/> if the text is not such a
    /// document (<see cref="IsText"/>) or the keys are not whole pairs (<see cref="DocumentSigners.TryCreate"/>).
    /// </summary>
    public static byte[] Sign(string text, params IReadOnlyCollection<LogSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        if (!IsText(text))
        {
            throw new ArgumentException("Not a document to sign.", nameof(text));
        }

        if (!DocumentSigners.TryCreate(signers.Select(signer => signer.VerifierKey), out _))
        {
            throw new ArgumentException("Every signer signs with one Ed25519 and one ML-DSA-44 note key under one name.", nameof(signers));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Note.Create(bytes, signers.Select(signer => signer.Sign(bytes, time: 0))).ToBytes();
    }

    /// <summary>Adds another signer's two lines after those already there. Throws <see cref="ArgumentException"/> as <see cref="Sign"/> does, or if it has signed already.</summary>
    public static byte[] AddSignatures(Note note, params IReadOnlyCollection<LogSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(note);
        string text = Encoding.UTF8.GetString(note.Text.Span);
        _ = Note.TryParse(Sign(text, signers), out Note? added);
        var whole = Note.Create(note.Text.Span, note.Signatures.Concat(added!.Signatures));
        return whole.HasDistinctLines() ? whole.ToBytes() : throw new ArgumentException("This signer has signed already.", nameof(signers));
    }

    /// <summary>
    /// Verifies a document as it came. Lines of names or keys that are not trusted are ignored; a failing line of a trusted key refuses
    /// all. True with the signed text, or false with the first fault found. Throws <see cref="ArgumentException"/> if the requirement
    /// asks for nobody, or for a name that is not among the trusted: a caller's mistake must not pass for a signature.
    /// </summary>
    public static bool TryVerify(
        ReadOnlySpan<byte> note, DocumentSigners trusted, DocumentRequirement requirement,
        [NotNullWhen(true)] out string? text, out DocumentFault fault)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        ArgumentNullException.ThrowIfNull(requirement);
        if (!requirement.IsSound(trusted))
        {
            throw new ArgumentException("A document needs at least one signer, and trusted ones.", nameof(requirement));
        }

        text = null;
        fault = Check(note, trusted, requirement, out string claimed);
        text = fault == DocumentFault.None ? claimed : null;
        return text is not null;
    }

    /// <summary>True if the text can be signed: one JSON object, LF only, final newline, no blank line, no property twice.</summary>
    public static bool IsText([NotNullWhen(true)] string? text)
    {
        if (text is null || !text.StartsWith('{') || !text.EndsWith("}\n", StringComparison.Ordinal)
            || text.Contains("\n\n", StringComparison.Ordinal) || text.Any(c => char.IsControl(c) && c != '\n'))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text, StrictJson);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (ArgumentException)    // an unpaired surrogate
        {
            return false;
        }
    }

    private static DocumentFault Check(ReadOnlySpan<byte> bytes, DocumentSigners trusted, DocumentRequirement requirement, out string text)
    {
        text = "";
        if (!Note.TryParse(bytes, out Note? note) || !note.HasDistinctLines())
        {
            return DocumentFault.BadNote;
        }

        text = Encoding.UTF8.GetString(note.Text.Span);
        if (!IsText(text))
        {
            return DocumentFault.BadText;
        }

        NoteFinding finding = note.Verify(trusted.Keys, out ImmutableArray<VerifiedLine> verified);
        ImmutableHashSet<string> signed = trusted.Complete(verified.Select(line => line.Key));
        return finding switch
        {
            NoteFinding.BadSignature => DocumentFault.BadSignature,
            NoteFinding.NoKnownKey => DocumentFault.MissingSigner,
            NoteFinding.Verified => requirement.IsMet(signed) ? DocumentFault.None : DocumentFault.MissingSigner,
        };
    }
}
