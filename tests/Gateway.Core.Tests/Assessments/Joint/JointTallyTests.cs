using Gateway.Core.Assessments.Joint;
using Gateway.Core.Partners;

namespace Gateway.Core.Tests.Assessments.Joint;

public sealed class JointTallyTests
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly PartnerCode Swe = PartnerCode.Of("SWE");
    private static readonly PartnerCode Deu = PartnerCode.Of("DEU");

    [Fact]
    public void The_lead_alone_is_not_joint()
    {
        JointTally tally = Tally(2);
        Assert.Equal((1, false), (tally.Sealed, tally.Reached));
        Assert.Equal([JointSeal.Open, JointSeal.Open, JointSeal.Sealed], tally.States.Select(state => state.State));
    }

    [Fact]
    public void It_is_joint_when_as_many_sealed_as_the_header_demands()
    {
        Assert.True(Tally(2, Seals(Fra, 1, "a", "b")).Reached);
        Assert.False(Tally(3, Seals(Fra, 1, "a", "b")).Reached);
        Assert.True(Tally(3, Seals(Fra, 1, "a", "b"), Seals(Swe, 1, "a", "b")).Reached);
    }

    [Fact]
    public void Who_sealed_less_than_the_reader_holds_does_not_stand_behind_it()
    {
        JointTally tally = Tally(2, Seals(Fra, 1, "a"));
        Assert.Equal((JointSeal.InPart, false), (tally.States[0].State, tally.Reached));
        Assert.Equal(JointSeal.Open, Tally(2, Seals(Fra, 1, "x", "y")).States[0].State);
    }

    [Fact]
    public void Who_sealed_more_than_the_reader_holds_does_so() => Assert.True(Tally(2, Seals(Fra, 1, "a", "b", "c")).Reached);

    [Fact]
    public void The_newest_word_counts_and_of_two_at_once_the_one_that_seals_less()
    {
        Assert.Equal(JointSeal.Dissents, Tally(2, Seals(Fra, 1, "a", "b"), Dissents(Fra, 2)).States[0].State);
        Assert.Equal(JointSeal.Sealed, Tally(2, Dissents(Fra, 1), Seals(Fra, 2, "a", "b")).States[0].State);
        Assert.Equal(JointSeal.Dissents, Tally(2, Dissents(Fra, 2), Seals(Fra, 2, "a", "b")).States[0].State);
    }

    [Fact]
    public void Nobody_is_counted_whom_the_header_does_not_name_and_the_lead_once()
    {
        JointTally tally = Tally(2, Seals(Deu, 1, "a", "b"), Seals(Usa, 1, "a", "b"), Dissents(Usa, 2));
        Assert.Equal((1, false, 3), (tally.Sealed, tally.Reached, tally.States.Length));
    }

    [Fact]
    public void A_quorum_of_one_or_a_text_of_which_nothing_is_held_is_never_reached()
    {
        Assert.False(Tally(1, Seals(Fra, 1, "a", "b")).Reached);
        Assert.False(JointTally.Of(Usa, [Fra], 2, _ => [], [Seals(Fra, 1, "a")]).Reached);
    }

    private static JointTally Tally(int quorum, params JointWord[] words) => JointTally.Of(Usa, [Usa, Fra, Swe], quorum, _ => ["a", "b"], words);

    private static JointWord Seals(PartnerCode partner, long at, params string[] marks) => new(partner, at, true, [.. marks]);

    private static JointWord Dissents(PartnerCode partner, long at) => new(partner, at, false, []);
}
