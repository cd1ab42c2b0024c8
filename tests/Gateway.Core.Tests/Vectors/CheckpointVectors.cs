using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Tests.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/checkpoints.json.</summary>
public sealed class CheckpointVectors
{
    private const string Name = "checkpoints.json";
    private const long Time = 1_790_000_000;

    private static readonly CheckpointSigner Signer = new(VectorKeys.Ed25519, VectorKeys.MLDsa);
    private static readonly byte[] Root = Trees.Of(Trees.ReferenceLeaves).Root(8);

    [Fact]
    public void The_committed_checkpoints_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_checkpoints_are_judged_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        SigningKey[] keys = [.. file["keys"]!.AsArray().Select(key => VectorKeys.Read(key!))];
        foreach (JsonNode? vector in file["accept"]!.AsArray())
        {
            string origin = (string)vector!["origin"]!;
            byte[] root = Convert.FromHexString((string)vector["root"]!);
            var signer = new CheckpointSigner([.. Required(vector).Select(vkey => keys.Single(key => key.VerifierKey.Equals(vkey)))]);
            byte[] note = signer.Sign(origin, (long)vector["size"]!, root, (long)vector["time"]!);
            Assert.Equal((string)vector["note"]!, Encoding.UTF8.GetString(note));
            Assert.True(new CheckpointVerifier(origin, [.. Required(vector)]).TryVerify(note, out Checkpoint? checkpoint, out _));
            Assert.Equal(root, checkpoint.Root);
        }

