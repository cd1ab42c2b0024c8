using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.ReleaseLog.Witnessing;

/// <summary>The four parties, each with a witness of two keys; France's log is what they witness.</summary>
internal static class WitnessedParties
{
    public static readonly ImmutableArray<PartnerCode> Codes = [Parties.Deu, Parties.Fra, Parties.Swe, Parties.Usa];

    public static Roster Roster(int quorum = 2) => new(
        Parties.Roster.Terms with { WitnessQuorum = quorum },
        Parties.Roster.Partners.Select(partner => partner with { Witness = Identity(partner.Code) }),
        []);

    public static CheckpointCosigner Cosigner(PartnerCode code) => new(Keys(code));

    public static ImmutableArray<LogSigner> Keys(PartnerCode code) =>
        [Parties.Key(code, "witness", KeyAlgorithm.CosignatureEd25519, Name(code)), Parties.Key(code, "witness", KeyAlgorithm.MLDsa44, Name(code))];

    public static string Name(PartnerCode code) => $"gateway.example.{code.Value[..2].ToLowerInvariant()}/witness";

    public static Checkpoint Head(long size = 5, MerkleTree? tree = null) =>
        Checkpoint.TryCreate(Parties.Origin(Parties.Fra), size, (tree ?? Trees.Of(size)).Root(size), out Checkpoint? head)
            ? head
            : throw new InvalidOperationException();

    public static Note Signed(Checkpoint head)
    {
        byte[] note = Parties.Signer(Parties.Fra).Sign(head.Origin, head.Size, head.Root.AsSpan(), Parties.Noon.ToUnixTimeSeconds());
        return Note.TryParse(note, out Note? parsed) ? parsed : throw new InvalidOperationException();
    }

    /// <summary>France's head with its own lines and those of these witnesses.</summary>
    public static Note Cosigned(params IEnumerable<PartnerCode> witnesses)
    {
        Checkpoint head = Head();
        return With(Signed(head), witnesses.SelectMany(code => Cosigner(code).Cosign(head, Parties.Noon.ToUnixTimeSeconds())));
    }

    public static Note With(Note note, params IEnumerable<NoteSignature> lines) => Note.Create(note.Text.Span, note.Signatures.Concat(lines));

    private static WitnessIdentity Identity(PartnerCode code) =>
        new(Name(code), [.. Keys(code).Select(key => key.VerifierKey.ToString())], ["cosignature-ed25519", "ml-dsa-44"]);
}
