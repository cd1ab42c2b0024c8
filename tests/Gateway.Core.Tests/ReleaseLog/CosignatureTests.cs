using System.Text;
using System.Text.Json;
using Gateway.Core.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class CosignatureTests
{
    private const long Time = 1_790_000_000;

    private static readonly SigningKey Witness = Keys.Of(KeyAlgorithm.CosignatureEd25519, 5, "witness.example.de");
    private static readonly SigningKey WitnessMLDsa = Keys.Of(KeyAlgorithm.MLDsa44, 6, "witness.example.de");

    [Theory]
    [InlineData("litewitness-0.9.0/checkpoint.256.cosigned", "litewitness-0.9.0/vkeys.txt", 256L)]
    [InlineData("litewitness-0.9.0/checkpoint.70000.cosigned", "litewitness-0.9.0/vkeys.txt", 70_000L)]
    [InlineData("formats-mldsa/checkpoint.70000.cosigned", "formats-mldsa/checkpoint.70000.cosigned.vkeys.txt", 70_000L)]
    public void Checkpoints_cosigned_by_other_implementations_verify(string file, string keys, long size)
    {
        string? path = SharedData.File($"vectors/tlog/witness/{file}");
        Assert.SkipUnless(path is not null, SharedData.Absent);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.True(Note.TryParse(bytes, out Note? note));
        int cosignatures = 0;
        foreach (string[] line in File.ReadLines(SharedData.File($"vectors/tlog/witness/{keys}")!).Select(line => line.Split(' ')))
        {
            Assert.True(VerifierKey.TryParse(line[^1], out VerifierKey? key));
            if (line[0] == "log")
            {
                Assert.True(new CheckpointVerifier(key.Name, key).TryVerify(bytes, out Checkpoint? checkpoint, out _));
                Assert.Equal(size, checkpoint.Size);
                continue;
            }

            cosignatures++;
            Assert.True(Cosignature.TryVerify(note, key, out long time));
            Assert.InRange(time, 1_700_000_000, 2_000_000_000);
        }

        Assert.Equal(note.Signatures.Length - 1, cosignatures);
    }

    [Fact]
    public void The_requests_of_the_witness_vectors_are_judged_as_a_witness_has_to()
    {
        string? file = SharedData.File("vectors/tlog/witness/add-checkpoint-sequence.json");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        string origin = json.RootElement.GetProperty("logOrigin").GetString()!;
        Assert.True(VerifierKey.TryParse(json.RootElement.GetProperty("logVkey").GetString(), out VerifierKey? key));
        var verifier = new CheckpointVerifier(origin, key);
        Checkpoint? head = null;
        foreach (JsonElement request in json.RootElement.GetProperty("requests").EnumerateArray())
        {
            int status = request.TryGetProperty("specStatus", out JsonElement spec) ? spec.GetInt32() : request.GetProperty("status").GetInt32();
            Assert.Equal(status, Answer(request.GetProperty("body").GetString()!, verifier, ref head));
        }

        Assert.Equal(5, head!.Size);
    }

    [Fact]
    public void A_cosignature_of_either_algorithm_verifies_with_its_time()
    {
        Note note = Cosigned(out Checkpoint checkpoint);
        Assert.True(Cosignature.TryVerify(note, Witness.VerifierKey, out long time));
        Assert.Equal(Time, time);
        Assert.True(Cosignature.TryVerify(note, WitnessMLDsa.VerifierKey, out time));
        Assert.Equal(Time + 1, time);
        Assert.True(Keys.Verifier.TryVerify(note.ToBytes(), out Checkpoint? read, out _));
        Assert.Equal(checkpoint, read);
    }

    [Fact]
    public void A_cosignature_says_nothing_of_another_checkpoint_time_or_witness()
    {
        Note note = Cosigned(out _);
        byte[] other = [.. note.Text.Span];
        other[Keys.Origin.Length + 1]++;
        Assert.False(Cosignature.TryVerify(Note.Create(other, note.Signatures), Witness.VerifierKey, out _));
        Assert.False(Cosignature.TryVerify(Note.Create(other, note.Signatures), WitnessMLDsa.VerifierKey, out _));
        Assert.False(Cosignature.TryVerify(note, Keys.Of(KeyAlgorithm.CosignatureEd25519, 9, "witness.example.de").VerifierKey, out _));
        foreach (NoteSignature line in note.Signatures[2..])
        {
            var later = new NoteSignature(line.Name, line.KeyId, line.Payload.SetItem(7, (byte)(line.Payload[7] + 1)));
            Assert.False(Cosignature.TryVerify(Note.Create(note.Text.Span, later), Witness.VerifierKey, out _));
            Assert.False(Cosignature.TryVerify(Note.Create(note.Text.Span, later), WitnessMLDsa.VerifierKey, out _));
        }
    }

    [Fact]
    public void A_logs_own_line_or_a_repeated_one_is_no_cosignature()
    {
        Note note = Cosigned(out _);
        Assert.False(Cosignature.TryVerify(note, Keys.Ed25519.VerifierKey, out _));
        Assert.False(Cosignature.TryVerify(Note.Create(note.Text.Span, note.Signatures.Add(note.Signatures[2])), Witness.VerifierKey, out _));
        Assert.Throws<ArgumentException>(() => Cosignature.Create(Keys.Ed25519, Head(), Time));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cosignature.Create(Witness, Head(), 0));
    }

    [Fact]
    public void A_text_that_is_no_checkpoint_cannot_be_cosigned()
    {
        Assert.Throws<ArgumentException>(() => Witness.Sign("Any text.\n"u8, Time));
        Assert.Throws<ArgumentException>(() => WitnessMLDsa.Sign("Any text.\n"u8, Time));
    }

    private static Checkpoint Head() =>
        Checkpoint.TryCreate(Keys.Origin, 5, Trees.Of(5).Root(5), out Checkpoint? checkpoint) ? checkpoint : throw new InvalidOperationException();

    private static Note Cosigned(out Checkpoint checkpoint)
    {
        checkpoint = Head();
        Assert.True(Note.TryParse(Keys.Signer.Sign(Keys.Origin, 5, checkpoint.Root.AsSpan(), Time), out Note? note));
        return Note.Create(
            note.Text.Span,
            note.Signatures.Add(Cosignature.Create(Witness, checkpoint, Time)).Add(Cosignature.Create(WitnessMLDsa, checkpoint, Time + 1)));
    }

    // C2SP tlog-witness, as far as it is arithmetic.
    private static int Answer(string body, CheckpointVerifier verifier, ref Checkpoint? head)
    {
        int blank = body.IndexOf("\n\n", StringComparison.Ordinal);
        string[] lines = body[..blank].Split('\n');
        long old = long.Parse(lines[0]["old ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        if (!verifier.TryVerify(Encoding.UTF8.GetBytes(body[(blank + 2)..]), out Checkpoint? checkpoint, out CheckpointFault fault))
        {
            return fault switch
            {
                CheckpointFault.WrongOrigin => 404,

                // The one bad note among the requests has stray bits in its base64; litewitness reads them and finds the signature wrong.
                CheckpointFault.BadNote or CheckpointFault.MissingLine or CheckpointFault.BadSignature => 403,
                CheckpointFault.None => throw new InvalidOperationException(),
            };
        }

        if (old != (head?.Size ?? 0))
        {
            return 409;
        }

        bool joined = Merkle.TryJoin([.. lines[1..].Select(Convert.FromBase64String)], out byte[]? path);
        if (head is not null
            && !(joined && ConsistencyProof.Verify(head.Size, head.Root.AsSpan(), checkpoint.Size, checkpoint.Root.AsSpan(), path)))
        {
            return 422;
        }

        head = checkpoint;
        return 200;
    }
}
