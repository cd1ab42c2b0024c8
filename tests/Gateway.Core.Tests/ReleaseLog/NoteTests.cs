using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Core.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class NoteTests
{
    private static readonly byte[] Good = Note.Create("A text.\n"u8, Keys.Ed25519.Sign("A text.\n"u8, 0)).ToBytes();

    [Fact]
    public void Notes_are_judged_as_the_vectors_say()
    {
        string? file = SharedData.File("vectors/tlog/notes/notes.json");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        int run = 0;
        foreach (JsonElement vector in json.RootElement.EnumerateArray())
        {
            byte[] bytes = vector.GetProperty("noteBase64").GetBytesFromBase64();
            string[] args = [.. vector.GetProperty("args").EnumerateArray().Select(arg => arg.GetString()!)];
            var keys = new List<VerifierKey>();
            bool readable = vector.GetProperty("vkeys").EnumerateArray().All(vkey =>
            {
                bool read = VerifierKey.TryParse(vkey.GetString(), out VerifierKey? key);
                keys.AddRange(read ? [key!] : []);
                return read;
            });
            bool accepted = readable && (vector.GetProperty("mode").GetString() == "checkpoint"
                ? new CheckpointVerifier(args.Length == 2 ? args[1] : keys[0].Name, [.. keys]).TryVerify(bytes, out _, out _)
                : Note.TryParse(bytes, out Note? note) && note.Verify(keys, out _) == NoteFinding.Verified);
            Assert.True(accepted == vector.GetProperty("accept").GetBoolean(), vector.GetProperty("name").GetString());
            run++;
        }

        Assert.Equal(24, run);
    }

    [Fact]
    public void A_note_that_reads_is_written_with_the_same_bytes() =>
        (from lines in Gen.String[Gen.Char["abcé—{} "], 0, 10].Array[1, 5]
         from signatures in Gen.Select(Gen.String[Gen.Char["abé/."], 1, 9], Gen.UInt, Gen.Byte.Array[1, 90]).Array[1, 20]
         select (Text: "{" + string.Concat(lines.Select(line => line + "\n")), signatures)).Sample(sample =>
         {
             byte[] text = Encoding.UTF8.GetBytes(sample.Text);
             var note = Note.Create(text, sample.signatures.Select(line => new NoteSignature(line.Item1, line.Item2, [.. line.Item3])));
             Assert.True(Note.TryParse(note.ToBytes(), out Note? read));
             Assert.Equal(note.ToBytes(), read.ToBytes());
             Assert.Equal(text, read.Text.ToArray());
             Assert.Equal(sample.signatures.Select(line => line.Item1), read.Signatures.Select(line => line.Name));
             Assert.Equal(sample.signatures.Select(line => line.Item2), read.Signatures.Select(line => line.KeyId));
             Assert.All(sample.signatures.Zip(read.Signatures), pair => Assert.Equal(pair.First.Item3, pair.Second.Payload));
         });

    [Fact]
    public void No_changed_byte_goes_unnoticed() =>
        (from position in Gen.Int[0, Good.Length - 1]
         from change in Gen.Int[1, 255]
         select (position, change)).Sample(sample =>
         {
             byte[] bytes = [.. Good];
             bytes[sample.position] ^= (byte)sample.change;
             return !Note.TryParse(bytes, out Note? note)
                 || (note.ToBytes().AsSpan().SequenceEqual(bytes) && note.Verify([Keys.Ed25519.VerifierKey], out _) != NoteFinding.Verified);
         });

    [Fact]
    public void A_line_with_base64_that_has_another_spelling_is_refused()
    {
        string good = Encoding.UTF8.GetString(Good);
        string line = good[..^1];
        Assert.EndsWith("=", line, StringComparison.Ordinal);
        char last = line[^2];
        string stray = good[..^3] + (char)(last + 1) + "=\n";
        Assert.False(Note.TryParse(Encoding.UTF8.GetBytes(stray), out _));
        Assert.False(Note.TryParse(Encoding.UTF8.GetBytes(good[..^2] + "\n"), out _));
        Assert.False(Note.TryParse(Encoding.UTF8.GetBytes(good[..^2] + " =\n"), out _));
    }

    [Theory]
    [InlineData("text\n\n— a AAAAAAA=\n\n")]
    [InlineData("text\n\n— a AAAAAA==\n")]
    [InlineData("text\n\n—  AAAAAAAA\n")]
    [InlineData("text\n\n— a  AAAAAAAA\n")]
    [InlineData("text\n\n— a AAAAAAAA \n")]
    [InlineData("text\n\n— a+b AAAAAAAA\n")]
    [InlineData("text\n\n— a\u2003b AAAAAAAA\n")]
    [InlineData("text\n\n—\u00a0a AAAAAAAA\n")]
    [InlineData("text\n\n—a AAAAAAAA\n")]
    [InlineData("text\n— a AAAAAAAA\n")]
    [InlineData("te\txt\n\n— a AAAAAAAA\n")]
    [InlineData("te\u007fxt\n\n— a AAAAAAAA\n")]
    [InlineData("text\r\n\n— a AAAAAAAA\n")]
    [InlineData("\n\n— a AAAAAAAA\n")]
    public void A_note_with_anything_out_of_place_is_refused(string note) => Assert.False(Note.TryParse(Encoding.UTF8.GetBytes(note), out _));

    [Fact]
    public void A_note_has_at_most_a_hundred_lines_and_a_megabyte()
    {
        NoteSignature line = Keys.Ed25519.Sign("A text.\n"u8, 0);
        Assert.Equal(100, Note.Create("A text.\n"u8, Enumerable.Repeat(line, 100)).Signatures.Length);
        Assert.Throws<ArgumentException>(() => Note.Create("A text.\n"u8, Enumerable.Repeat(line, 101)));
        Assert.Throws<ArgumentException>(() => Note.Create([.. Enumerable.Repeat((byte)'a', 1_000_000), (byte)'\n'], line));
    }

    [Fact]
    public void A_text_that_would_read_back_differently_is_not_written()
    {
        NoteSignature line = Keys.Ed25519.Sign("A text.\n"u8, 0);
        Assert.Throws<ArgumentException>(() => Note.Create("no newline"u8, line));
        Assert.Throws<ArgumentException>(() => Note.Create([], line));
        Assert.Throws<ArgumentException>(() => Note.Create("A text.\n"u8));
        Assert.Throws<ArgumentException>(() => Note.Create("A text.\n"u8, new NoteSignature("a b", 1, [1])));
        Assert.Throws<ArgumentException>(() => Note.Create("A text.\n"u8, new NoteSignature("a", 1, [])));
    }

    [Fact]
    public void A_failing_line_of_a_known_key_rejects_what_another_line_proves()
    {
        SigningKey other = Keys.Of(KeyAlgorithm.Ed25519, 3, "other");
        var note = Note.Create("A text.\n"u8, Keys.Ed25519.Sign("A text.\n"u8, 0), other.Sign("Another.\n"u8, 0));
        Assert.Equal(NoteFinding.Verified, note.Verify([Keys.Ed25519.VerifierKey], out var verified));
        Assert.Equal([Keys.Ed25519.VerifierKey], verified.Select(line => line.Key));
        Assert.Equal(NoteFinding.BadSignature, note.Verify([Keys.Ed25519.VerifierKey, other.VerifierKey], out verified));
        Assert.Empty(verified);
        Assert.Equal(NoteFinding.NoKnownKey, note.Verify([Keys.MLDsa.VerifierKey], out _));
    }
}
