using System.Text;
using CsCheck;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Tests.ReleaseLog;

namespace Gateway.Core.Tests.Partners;

public sealed class SignedDocumentTests
{
    private const string Text = "{\n  \"version\": 7,\n  \"partners\": [\n    \"FRA\"\n  ]\n}\n";

    private static readonly LogSigner[] France = Pair("FRA", 1);
    private static readonly LogSigner[] Germany = Pair("DEU", 3);
    private static readonly LogSigner[] Sweden = Pair("SWE", 5);
    private static readonly DocumentSigners Trusted = Trust([.. France, .. Germany, .. Sweden]);
    private static readonly byte[] ByTwo = SignedDocument.Sign(Text, [.. France, .. Germany]);

    [Fact]
    public void A_document_signed_by_all_who_are_needed_is_accepted()
    {
        Assert.True(SignedDocument.TryVerify(ByTwo, Trusted, new DocumentRequirement.Everyone("FRA", "DEU"), out string? text, out DocumentFault fault));
        Assert.Equal(Text, text);
        Assert.Equal(DocumentFault.None, fault);
        Assert.True(SignedDocument.TryVerify(ByTwo, Trusted, new DocumentRequirement.Quorum(2), out _, out _));
    }

    [Fact]
    public void A_document_stays_readable_by_people()
    {
        string[] lines = Encoding.UTF8.GetString(ByTwo).Split('\n');
        Assert.StartsWith(Text + "\n— FRA ", Encoding.UTF8.GetString(ByTwo), StringComparison.Ordinal);
        Assert.Equal(["FRA", "FRA", "DEU", "DEU"], lines.Where(line => line.StartsWith('—')).Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public void A_signer_who_is_needed_and_missing_is_noticed()
    {
        AssertFault(DocumentFault.MissingSigner, ByTwo, new DocumentRequirement.Everyone("FRA", "SWE"));
        AssertFault(DocumentFault.MissingSigner, ByTwo, new DocumentRequirement.Quorum(3));
        AssertFault(DocumentFault.MissingSigner, SignedDocument.Sign(Text, Pair("USA", 7)), new DocumentRequirement.Quorum(1));
    }

    [Fact]
    public void Half_a_signature_counts_for_nothing()
    {
        Assert.True(Note.TryParse(ByTwo, out Note? note));
        for (int missing = 0; missing < 4; missing++)
        {
            byte[] half = Note.Create(note.Text.Span, note.Signatures.RemoveAt(missing)).ToBytes();
            AssertFault(DocumentFault.MissingSigner, half, new DocumentRequirement.Quorum(2));
            Assert.True(SignedDocument.TryVerify(half, Trusted, new DocumentRequirement.Quorum(1), out _, out _));
        }
    }

    [Fact]
    public void Two_halves_of_two_signers_are_no_signer()
    {
        Assert.True(Note.TryParse(ByTwo, out Note? note));
        byte[] halves = Note.Create(note.Text.Span, note.Signatures[0], note.Signatures[3]).ToBytes();
        AssertFault(DocumentFault.MissingSigner, halves, new DocumentRequirement.Quorum(1));
    }

    [Fact]
    public void A_failing_line_of_a_trusted_key_refuses_the_whole()
    {
        Assert.True(Note.TryParse(ByTwo, out Note? note));
        Assert.True(Note.TryParse(SignedDocument.Sign(Text.Replace('7', '8'), Sweden), out Note? other));
        byte[] mixed = Note.Create(note.Text.Span, note.Signatures.AddRange(other.Signatures)).ToBytes();
        AssertFault(DocumentFault.BadSignature, mixed, new DocumentRequirement.Quorum(2));
        Assert.True(SignedDocument.TryVerify(mixed, Trust([.. France, .. Germany]), new DocumentRequirement.Quorum(2), out _, out _));
    }

    [Fact]
    public void A_repeated_line_makes_a_bad_note()
    {
        Assert.True(Note.TryParse(ByTwo, out Note? note));
        AssertFault(DocumentFault.BadNote, Note.Create(note.Text.Span, note.Signatures.Add(note.Signatures[0])).ToBytes(), new DocumentRequirement.Quorum(2));
    }

    [Fact]
    public void No_changed_bit_passes() =>
        Gen.Int[0, ByTwo.Length * 8 - 1].Sample(
            bit =>
            {
                byte[] note = [.. ByTwo];
                note[bit / 8] ^= (byte)(1 << (bit % 8));
                return !SignedDocument.TryVerify(note, Trusted, new DocumentRequirement.Quorum(2), out string? text, out DocumentFault fault)
                    && text is null && fault != DocumentFault.None;
            },
            iter: 300);

    [Theory]
    [InlineData("{}")]
    [InlineData("{}\n\n")]
    [InlineData("{\n\n}\n")]
    [InlineData("\n{}\n")]
    [InlineData(" {}\n")]
    [InlineData("{}\r\n")]
    [InlineData("{\t}\n")]
    [InlineData("[]\n")]
    [InlineData("{}{}\n")]
    [InlineData("{ // no\n}\n")]
    [InlineData("{\"a\":1,}\n")]
    [InlineData("{\"a\":1,\"a\":2}\n")]
    [InlineData("{\"a\":{\"b\":1,\"\\u0062\":2}}\n")]
    [InlineData("\ufeff{}\n")]
    [InlineData("")]
    public void A_text_that_is_not_one_plain_object_is_neither_signed_nor_accepted(string text)
    {
        Assert.False(SignedDocument.IsText(text));
        Assert.Throws<ArgumentException>(() => SignedDocument.Sign(text, France));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (text.EndsWith('\n') && !text.Contains('\r', StringComparison.Ordinal) && !text.Contains('\t', StringComparison.Ordinal))
        {
            byte[] note = Note.Create(bytes, France.Select(signer => signer.Sign(bytes, 0))).ToBytes();
            AssertFault(DocumentFault.BadText, note, new DocumentRequirement.Quorum(1));
        }
    }

    [Fact]
    public void A_second_partner_adds_its_lines_to_those_of_the_first()
    {
        Assert.True(Note.TryParse(SignedDocument.Sign(Text, France), out Note? first));
        Assert.Equal(ByTwo, SignedDocument.AddSignatures(first, Germany));
        Assert.Throws<ArgumentException>(() => SignedDocument.AddSignatures(first, France));
    }

    [Fact]
    public void Only_whole_pairs_of_distinct_keys_are_trusted()
    {
        Assert.False(DocumentSigners.TryCreate([], out _));
        Assert.False(DocumentSigners.TryCreate([France[0].VerifierKey], out _));
        Assert.False(DocumentSigners.TryCreate([France[0].VerifierKey, Germany[1].VerifierKey], out _));
        Assert.False(DocumentSigners.TryCreate([.. Keys(France), France[0].VerifierKey], out _));
        Assert.False(DocumentSigners.TryCreate([.. Keys(France), SigningKey.FromSeed(KeyAlgorithm.Ed25519, "FRA", Seeds(9)).VerifierKey], out _));
        Assert.False(DocumentSigners.TryCreate([.. Keys(France), .. Keys(Pair("FRA2", 1))], out _));
        Assert.False(DocumentSigners.TryCreate([France[0].VerifierKey, SigningKey.FromSeed(KeyAlgorithm.MLDsa44, "FRA", Seeds(2)).VerifierKey], out _));
        Assert.Throws<ArgumentException>(() => SignedDocument.Sign(Text, France[0]));
    }

    [Fact]
    public void A_requirement_that_asks_for_nobody_is_a_bug()
    {
        foreach (DocumentRequirement requirement in new DocumentRequirement[]
        {
            new DocumentRequirement.Quorum(0), new DocumentRequirement.Everyone(), new DocumentRequirement.Everyone("USA"),
        })
        {
            Assert.Throws<ArgumentException>(() => SignedDocument.TryVerify(ByTwo, Trusted, requirement, out _, out _));
        }
    }

    [Fact]
    public void A_documents_line_is_none_for_a_checkpoint()
    {
        Assert.True(Note.TryParse(ByTwo, out Note? note));
        Assert.False(Checkpoint.TryParse(note.Text.Span, out _));
        Assert.False(new CheckpointVerifier("{", France[0].VerifierKey).TryVerify(ByTwo, out _, out CheckpointFault fault));
        Assert.Equal(CheckpointFault.BadNote, fault);
    }

    private static LogSigner[] Pair(string name, byte seed) =>
    [
        SigningKey.FromSeed(KeyAlgorithm.Ed25519, name, Seeds(seed)),
        SigningKey.FromSeed(KeyAlgorithm.MLDsa44Note, name, Seeds((byte)(seed + 1))),
    ];

    private static byte[] Seeds(byte number) => [.. Enumerable.Repeat(number, SigningKey.SeedSize)];

    private static IEnumerable<VerifierKey> Keys(IEnumerable<LogSigner> signers) => signers.Select(signer => signer.VerifierKey);

    private static DocumentSigners Trust(params LogSigner[] signers) =>
        DocumentSigners.TryCreate(Keys(signers), out DocumentSigners? trusted) ? trusted : throw new InvalidOperationException();

    private static void AssertFault(DocumentFault expected, byte[] note, DocumentRequirement requirement)
    {
        Assert.False(SignedDocument.TryVerify(note, Trusted, requirement, out string? text, out DocumentFault fault));
        Assert.Null(text);
        Assert.Equal(expected, fault);
    }
}
