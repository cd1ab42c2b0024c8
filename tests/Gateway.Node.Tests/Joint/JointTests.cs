using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Node.Joint;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Level = Gateway.Core.Markings.Level;
using Mode = Gateway.Protocol.V1.Mode;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Node.Tests.Joint;

/// <summary>Several partners stand behind one text: provably each by its own word, and nobody's dissent is lost.</summary>
public sealed class JointTests : IAsyncDisposable
{
    private static readonly LocalCaller Officer = new("officer@test", Role.Officer, Level.TopSecret, "TEST");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_second_partner_makes_it_joint_and_a_third_sees_so_for_the_words_that_it_holds()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ByteString id = await Submit(usa);
        await new Line(usa, fra).RunAsync();
        await new Line(usa, swe).RunAsync();
        Assert.False((await Standing(usa, id)).Reached);

        SealJointResponse word = await Seal(fra, id);
        Assert.Equal(2U, word.Judgements);
        await new Line(fra, usa).RunAsync();
        await new Line(fra, swe).RunAsync();
        foreach (NodeState node in (NodeState[])[usa, fra, swe])
        {
            JointStanding standing = await Standing(node, id);
            Assert.Equal((true, 2U, 2U, "USA"), (standing.Reached, standing.Sealed, standing.Quorum, standing.Lead));
            Assert.Equal(
                [("FRA", JointSealState.Sealed), ("SWE", JointSealState.Open), ("USA", JointSealState.Sealed)],
                standing.Partners.Select(partner => (partner.Partner, partner.State)));
        }

