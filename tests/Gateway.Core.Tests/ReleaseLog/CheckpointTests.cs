using System.Text;
using CsCheck;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class CheckpointTests
{
    private const long Time = 1_790_000_000;

    private static readonly byte[] Root = Trees.Of(5).Root(5);
    private static readonly byte[] Signed = Keys.Signer.Sign(Keys.Origin, 5, Root, Time);

    [Fact]
    public void A_checkpoint_is_three_lines()
    {
        Assert.True(Checkpoint.TryCreate(Keys.Origin, 5, Root, out Checkpoint? checkpoint));
        Assert.Equal($"gateway.example.fr/log\n5\n{Convert.ToBase64String(Root)}\n", Encoding.UTF8.GetString(checkpoint.ToText()));
    }

    [Fact]
    public void Every_checkpoint_reads_back_as_itself() =>
        (from origin in Gen.String[Gen.Char["abz./- é"], 1, 60]
         from size in Gen.Long[1, long.MaxValue]
         from root in Gen.Byte.Array[32]
         select (origin, size, root)).Sample(sample =>
         {
             Assert.True(Checkpoint.TryCreate(sample.origin, sample.size, sample.root, out Checkpoint? checkpoint));
             Assert.True(Checkpoint.TryParse(checkpoint.ToText(), out Checkpoint? read));
             Assert.Equal(checkpoint, read);
             Assert.Equal(checkpoint.GetHashCode(), read.GetHashCode());
         });

    [Theory]
    [InlineData("o\n5\n{root}")]
    [InlineData("o\n5\n{root}\nextension\n")]
    [InlineData("o\n5\n{root}\n\n")]
    [InlineData("\n5\n{root}\n")]
    [InlineData("o\n05\n{root}\n")]
    [InlineData("o\n+5\n{root}\n")]
    [InlineData("o\n-5\n{root}\n")]
    [InlineData("o\n 5\n{root}\n")]
    [InlineData("o\n5 \n{root}\n")]
    [InlineData("o\n\n{root}\n")]
    [InlineData("o\n5\n\n")]
    [InlineData("o\n9223372036854775808\n{root}\n")]
    [InlineData("o\n0\n{root}\n")]
    [InlineData("o\n00\n{root}\n")]
    [InlineData("o\n5\n{root} \n")]
    [InlineData("o\n5\n{short}\n")]
    [InlineData("o\r\n5\r\n{root}\r\n")]
    [InlineData("\ufeff\u0000o\n5\n{root}\n")]
    public void A_checkpoint_has_no_other_spelling(string text)
    {
        text = text.Replace("{root}", Convert.ToBase64String(Root), StringComparison.Ordinal)
            .Replace("{short}", Convert.ToBase64String(Root.AsSpan(1)), StringComparison.Ordinal);
        Assert.False(Checkpoint.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Fact]
    public void The_empty_tree_has_the_empty_root_and_no_other()
    {
        Assert.True(Checkpoint.TryCreate(Keys.Origin, 0, Merkle.EmptyRoot, out _));
        Assert.False(Checkpoint.TryCreate(Keys.Origin, 0, Root, out _));
    }

    [Fact]
    public void A_signed_checkpoint_has_a_line_of_every_key_and_verifies()
    {
        Assert.True(Note.TryParse(Signed, out Note? note));
        Assert.Equal(Keys.Signer.VerifierKeys.Select(key => key.KeyId), note.Signatures.Select(line => line.KeyId));
        Assert.True(Keys.Verifier.TryVerify(Signed, out Checkpoint? checkpoint, out CheckpointFault fault));
        Assert.Equal(CheckpointFault.None, fault);
        Assert.Equal(5, checkpoint.Size);
        Assert.Equal(Root, checkpoint.Root);
    }

    [Fact]
    public void Each_required_line_that_is_missing_is_named_as_such()
    {
        Assert.True(Note.TryParse(Signed, out Note? note));
        foreach (NoteSignature line in note.Signatures)
        {
            AssertFault(CheckpointFault.MissingLine, Note.Create(note.Text.Span, line).ToBytes());
        }
    }

    [Fact]
    public void A_line_of_another_key_does_not_stand_in_for_a_required_one()
    {
        SigningKey foreign = Keys.Of(KeyAlgorithm.MLDsa44, 7);
        AssertFault(CheckpointFault.MissingLine, new CheckpointSigner(Keys.Ed25519, foreign).Sign(Keys.Origin, 5, Root, Time));

        // The same, under the key id of the required one.
        Assert.True(Note.TryParse(Signed, out Note? note));
        NoteSignature stolen = foreign.Sign(note.Text.Span, Time);
        var disguised = new NoteSignature(stolen.Name, Keys.MLDsa.VerifierKey.KeyId, stolen.Payload);
        AssertFault(CheckpointFault.BadSignature, Note.Create(note.Text.Span, note.Signatures[0], disguised).ToBytes());
    }

    [Fact]
    public void Each_required_line_over_other_bytes_is_named_as_such()
    {
        Assert.True(Note.TryParse(Signed, out Note? note));
        Assert.True(Note.TryParse(Keys.Signer.Sign(Keys.Origin, 6, Root, Time), out Note? other));
        AssertFault(CheckpointFault.BadSignature, Note.Create(note.Text.Span, note.Signatures[0], other.Signatures[1]).ToBytes());
        AssertFault(CheckpointFault.BadSignature, Note.Create(note.Text.Span, other.Signatures[0], note.Signatures[1]).ToBytes());
    }

    [Fact]
    public void Another_logs_checkpoint_is_named_as_such()
    {
        var other = new CheckpointVerifier("gateway.example.de/log", Keys.Ed25519.VerifierKey, Keys.MLDsa.VerifierKey);
        Assert.False(other.TryVerify(Signed, out _, out CheckpointFault fault));
        Assert.Equal(CheckpointFault.WrongOrigin, fault);
    }

    [Fact]
    public void A_repeated_line_makes_a_bad_note()
    {
        Assert.True(Note.TryParse(Signed, out Note? note));
        AssertFault(CheckpointFault.BadNote, Note.Create(note.Text.Span, note.Signatures.Add(note.Signatures[0])).ToBytes());
    }

    [Fact]
    public void A_checkpoint_with_an_extension_line_is_a_bad_note()
    {
        byte[] text = Encoding.UTF8.GetBytes($"{Keys.Origin}\n5\n{Convert.ToBase64String(Root)}\nmore\n");
        AssertFault(CheckpointFault.BadNote, Note.Create(text, Keys.Ed25519.Sign(text, 0)).ToBytes());
    }

    [Fact]
    public void Lines_of_others_are_ignored()
    {
        Assert.True(Note.TryParse(Signed, out Note? note));
        IEnumerable<NoteSignature> others = Enumerable.Range(0, 20).Select(number => new NoteSignature("other.example", (uint)number, [1, 2, 3]));
        Assert.True(Keys.Verifier.TryVerify(Note.Create(note.Text.Span, others.Concat(note.Signatures)).ToBytes(), out _, out _));
    }

    [Fact]
    public void No_changed_bit_passes() =>
        Gen.Int[0, Signed.Length * 8 - 1].Sample(
            bit =>
            {
                byte[] note = [.. Signed];
                note[bit / 8] ^= (byte)(1 << (bit % 8));
                return !Keys.Verifier.TryVerify(note, out Checkpoint? checkpoint, out CheckpointFault fault)
                    && checkpoint is null && fault != CheckpointFault.None;
            },
            iter: 300);

    [Fact]
    public void Random_bytes_are_a_bad_note() =>
        Gen.Byte.Array[0, 300].Sample(bytes => !Keys.Verifier.TryVerify(bytes, out _, out CheckpointFault fault) && fault == CheckpointFault.BadNote);

    [Fact]
    public void A_verifier_that_requires_nothing_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => new CheckpointVerifier(Keys.Origin));
        Assert.Throws<ArgumentException>(() => new CheckpointVerifier(Keys.Origin, Keys.Ed25519.VerifierKey, Keys.Ed25519.VerifierKey));
    }

    [Fact]
    public void A_signer_signs_for_its_own_log_only()
    {
        Assert.Throws<ArgumentException>(() => Keys.Signer.Sign("gateway.example.de/log", 5, Root, Time));
        Assert.Throws<ArgumentException>(() => Keys.Signer.Sign(Keys.Origin, 0, Root, Time));
        Assert.Throws<ArgumentException>(() => new CheckpointSigner());
        Assert.Throws<ArgumentException>(() => new CheckpointSigner(Keys.Ed25519, Keys.Of(KeyAlgorithm.MLDsa44, 2, "another/log")));
        Assert.Throws<ArgumentException>(() => new CheckpointSigner(Keys.Of(KeyAlgorithm.CosignatureEd25519)));
        Assert.Throws<ArgumentException>(() => new CheckpointSigner(Keys.Ed25519, Keys.Of(KeyAlgorithm.Ed25519, 8)));
    }

    private static void AssertFault(CheckpointFault expected, byte[] note)
    {
        Assert.False(Keys.Verifier.TryVerify(note, out Checkpoint? checkpoint, out CheckpointFault fault));
        Assert.Null(checkpoint);
        Assert.Equal(expected, fault);
    }
}
