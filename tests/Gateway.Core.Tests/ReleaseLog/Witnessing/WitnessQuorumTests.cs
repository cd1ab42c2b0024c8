using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.ReleaseLog.Witnessing;

public sealed class WitnessQuorumTests
{
    private static readonly WitnessQuorum Quorum = new(WitnessedParties.Roster());
    private static readonly long Time = Parties.Noon.ToUnixTimeSeconds();

    [Fact]
    public void Two_partners_with_all_their_lines_make_a_quorum_of_two()
    {
        Assert.True(Verify(WitnessedParties.Cosigned(Parties.Deu, Parties.Swe), out ImmutableArray<Cosigner> cosigners, out _));
        Assert.Equal([new Cosigner(Parties.Deu, Parties.Noon), new Cosigner(Parties.Swe, Parties.Noon)], cosigners);
    }

    [Fact]
    public void The_logs_owner_is_no_witness_of_it() => TooFew([Parties.Deu], WitnessedParties.Cosigned(Parties.Deu, Parties.Fra));

    [Fact]
    public void A_logs_own_lines_are_no_cosignatures_and_none_at_all_is_too_few() => TooFew([], WitnessedParties.Cosigned());

    [Fact]
    public void A_partner_counts_once_however_many_lines_it_gives()
    {
        Checkpoint head = WitnessedParties.Head();
        NoteSignature[] again = [.. WitnessedParties.Cosigner(Parties.Deu).Cosign(head, Time + 1)];

        // Two lines of one name and key are no note to count in at all.
        TooFew([], WitnessedParties.With(WitnessedParties.Cosigned(Parties.Deu), again), QuorumFault.BadCheckpoint);
        Assert.Empty(Quorum.Cosigners(WitnessedParties.With(WitnessedParties.Cosigned(Parties.Deu), again), Parties.Fra, Parties.Noon));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_algorithm_alone_does_not_count(int missing)
    {
        Note note = WitnessedParties.Cosigned(Parties.Deu, Parties.Swe);
        TooFew([Parties.Deu], Note.Create(note.Text.Span, note.Signatures.RemoveAt(4 + missing)));
    }

    [Fact]
    public void A_line_that_fails_spoils_the_note_even_where_others_are_enough()
    {
        Note note = WitnessedParties.Cosigned(Parties.Deu, Parties.Swe, Parties.Usa);
        NoteSignature line = note.Signatures[^1];
        var bent = new NoteSignature(line.Name, line.KeyId, line.Payload.SetItem(20, (byte)(line.Payload[20] ^ 1)));
        TooFew([], Note.Create(note.Text.Span, note.Signatures.SetItem(note.Signatures.Length - 1, bent)));
    }

    [Fact]
    public void A_cosignature_of_another_head_does_not_pass_for_this_one()
    {
        NoteSignature[] other = [.. WitnessedParties.Cosigner(Parties.Swe).Cosign(WitnessedParties.Head(6), Time)];
        TooFew([], WitnessedParties.With(WitnessedParties.Cosigned(Parties.Deu), other));
    }

    [Fact]
    public void Strangers_lines_are_ignored()
    {
        Checkpoint head = WitnessedParties.Head();
        LogSigner stranger = Parties.Key(Parties.Usa, "stranger", KeyAlgorithm.CosignatureEd25519, "stranger.example/w");
        TooFew([Parties.Deu], WitnessedParties.With(WitnessedParties.Cosigned(Parties.Deu), Cosignature.Create(stranger, head, Time)));
    }

    [Fact]
    public void A_line_from_the_future_counts_only_within_the_clocks_tolerance()
    {
        Checkpoint head = WitnessedParties.Head();
        long edge = (Parties.Noon + WitnessQuorum.ClockTolerance).ToUnixTimeSeconds();
        Note near = WitnessedParties.With(WitnessedParties.Cosigned(Parties.Deu), WitnessedParties.Cosigner(Parties.Swe).Cosign(head, edge));
        Assert.True(Verify(near, out _, out _));
        TooFew([Parties.Deu], WitnessedParties.With(
            WitnessedParties.Cosigned(Parties.Deu), WitnessedParties.Cosigner(Parties.Swe).Cosign(head, edge + 1)));
    }

    [Fact]
    public void A_witness_whose_key_signs_the_log_never_counts()
    {
        // The roster's reader refuses this; whoever builds a roster by other means is not believed either.
        LogSigner own = Parties.Signer(Parties.Fra).VerifierKeys.Select(_ =>
            Parties.Key(Parties.Fra, "log", KeyAlgorithm.MLDsa44, WitnessedParties.Name(Parties.Swe))).First();
        ImmutableArray<LogSigner> keys = [WitnessedParties.Keys(Parties.Swe)[0], own];
        Roster roster = With(Parties.Swe, keys);
        Checkpoint head = WitnessedParties.Head();
        Note note = WitnessedParties.With(WitnessedParties.Cosigned(Parties.Deu), new CheckpointCosigner(keys).Cosign(head, Time));
        Assert.Equal([Parties.Deu], new WitnessQuorum(roster).Cosigners(note, Parties.Fra, Parties.Noon).Select(cosigner => cosigner.Partner));
    }

    [Fact]
    public void A_witness_that_names_an_algorithm_without_a_key_never_counts()
    {
        Roster roster = With(Parties.Swe, [WitnessedParties.Keys(Parties.Swe)[0]]);
        Assert.DoesNotContain(Parties.Swe, new WitnessQuorum(roster).WitnessesOf(Parties.Fra));
    }

    [Fact]
    public void The_log_must_have_signed_with_all_its_own_keys_too()
    {
        Note note = WitnessedParties.Cosigned(Parties.Deu, Parties.Swe);
        TooFew([], Note.Create(note.Text.Span, note.Signatures.RemoveAt(1)), QuorumFault.BadCheckpoint);
    }

    [Fact]
    public void An_expired_roster_and_a_log_it_does_not_name_have_no_quorum()
    {
        byte[] note = WitnessedParties.Cosigned(Parties.Deu, Parties.Swe).ToBytes();
        Assert.False(Quorum.TryVerify(note, Parties.Noon.AddYears(1), out _, out _, out QuorumFault fault));
        Assert.Equal(QuorumFault.UnknownLog, fault);
        byte[] other = Keys.Signer.Sign(Keys.Origin, 5, Trees.Of(5).Root(5), Time);
        var without = new Roster(WitnessedParties.Roster().Terms, WitnessedParties.Roster().Partners.Where(p => p.Code != Parties.Fra), []);
        Assert.False(new WitnessQuorum(without).TryVerify(note, Parties.Noon, out _, out _, out fault));
        Assert.Equal(QuorumFault.UnknownLog, fault);
        Assert.False(Quorum.TryVerify(other, Parties.Noon, out _, out _, out fault));
        Assert.Equal(QuorumFault.BadCheckpoint, fault);
    }

    [Fact]
    public void A_caller_may_ask_for_more_than_the_roster()
    {
        byte[] note = WitnessedParties.Cosigned(Parties.Deu, Parties.Swe).ToBytes();
        Assert.False(Quorum.TryVerify(note, Parties.Noon, out _, out _, out QuorumFault fault, atLeast: 3));
        Assert.Equal(QuorumFault.TooFewWitnesses, fault);
        Assert.True(Quorum.TryVerify(WitnessedParties.Cosigned().ToBytes(), Parties.Noon, out _, out _, out _, atLeast: 0));
    }

    [Fact]
    public void Lines_that_are_joined_replace_older_ones_of_the_same_key()
    {
        Checkpoint head = WitnessedParties.Head();
        byte[] note = WitnessedParties.Cosigned(Parties.Deu, Parties.Swe).ToBytes();
        Assert.True(CosignatureLines.TryJoin(note, WitnessedParties.Cosigner(Parties.Deu).Cosign(head, Time + 60), out Note? joined));
        Assert.Equal(6, joined.Signatures.Length);
        Assert.Equal(
            [Parties.Noon.AddSeconds(60), Parties.Noon],
            Quorum.Cosigners(joined, Parties.Fra, Parties.Noon).Select(cosigner => cosigner.At));
    }

    [Fact]
    public void A_policy_file_names_each_key_once_groups_a_partners_keys_and_leaves_the_owner_out()
    {
        Roster roster = WitnessedParties.Roster();
        Assert.True(roster.TryFind(Parties.Fra, out Partner? owner));
        string[] lines = TlogPolicy.Write(roster, owner).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith("log gateway.example.fr/log+", StringComparison.Ordinal)));
        Assert.Equal(6, lines.Count(line => line.StartsWith("witness ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("FRA-", StringComparison.Ordinal));
        Assert.Contains("group DEU all DEU-ed25519 DEU-ml-dsa-44", lines);
        Assert.Equal(["group witnesses 2 DEU SWE USA", "quorum witnesses"], lines[^2..]);
        Assert.All(lines.Where(line => line.StartsWith("witness ", StringComparison.Ordinal)), line => Assert.True(VerifierKey.TryParse(line.Split(' ')[2], out _)));
        Assert.EndsWith("quorum none\n", TlogPolicy.Write(WitnessedParties.Roster(0), owner), StringComparison.Ordinal);
    }

    private static Roster With(PartnerCode witness, ImmutableArray<LogSigner> keys) => new(
        WitnessedParties.Roster().Terms,
        WitnessedParties.Roster().Partners.Select(partner => partner.Code != witness ? partner : partner with
        {
            Witness = partner.Witness! with { VerifierKeys = [.. keys.Select(key => key.VerifierKey.ToString())] },
        }),
        []);

    private static bool Verify(Note note, out ImmutableArray<Cosigner> cosigners, out QuorumFault fault) =>
        Quorum.TryVerify(note.ToBytes(), Parties.Noon, out _, out cosigners, out fault);

    private static void TooFew(PartnerCode[] counted, Note note, QuorumFault expected = QuorumFault.TooFewWitnesses)
    {
        Assert.False(Verify(note, out ImmutableArray<Cosigner> cosigners, out QuorumFault fault));
        Assert.Equal(expected, fault);
        Assert.Equal(counted, cosigners.Select(cosigner => cosigner.Partner));
    }
}
