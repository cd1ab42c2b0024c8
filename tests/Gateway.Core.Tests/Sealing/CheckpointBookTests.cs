using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Sealing;

public sealed class CheckpointBookTests
{
    [Fact]
    public void Heads_of_one_size_and_root_in_two_logs_are_not_confused()
    {
        var book = new CheckpointBook(Parties.Roster);
        Assert.True(book.TryAdd(Head(Parties.Fra, 5), out CheckpointName? name, out _));
        Assert.True(book.TryGet(name, out _));
        Assert.False(book.TryGet(name with { Origin = Parties.Origin(Parties.Deu) }, out _));
        Assert.False(book.TryGet(name with { Size = 6 }, out _));
    }

    [Fact]
    public void One_logs_stream_does_not_push_out_anothers_checkpoints()
    {
        Roster fast = With(Parties.Fra, log => log with { VerifierKeys = [log.VerifierKeys[0]], Algorithms = ["ed25519"] });
        var book = new CheckpointBook(fast);
        Assert.True(book.TryAdd(Head(Parties.Deu, 5), out CheckpointName? other, out _));
        var signer = new CheckpointSigner(Parties.Key(Parties.Fra, "log", KeyAlgorithm.Ed25519, Parties.Origin(Parties.Fra)));
        CheckpointName? first = null, last = null;
        for (int size = 1; size <= 1100; size++)
        {
            Assert.True(book.TryAdd(signer.Sign(signer.Origin, size, PackageForge.Fixed(1), 0), out last, out _));
            first ??= last;
        }

        Assert.True(book.TryGet(other, out _));
        Assert.True(book.TryGet(last!, out _));
        Assert.False(book.TryGet(first!, out _));
    }

    [Fact]
    public void An_algorithm_that_the_roster_demands_and_gives_no_key_for_is_never_satisfied()
    {
        Roster forgetful = With(Parties.Fra, log => log with { VerifierKeys = [log.VerifierKeys[0]] });
        AssertRefused(forgetful);
    }

    [Fact]
    public void An_unreadable_key_trusts_nothing() => AssertRefused(With(Parties.Fra, log => log with { VerifierKeys = [.. log.VerifierKeys, "x+00000000+AQ=="] }));

    [Fact]
    public void A_log_without_an_Ed25519_key_is_not_trusted() => AssertRefused(
        With(Parties.Fra, log => log with { VerifierKeys = [log.VerifierKeys[1]], Algorithms = ["ml-dsa-44"] }));

    [Fact]
    public void Keys_of_another_name_sign_nothing_for_a_log()
    {
        // A roster entry that names the keys of another log: whoever holds those would sign for this one.
        string name = Parties.Origin(Parties.Deu);
        var ed25519 = Parties.Key(Parties.Deu, "log", KeyAlgorithm.Ed25519, name);
        var mldsa = Parties.Key(Parties.Deu, "log", KeyAlgorithm.MLDsa44, name);
        Roster wrong = With(Parties.Fra, log => log with { VerifierKeys = Find(Parties.Deu).ReleaseLog.VerifierKeys });
        Assert.True(Checkpoint.TryCreate(Parties.Origin(Parties.Fra), 5, PackageForge.Fixed(1), out Checkpoint? checkpoint));
        byte[] text = checkpoint.ToText();
        byte[] note = Note.Create(text, ed25519.Sign(text, 0), mldsa.Sign(text, 0)).ToBytes();
        Assert.False(new CheckpointBook(wrong).TryAdd(note, out _, out _));
    }

    [Fact]
    public void A_cosigners_line_is_none_of_the_logs_own()
    {
        string name = Parties.Origin(Parties.Fra);
        var cosigner = Parties.Key(Parties.Fra, "witness", KeyAlgorithm.CosignatureEd25519, name);
        Roster wrong = With(Parties.Fra, log => log with { VerifierKeys = [.. log.VerifierKeys, cosigner.VerifierKey.ToString()] });
        Assert.True(Note.TryParse(Head(Parties.Fra, 5), out Note? note));
        byte[] cosigned = Note.Create(note.Text.Span, [.. note.Signatures, cosigner.Sign(note.Text.Span, 1)]).ToBytes();
        Assert.True(new CheckpointBook(Parties.Roster).TryAdd(cosigned, out _, out _));
        Assert.False(new CheckpointBook(wrong).TryAdd(cosigned, out _, out _));
    }

    [Fact]
    public void The_internal_logs_head_is_nothing_that_a_partner_accepts()
    {
        var book = new CheckpointBook(Parties.Roster);
        CheckpointSigner signer = Parties.InternalSigner(Parties.Fra);
        Assert.False(book.TryAdd(signer.Sign(signer.Origin, 5, PackageForge.Fixed(1), 0), out _, out VerificationFault fault));
        Assert.Equal(VerificationFault.UnknownLog, fault);
    }

    [Fact]
    public void A_roster_with_two_logs_of_one_name_is_refused()
    {
        Roster twice = With(Parties.Deu, log => log with { Origin = Parties.Origin(Parties.Fra), VerifierKeys = Find(Parties.Fra).ReleaseLog.VerifierKeys });
        Assert.False(RosterReader.TryRead(RosterWriter.Write(twice), out _, out var errors));
        Assert.Contains(errors, error => error.Rule == "duplicate-origin");
    }

    private static void AssertRefused(Roster roster) => Assert.False(new CheckpointBook(roster).TryAdd(Head(Parties.Fra, 5), out _, out _));

    private static byte[] Head(PartnerCode code, long size) => Parties.Signer(code).Sign(Parties.Origin(code), size, PackageForge.Fixed(1), 0);

    private static Partner Find(PartnerCode code) => Parties.Roster.Partners.Single(partner => partner.Code == code);

    private static Roster With(PartnerCode code, Func<ReleaseLogIdentity, ReleaseLogIdentity> change) => new(
        Parties.Roster.Terms, Parties.Roster.Partners.Select(p => p.Code == code ? p with { ReleaseLog = change(p.ReleaseLog) } : p), []);
}
