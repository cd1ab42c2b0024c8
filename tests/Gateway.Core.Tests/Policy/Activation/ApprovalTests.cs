using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.Policy.Activation;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.Policy.Activation;

public sealed class ApprovalTests : IDisposable
{
    private readonly Hand _author = Hand.WithEcdsa();
    private readonly Hand _approver = Hand.WithRsa();

    public void Dispose()
    {
        _author.Dispose();
        _approver.Dispose();
    }

    [Fact]
    public void What_author_and_approver_signed_is_approved_after_a_round_through_the_file()
    {
        PolicyApproval read = Read(Signed().Bytes.Span);
        Assert.Equal(Changes.First().Write(), read.Proposal.Write());
        Assert.Equal(Changes.First().Files.AsEnumerable(), read.Proposal.Files);
        var approved = Assert.IsType<ApprovalVerdict.Approved>(Check(read));
        Assert.Equal(("author", "approver"), (approved.Author.Name, approved.Approver.Name));
    }

    [Fact]
    public void People_can_read_the_file()
    {
        string text = Encoding.UTF8.GetString(Signed().Bytes.Span);
        Assert.Contains("\"reason\": \"MOU 2026/3, annex é\"", text, StringComparison.Ordinal);
        Assert.Contains("\"outbound version 1 sha256:", text, StringComparison.Ordinal);
        Assert.Contains("\n\n— author ", text, StringComparison.Ordinal);
        Assert.Contains("\n— approver ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_signed_bytes_are_domain_part_policy_diff_corpus_and_the_text_s_hash()
    {
        PolicyProposal proposal = Changes.First();
        byte[] message = PolicySignature.Message(proposal, PolicyPart.Approver);
        Assert.Equal("gateway/policy-approval/v1\0\u0002", Encoding.ASCII.GetString(message, 0, 28));
        Assert.Equal(
            proposal.Digest + Changes.Diff + Changes.Corpus + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(proposal.Write())),
            Convert.ToHexStringLower(message.AsSpan(28)));
    }

    [Fact]
    public void One_signature_is_not_enough()
    {
        Assert.Equal(["not-signed"], Rules(PolicyApproval.Propose(Changes.First(), _author.Certificate)));
        PolicyApproval both = Signed();
        Assert.True(Note.TryParse(both.Bytes.Span, out Note? note));
        Assert.Equal(["not-signed"], Rules(Read(Note.Create(note.Text.Span, note.Signatures[1]).ToBytes())));
    }

    [Fact]
    public void The_same_person_twice_is_refused_be_it_by_certificate_by_name_or_by_key()
    {
        PolicyApproval proposed = PolicyApproval.Propose(Changes.First(), _author.Certificate);
        Assert.Contains("same-person", Rules(proposed.Approve(_author.Certificate)));

        using Hand again = _author.Again();
        Assert.Equal(["same-person"], Rules(
            proposed.Approve(again.Certificate), _author.As("one", PolicyPart.Author), again.As("two", PolicyPart.Approver)));
        Assert.Equal(["same-person"], Rules(Signed(), _author.As("one", PolicyPart.Author), _approver.As("one", PolicyPart.Approver)));
    }

    [Fact]
    public void Each_part_is_signed_by_whose_part_it_is()
    {
        Assert.Equal(["wrong-role"], Rules(Signed(), _author.As("author", PolicyPart.Author), _approver.As("approver", PolicyPart.Author)));
        Assert.Equal(
            ["wrong-role", "wrong-role"], Rules(Signed(), _author.As("author", PolicyPart.Approver), _approver.As("approver", PolicyPart.Author)));
    }

    [Fact]
    public void A_certificate_that_is_no_caller_s_is_refused()
    {
        Assert.Equal(["unknown-signer"], Rules(Signed(), _author.As("author", PolicyPart.Author)));
        Assert.Equal(["unknown-signer", "unknown-signer"], Rules(Signed(), new PolicySigner("nobody", new string('0', 64), PolicyPart.Author)));
    }

    [Fact]
    public void A_signature_counts_for_the_set_the_diff_the_corpus_and_the_node_that_it_was_given_for()
    {
        Assert.True(Note.TryParse(Signed().Bytes.Span, out Note? note));
        PolicyProposal proposal = Changes.First();
        PolicyProposal[] others =
        [
            proposal with { Digest = new string('1', 64) },
            proposal with { Diff = new string('2', 64) },
            proposal with { Corpus = new string('3', 64) },
            proposal with { Partner = World.Fra },
            proposal with { Number = 2, Replaces = new string('4', 64) },
            proposal with { Reason = "another" },
        ];
        Assert.All(others, other =>
            Assert.Equal(["bad-signature", "bad-signature"], Rules(Read(Note.Create(other.Write(), note.Signatures).ToBytes()))));
    }

    [Fact]
    public void An_author_s_line_does_not_pass_for_an_approver_s()
    {
        using Hand other = Hand.WithEcdsa();
        PolicySignature line = PolicySignature.Sign(Changes.First(), PolicyPart.Author, other.Certificate);
        Assert.True(PolicySignature.TryRead(line.ToLine(), out _));

        // The same bytes under the other name have another key id; with that id they do not verify.
        NoteSignature own = line.ToLine(), model = PolicySignature.Sign(Changes.First(), PolicyPart.Approver, other.Certificate).ToLine();
        Assert.False(PolicySignature.TryRead(new NoteSignature("approver", own.KeyId, own.Payload), out _));
        Assert.True(PolicySignature.TryRead(new NoteSignature("approver", model.KeyId, own.Payload), out PolicySignature? moved));
        Assert.False(moved.Verifies(Changes.First()));
    }

    [Fact]
    public void A_certificate_that_is_over_or_made_for_development_does_not_count()
    {
        using Hand old = Hand.WithEcdsa(until: World.Noon.AddDays(-1)), marked = Hand.WithEcdsa($"CN=x, OU={DevelopmentMarker.Words}");
        PolicyApproval expired = PolicyApproval.Propose(Changes.First(), _author.Certificate).Approve(old.Certificate);
        Assert.Equal(["expired"], Rules(expired, _author.As("author", PolicyPart.Author), old.As("approver", PolicyPart.Approver)));

        PolicyApproval development = PolicyApproval.Propose(Changes.First(), _author.Certificate).Approve(marked.Certificate);
        ImmutableArray<PolicySigner> signers = [_author.As("author", PolicyPart.Author), marked.As("approver", PolicyPart.Approver)];
        Assert.Equal(["development"], Rules(development, [.. signers]));
        Assert.IsType<ApprovalVerdict.Approved>(ApprovalCheck.Check(development, signers, World.Noon, development: true));
    }

    [Fact]
    public void Approving_again_takes_the_place_of_the_approval_before()
    {
        using Hand other = Hand.WithEcdsa();
        PolicyApproval again = Read(Signed().Approve(other.Certificate).Bytes.Span);
        Assert.Equal([(PolicyPart.Author, _author.Thumbprint), (PolicyPart.Approver, other.Thumbprint)], again.Claims);
    }

    [Theory]
    [InlineData("  \"number\": 1", "  \"number\": 01")]
    [InlineData("  \"number\": 1", "  \"number\": 0")]
    [InlineData("  \"number\": 1", "  \"number\":  1")]
    [InlineData("\"replaces\": \"none\"", "\"replaces\": \"nothing\"")]
    [InlineData("\"partner\": \"USA\"", "\"partner\": \"USA\",\n  \"note\": \"\"")]
    [InlineData("version 1 sha256", "version one sha256")]
    [InlineData("annex é", "annex \\u00e9")]
    public void A_text_has_one_spelling(string from, string to)
    {
        string text = Encoding.UTF8.GetString(Changes.First().Write());
        Assert.Contains(from, text, StringComparison.Ordinal);
        Assert.False(PolicyProposal.TryRead(
            Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), out _, out ImmutableArray<DocumentError> errors));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void A_cut_or_flipped_file_never_throws_and_never_approves()
    {
        byte[] whole = Signed().Bytes.ToArray();
        for (int i = 0; i < whole.Length; i++)
        {
            Assert.False(IsApproved(whole.AsSpan(0, i)));
            byte[] flipped = [.. whole];
            flipped[i] ^= 1;
            Assert.False(IsApproved(flipped));
        }

        bool IsApproved(ReadOnlySpan<byte> bytes) => PolicyApproval.TryRead(bytes, out PolicyApproval? read, out _) && Check(read) is ApprovalVerdict.Approved;
    }

    private PolicyApproval Signed() => PolicyApproval.Propose(Changes.First(), _author.Certificate).Approve(_approver.Certificate);

    private static PolicyApproval Read(ReadOnlySpan<byte> bytes)
    {
        Assert.True(PolicyApproval.TryRead(bytes, out PolicyApproval? approval, out ImmutableArray<DocumentError> errors), string.Join("; ", errors));
        return approval;
    }

    private ApprovalVerdict Check(PolicyApproval approval, params PolicySigner[] signers) => ApprovalCheck.Check(
        approval,
        signers.Length > 0 ? signers : [_author.As("author", PolicyPart.Author), _approver.As("approver", PolicyPart.Approver)],
        World.Noon,
        development: false);

    private IEnumerable<string> Rules(PolicyApproval approval, params PolicySigner[] signers) =>
        Assert.IsType<ApprovalVerdict.Refused>(Check(approval, signers)).Faults.Select(fault => fault.Rule);
}
