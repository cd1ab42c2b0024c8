using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;

namespace Gateway.Core.Tests.Policy.Activation;

public sealed class SuccessionTests
{
    private static readonly PolicySet First = Changes.Set("policy outbound version 3");
    private static readonly PolicyVersion Known = PolicyDigests.Of(First)[0];
    private static readonly PolicyPast Past = new((1, First.Digest), [Known]);

    [Fact]
    public void The_first_set_of_a_node_may_start_at_any_version_and_name_what_another_record_ended_with() =>
        Assert.Empty(Rules(Changes.Set($"policy outbound version 14 supersedes 13 {Known.Digest}"), PolicyPast.None));

    [Fact]
    public void A_higher_version_that_supersedes_the_newest_one_follows() =>
        Assert.Empty(Rules(Changes.Set($"policy outbound version 4 supersedes 3 {Known.Digest}"), Past));

    [Fact]
    public void A_file_that_did_not_change_stays_beside_one_that_is_new() =>
        Assert.Empty(Rules(Changes.Set("policy outbound version 3", "policy france version 1"), Past));

    [Theory]
    [InlineData("policy outbound version 2", "rolled-back")]
    [InlineData("policy outbound version 4", "not-superseding")]
    [InlineData("policy outbound version 4 supersedes 2 DIGEST", "not-superseding")]
    [InlineData("policy outbound version 4 supersedes 3 sha256:0000000000000000000000000000000000000000000000000000000000000000", "not-superseding")]
    [InlineData("policy outbound version 3 supersedes 2 DIGEST", "same-version")]
    [InlineData("policy france version 2 supersedes 1 DIGEST", "supersedes-nothing")]
    public void Anything_else_is_refused_with_what_to_write(string header, string rule) =>
        Assert.Equal([rule], Rules(Changes.Set(header.Replace("DIGEST", Known.Digest, StringComparison.Ordinal)), Past));

    [Fact]
    public void A_name_that_left_the_set_does_not_come_back_older()
    {
        var past = new PolicyPast((2, new string('1', 64)), [new PolicyVersion("france", 5, Known.Digest), Known]);
        Assert.Equal(["rolled-back"], Rules(Changes.Set("policy outbound version 3", "policy france version 4"), past));
    }

    [Fact]
    public void A_proposal_follows_the_set_in_force_and_no_other()
    {
        PolicySet next = Changes.Set($"policy outbound version 4 supersedes 3 {Known.Digest}");
        PolicyProposal proposal = PolicyProposal.Of(World.Usa, next, Past.Active, Changes.Diff, Changes.Corpus, World.Noon, "test");
        Assert.Empty(PolicySuccession.Check(proposal, next, World.Usa, Past));
        Assert.Equal(["not-next"], Rules(proposal with { Number = 1 }));
        Assert.Equal(["not-next"], Rules(proposal with { Number = 3 }));
        Assert.Equal(["not-next"], Rules(proposal with { Replaces = new string('0', 64) }));
        Assert.Equal(["not-next"], Rules(proposal with { Replaces = null }));
        Assert.Equal(["wrong-partner"], Rules(proposal with { Partner = World.Fra }));
        Assert.Equal(["other-files"], Rules(proposal with { Digest = new string('0', 64) }));
        Assert.Equal(["other-files"], Rules(proposal with { Files = [] }));

        IEnumerable<string> Rules(PolicyProposal changed) => PolicySuccession.Check(changed, next, World.Usa, Past).Select(fault => fault.Rule);
    }

    private static IEnumerable<string> Rules(PolicySet set, PolicyPast past) => PolicySuccession.Versions(set, past).Select(fault => fault.Rule);
}