        foreach (JsonNode? vector in file["reject"]!.AsArray())
        {
            var verifier = new CheckpointVerifier((string)vector!["origin"]!, [.. Required(vector)]);
            Assert.False(verifier.TryVerify(Encoding.UTF8.GetBytes((string)vector["note"]!), out _, out CheckpointFault fault));
            Assert.True((string)vector["fault"]! == fault.ToString(), (string)vector["reason"]!);
        }
    }

    [Fact]
    public void The_committed_cosignatures_are_those_a_witness_makes()
    {
        JsonNode file = VectorFile.Read(Name);
        SigningKey[] keys = [.. file["keys"]!.AsArray().Select(key => VectorKeys.Read(key!))];
        foreach (JsonNode? vector in file["cosignatures"]!.AsArray())
        {
            VerifierKey witness = VectorKeys.ReadVkey(vector!["vkey"]);
            byte[] bytes = Encoding.UTF8.GetBytes((string)vector["note"]!);
            Assert.True(Note.TryParse(bytes, out Note? note));
            Assert.True(Checkpoint.TryParse(note.Text.Span, out Checkpoint? checkpoint));
            Assert.True(Cosignature.TryVerify(note, witness, out long time));
            Assert.Equal((long)vector["time"]!, time);
            NoteSignature line = Cosignature.Create(keys.Single(key => key.VerifierKey.Equals(witness)), checkpoint, time);
            Assert.Equal(bytes, Note.Create(note.Text.Span, line).ToBytes());
        }
    }

    private static IEnumerable<VerifierKey> Required(JsonNode vector) => vector["required"]!.AsArray().Select(VectorKeys.ReadVkey);

    private static JsonObject Generate()
    {
        byte[] good = Signer.Sign(VectorKeys.Origin, 8, Root, Time);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
            [
                .. new[] { VectorKeys.Ed25519, VectorKeys.MLDsa, VectorKeys.OtherMLDsa, VectorKeys.WitnessEd25519, VectorKeys.WitnessMLDsa }
                    .Select(VectorKeys.Describe),
            ]),
            ["accept"] = new JsonArray(
                Accept("empty tree", 0, Merkle.EmptyRoot.ToArray(), Time),
                Accept("eight leaves", 8, Root, Time),
                Accept("largest size, time zero", long.MaxValue, Root, 0)),
            ["reject"] = new JsonArray([.. Rejects(Encoding.UTF8.GetString(good)), .. OtherLines(good)]),
            ["cosignatures"] = new JsonArray(Cosigned(VectorKeys.WitnessEd25519), Cosigned(VectorKeys.WitnessMLDsa)),
        };
    }

    private static JsonObject Accept(string name, long size, byte[] root, long time) => new JsonObject
    {
        ["name"] = name,
        ["origin"] = VectorKeys.Origin,
        ["size"] = size,
        ["root"] = Convert.ToHexStringLower(root),
        ["time"] = time,
        ["required"] = RequiredVkeys(),
        ["note"] = Encoding.UTF8.GetString(Signer.Sign(VectorKeys.Origin, size, root, time)),
    };

    private static IEnumerable<JsonNode> Rejects(string good)
    {
        string root = Convert.ToBase64String(Root);
        yield return Reject("carriage returns", CheckpointFault.BadNote, good.Replace("\n", "\r\n", StringComparison.Ordinal));
        yield return Reject("no final newline", CheckpointFault.BadNote, good[..^1]);
        yield return Reject("a space after a line", CheckpointFault.BadNote, good[..^1] + " \n");
        yield return Reject("a hyphen for the em dash", CheckpointFault.BadNote, good.Replace("— ", "- ", StringComparison.Ordinal));
        yield return Reject("no blank line", CheckpointFault.BadNote, good.Replace("\n\n", "\n", StringComparison.Ordinal));
        yield return Reject("a leading zero in the size", CheckpointFault.BadNote, good.Replace("\n8\n", "\n08\n", StringComparison.Ordinal));
        yield return Reject("an extension line", CheckpointFault.BadNote, good.Replace(root + "\n", root + "\nmore\n", StringComparison.Ordinal));
        yield return Reject("a root without padding", CheckpointFault.BadNote, good.Replace(root, root[..^1], StringComparison.Ordinal));
        yield return Reject("a root with stray bits in its last character", CheckpointFault.BadNote, good.Replace(root, $"{root[..^2]}{(char)(root[^2] + 1)}=", StringComparison.Ordinal));
        yield return Reject("a root of 31 bytes", CheckpointFault.BadNote, good.Replace(root, Convert.ToBase64String(Root.AsSpan(1)), StringComparison.Ordinal));
        yield return Reject("another size than was signed", CheckpointFault.BadSignature, good.Replace("\n8\n", "\n9\n", StringComparison.Ordinal));
        yield return Reject("another log than the one expected", CheckpointFault.WrongOrigin, good, "gateway.example.de/log");
        yield return Reject("a log in capitals", CheckpointFault.WrongOrigin, good, "gateway.example.FR/log");
    }

    private static IEnumerable<JsonNode> OtherLines(byte[] good)
    {
        Assert.True(Note.TryParse(good, out Note? note));
        byte[] text = note.Text.ToArray();
        (NoteSignature ed25519, NoteSignature mldsa) = (note.Signatures[0], note.Signatures[1]);
        NoteSignature other = VectorKeys.OtherMLDsa.Sign(text, Time);
        NoteSignature changed = new(ed25519.Name, ed25519.KeyId, ed25519.Payload.SetItem(63, (byte)(ed25519.Payload[63] ^ 1)));
        NoteSignature later = new(mldsa.Name, mldsa.KeyId, mldsa.Payload.SetItem(7, (byte)(mldsa.Payload[7] + 1)));
        NoteSignature disguised = new(mldsa.Name, mldsa.KeyId, other.Payload);
        NoteSignature renamed = new("gateway.example.de/log", mldsa.KeyId, mldsa.Payload);
        yield return Lines("a line repeated", CheckpointFault.BadNote, ed25519, mldsa, mldsa);
        yield return Lines("no ML-DSA-44 line", CheckpointFault.MissingLine, ed25519);
        yield return Lines("no Ed25519 line", CheckpointFault.MissingLine, mldsa);
        yield return Lines("an ML-DSA-44 line of a key that is not the required one", CheckpointFault.MissingLine, ed25519, other);
        yield return Lines("the required line under another name", CheckpointFault.MissingLine, ed25519, renamed);
        yield return Lines("another key's signature under the required key id", CheckpointFault.BadSignature, ed25519, disguised);
        yield return Lines("one bit of the Ed25519 signature changed", CheckpointFault.BadSignature, changed, mldsa);
        yield return Lines("one second added to the time of the ML-DSA-44 line", CheckpointFault.BadSignature, ed25519, later);

        JsonNode Lines(string reason, CheckpointFault fault, params NoteSignature[] lines) =>
            Reject(reason, fault, Encoding.UTF8.GetString(Note.Create(text, lines).ToBytes()));
    }

    private static JsonObject Reject(string reason, CheckpointFault fault, string note, string origin = VectorKeys.Origin) => new JsonObject
    {
        ["reason"] = reason,
        ["fault"] = fault.ToString(),
        ["origin"] = origin,
        ["required"] = RequiredVkeys(),
        ["note"] = note,
    };

    private static JsonObject Cosigned(SigningKey witness)
    {
        Assert.True(Checkpoint.TryCreate(VectorKeys.Origin, 8, Root, out Checkpoint? checkpoint));
        return new JsonObject
        {
            ["vkey"] = witness.ToString(),
            ["time"] = Time + 5,
            ["note"] = Encoding.UTF8.GetString(Note.Create(checkpoint.ToText(), Cosignature.Create(witness, checkpoint, Time + 5)).ToBytes()),
        };
    }

    private static JsonArray RequiredVkeys() => [VectorKeys.Ed25519.ToString(), VectorKeys.MLDsa.ToString()];
}