        // Sweden holds the tear line alone, and learns nothing of a fuller wording from what France sealed.
        Assert.True(ProductId.TryFrom(word.ProductId.Span, out ProductId product));
        Assert.Equal(CosealMarks.Multiple, Answers.Shared(new SharedView(swe).Of(product, Officer)!, [], package: false).Coseal.Words.Single().Marks.Count);
    }

    [Fact]
    public async Task A_dissent_reaches_everybody_and_stays_when_the_partner_seals_after_all()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ByteString id = await Submit(usa);
        await new Line(usa, fra).RunAsync();
        await Seal(fra, id, CosealStance.Dissents, "We see no plan behind it.");
        await new Line(fra, usa).RunAsync();
        JointPartner france = (await Standing(usa, id)).Partners[0];
        Assert.Equal((JointSealState.Dissents, "We see no plan behind it."), (france.State, Assert.Single(france.Dissent).Text));

        await Seal(fra, id);
        await new Line(fra, usa).RunAsync();
        JointStanding standing = await Standing(usa, id);
        Assert.True(standing.Reached);
        Assert.Equal("We see no plan behind it.", Assert.Single(standing.Partners[0].Dissent).Text);
    }

    [Fact]
    public async Task Who_was_not_asked_cannot_seal_and_is_not_counted()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        ByteString id = await Submit(usa, "USA", "FRA");
        await new Line(usa, swe).RunAsync();
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Seal(swe, id))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Seal(usa, id))).StatusCode);

        // Said all the same, by hand: its own word is there, and counts for nothing.
        await new Submissions(swe, NullLogger<Submissions>.Instance).SubmitAsync(
            new SubmitRequest
            {
                SubmissionId = "forged",
                SizeClass = SizeClass._32,
                Coseal = new Coseal
                {
                    Header = { new CosealHeader { Portion = Marked(), Title = "x", Mode = Mode.Exercise, JointId = id, Stance = CosealStance.Seals } },
                    Words = { Words },
                },
            },
            Officer,
            Cancellation);
        await new Line(swe, usa).RunAsync();
        JointStanding standing = await Standing(usa, id);
        Assert.Equal((false, 1U, 2), (standing.Reached, standing.Sealed, standing.Partners.Count));
    }

    [Fact]
    public async Task Who_copies_the_marks_of_another_seals_nothing()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ByteString id = await Submit(usa);
        await new Line(usa, fra).RunAsync();
        Assert.True(ProductId.TryFrom(id.Span, out ProductId product));
        Core.Sealing.Portion[] words = [.. usa.Read.Sealed(product)!.Portions.Where(portion => portion.Body.Type == "gateway.v1.Judgement")];
        string[] sweden = [.. CosealMarks.All(product, PartnerCode.Of("SWE"), words).Select(Convert.ToHexString)];
        string[] france = [.. words.Select(word => Convert.ToHexString(CosealMarks.Of(product, PartnerCode.Of("FRA"), word.Index, word.Salt.Span)))];
        Assert.Empty(sweden.Intersect(france));
        Assert.Equal(CosealMarks.Multiple, sweden.Distinct().Count());

        // Saying it again is the same word.
        Assert.Equal((await Seal(fra, id)).ProductId, (await Seal(fra, id)).ProductId);
    }

    [Fact]
    public async Task Words_that_were_never_in_it_are_not_sealed_by_naming_it()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        ByteString id = await Submit(usa);
        await new Submissions(fra, NullLogger<Submissions>.Instance).SubmitAsync(
            new SubmitRequest
            {
                SubmissionId = "other-words",
                SizeClass = SizeClass._32,
                Coseal = new Coseal
                {
                    Header = { new CosealHeader { Portion = Marked(), Title = "x", Mode = Mode.Exercise, JointId = id, Stance = CosealStance.Seals } },
                    Words = { Words },
                },
            },
            Officer,
            Cancellation);
        await new Line(fra, usa).RunAsync();
        JointStanding standing = await Standing(usa, id);
        Assert.Equal((false, JointSealState.Open), (standing.Reached, standing.Partners[0].State));
    }

    [Fact]
    public async Task What_is_not_joint_or_not_for_the_caller_is_not_there()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SubmitResponse plain = await new Submissions(usa, NullLogger<Submissions>.Instance).SubmitAsync(Samples.Request("plain"), NodeFolders.Liaison, Cancellation);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Standing(usa, plain.ProductId))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Standing(usa, ByteString.CopyFrom(new byte[32])))).StatusCode);
    }

    [Fact]
    public async Task A_joint_assessment_names_two_partners_and_a_quorum_among_them()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        Assert.Equal(["assessment.header[0].joint_partners", "assessment.header[0].joint_quorum"], await Fields(header => header.Type = AssessmentType.Joint));
        Assert.Equal(["assessment.header[0].joint_partners", "assessment.header[0].joint_quorum"], await Fields(header =>
        {
            header.JointPartners.Add(["USA", "FRA"]);
            header.JointQuorum = 2;
        }));
        Assert.Equal(["assessment.header[0].joint_partners[1]", "assessment.header[0].joint_quorum"], await Fields(header =>
        {
            header.Type = AssessmentType.Joint;
            header.JointPartners.Add(["USA", "USA"]);
            header.JointQuorum = 3;
        }));

        async Task<string[]> Fields(Action<Header> change)
        {
            SubmitRequest request = Samples.Request("wrong");
            change(request.Assessment.Header[0]);
            RpcException refused = await Assert.ThrowsAsync<RpcException>(
                () => new Submissions(usa, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation));
            return [.. refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field).Order(StringComparer.Ordinal)];
        }
    }

    private static async Task<ByteString> Submit(NodeState node, params string[] partners)
    {
        SubmitRequest request = Samples.Request("joint");
        request.Assessment.Header[0].Type = AssessmentType.Joint;
        request.Assessment.Subject[0].Iso3 = "SDN";
        request.Assessment.Header[0].JointPartners.Add(partners.Length > 0 ? partners : ["USA", "FRA", "SWE"]);
        request.Assessment.Header[0].JointQuorum = 2;
        return (await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation)).ProductId;
    }

    private static Task<SealJointResponse> Seal(NodeState node, ByteString id, CosealStance stance = CosealStance.Seals, string dissent = "") => Desk(node).SealAsync(
        new SealJointRequest { SubmissionId = $"{stance}", ProductId = id, Stance = stance, Marking = Marked().Marking, Dissent = dissent }, Officer, Cancellation);

    private static Task<JointStanding> Standing(NodeState node, ByteString id) => Desk(node).StandingAsync(new JointStandingRequest { ProductId = id }, Officer, Cancellation);

    private static JointDesk Desk(NodeState node) =>
        new(node, new SharedView(node), new HoldingsIndex(node), new Submissions(node, NullLogger<Submissions>.Instance));

    private static CosealedWords Words => new()
    {
        Portion = Marked(),
        Marks = { Enumerable.Range(0, CosealMarks.Multiple).Select(i => new CosealMark { Mark = ByteString.CopyFrom([.. Enumerable.Repeat((byte)i, 32)]) }) },
    };

    private static Portion Marked() => new() { Marking = new Marking { Policy = "FRA", Text = "DIFFUSION RESTREINTE//REL TO FRA, SWE, USA" } };
}
