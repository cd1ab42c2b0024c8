using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/signed-documents.json.</summary>
public sealed class SignedDocumentVectors
{
    private const string Name = "signed-documents.json";
    private const string Text = "{\n  \"version\": 7,\n  \"partners\": [\n    \"DEU\",\n    \"FRA\"\n  ]\n}\n";

    private static readonly SigningKey[] France = [VectorKeys.Of(KeyAlgorithm.Ed25519, "FRA", 0x61), VectorKeys.Of(KeyAlgorithm.MLDsa44Note, "FRA", 0x62)];
    private static readonly SigningKey[] Germany = [VectorKeys.Of(KeyAlgorithm.Ed25519, "DEU", 0x63), VectorKeys.Of(KeyAlgorithm.MLDsa44Note, "DEU", 0x64)];
    private static readonly byte[] ByBoth = SignedDocument.Sign(Text, [.. France, .. Germany]);

    [Fact]
    public void The_committed_documents_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_documents_are_judged_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        SigningKey[] keys = [.. file["keys"]!.AsArray().Select(key => VectorKeys.Read(key!))];
        Assert.True(DocumentSigners.TryCreate(keys.Select(key => key.VerifierKey), out DocumentSigners? trusted));
        foreach (JsonNode? vector in file["documents"]!.AsArray())
        {
            byte[] note = Encoding.UTF8.GetBytes((string)vector!["note"]!);
            DocumentRequirement requirement = vector["quorum"] is { } quorum
                ? new DocumentRequirement.Quorum((int)quorum)
                : new DocumentRequirement.Everyone([.. vector["everyone"]!.AsArray().Select(name => (string)name!)]);
            bool accepted = SignedDocument.TryVerify(note, trusted, requirement, out string? text, out DocumentFault fault);
            Assert.Equal((bool)vector["accept"]!, accepted);
            Assert.Equal((string?)vector["fault"] ?? nameof(DocumentFault.None), fault.ToString());
            Assert.True(!accepted || note.AsSpan().SequenceEqual(SignedDocument.Sign(text!, keys)));
        }
    }

    private static JsonObject Generate()
    {
        Assert.True(Note.TryParse(ByBoth, out Note? note));
        byte[] text = note.Text.ToArray();
        NoteSignature[] lines = [.. note.Signatures];
        Assert.True(Note.TryParse(SignedDocument.Sign(Text.Replace('7', '8'), Germany), out Note? other));
        return new JsonObject
        {
            ["keys"] = new JsonArray([.. France.Concat(Germany).Select(VectorKeys.Describe)]),
            ["documents"] = new JsonArray(
                With(Everyone("FRA", "DEU"), DocumentFault.None, "both have signed", ByBoth),
                With(Quorum(2), DocumentFault.None, "two of two", ByBoth),
                With(Quorum(3), DocumentFault.MissingSigner, "three of two", ByBoth),
                With(Everyone("FRA", "DEU"), DocumentFault.MissingSigner, "one ML-DSA-44 line is missing", Lines(text, lines[..3])),
                With(Everyone("FRA", "DEU"), DocumentFault.MissingSigner, "one Ed25519 line is missing", Lines(text, [lines[0], lines[1], lines[3]])),
                With(Quorum(1), DocumentFault.MissingSigner, "halves of two signers", Lines(text, [lines[0], lines[3]])),
                With(Quorum(1), DocumentFault.BadSignature, "a line over another text beside good ones", Lines(text, [lines[0], lines[1], .. other.Signatures])),
                With(Quorum(1), DocumentFault.BadNote, "a line repeated", Lines(text, [.. lines, lines[0]])),
                With(Quorum(1), DocumentFault.BadText, "a blank line in the text", Signed("{\n\n}\n")),
                With(Quorum(1), DocumentFault.BadText, "a property named twice", Signed("{\"version\": 1, \"version\": 2}\n")),
                With(Quorum(1), DocumentFault.BadText, "not an object", Signed("[]\n"))),
        };
    }

    private static JsonObject Everyone(params string[] names) => new() { ["everyone"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };

    private static JsonObject Quorum(int count) => new() { ["quorum"] = count };

    private static byte[] Lines(byte[] text, NoteSignature[] lines) => Note.Create(text, lines).ToBytes();

    private static byte[] Signed(string text) => Lines(Encoding.UTF8.GetBytes(text), [.. France.Select(key => key.Sign(Encoding.UTF8.GetBytes(text), 0))]);

    private static JsonObject With(JsonObject vector, DocumentFault fault, string reason, byte[] note)
    {
        vector["accept"] = fault == DocumentFault.None;
        vector["reason"] = reason;
        if (fault != DocumentFault.None)
        {
            vector["fault"] = fault.ToString();
        }

        vector["note"] = Encoding.UTF8.GetString(note);
        return vector;
    }
}
