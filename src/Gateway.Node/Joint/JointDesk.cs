using Gateway.Core.Assessments.Joint;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Node.Joint;

/// <summary>
/// Seals joint assessments with this node's own word, and counts the words of all. A word is a product of its author, so it is proved like any
/// other, and the lead can neither make nor drop it. Thread-safe.
/// </summary>
internal sealed class JointDesk(NodeState node, SharedView view, HoldingsIndex holdings, Submissions submissions)
{
    private const string JudgementType = "gateway.v1.Judgement";

    public async Task<SealJointResponse> SealAsync(SealJointRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        (Visible joint, Header header) = Find(request.ProductId, caller);
        var wrong = new List<FieldViolation>();
        if (joint.Row.Originator == node.Model.Self || !header.JointPartners.Contains(node.Model.Self.Value))
        {
            wrong.Add(new FieldViolation("product_id", "NOT_ASKED", "Must be a joint assessment of another partner that names this one."));
        }

        if (request.Stance == CosealStance.Unspecified || !Enum.IsDefined(request.Stance))
        {
            wrong.Add(new FieldViolation("stance", "REQUIRED", "Must be SEALS or DISSENTS."));
        }

        if (request.Stance == CosealStance.Dissents && request.Dissent.Length == 0)
        {
            wrong.Add(new FieldViolation("dissent", "REQUIRED", "Who dissents says why."));
        }

        if (wrong.Count > 0)
        {
            throw RichStatus.BadRequest([.. wrong]);
        }

        var coseal = new Coseal
        {
            Header =
            {
                new CosealHeader
                {
                    Portion = Marked(request.Marking, joint),
                    Title = request.Stance == CosealStance.Seals ? "Seals a joint assessment" : "Dissents from a joint assessment",
                    Mode = joint.Row.Mode.ToMessage(),
                    JointId = request.ProductId,
                    Stance = request.Stance,
                },
            },
        };
        if (request.Stance == CosealStance.Seals)
        {
            var words = new CosealedWords { Portion = Marked(request.Marking, joint) };
            words.Marks.AddRange(CosealMarks.All(joint.Row.Product, node.Model.Self, Words(joint))
                .Select(mark => new CosealMark { Mark = UnsafeByteOperations.UnsafeWrap(mark) }));
            coseal.Words.Add(words);
        }

        if (request.Dissent.Length > 0)
        {
            coseal.Dissent.Add(new Dissent { Portion = Marked(request.Marking, joint), Partner = node.Model.Self.Value, Text = request.Dissent });
        }

        SubmitResponse sent = await submissions.SubmitAsync(
            new SubmitRequest { SubmissionId = request.SubmissionId, SizeClass = SizeClass._32, Coseal = coseal }, caller, cancellation);
        return new SealJointResponse { ProductId = sent.ProductId, Judgements = request.Stance == CosealStance.Seals ? (uint)Words(joint).Count() : 0 };
    }

    public async Task<JointStanding> StandingAsync(JointStandingRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        (Visible joint, Header header) = Find(request.ProductId, caller);
        (Holding Holding, Coseal Coseal)[] said =
        [
            .. holdings.For(caller, joint.Row.Mode)
                .Select(holding => (holding, coseal: holding.As<Coseal>()))
                .Where(pair => pair.coseal?.Header.FirstOrDefault()?.JointId == request.ProductId)
                .Select(pair => (pair.holding, pair.coseal!)),
        ];
        Core.Sealing.Portion[] words = [.. Words(joint)];
        PartnerCode[] named = [.. header.JointPartners.Select(text => PartnerCode.TryParse(text, out PartnerCode code) ? code : default).Where(code => code != default)];
        var tally = JointTally.Of(joint.Row.Originator, named, (int)header.JointQuorum, Held, said.Select(Word));
        var standing = new JointStanding
        {
            ProductId = request.ProductId,
            Lead = joint.Row.Originator.Value,
            Quorum = header.JointQuorum,
            Sealed = (uint)tally.Sealed,
            Reached = tally.Reached,
        };
        standing.Partners.AddRange(tally.States.Select(state => Partner(state.Partner, state.State, said)));
        await node.StateAccessAsync(caller, [joint.Row.Product, .. said.Select(one => one.Holding.Row.Product)], cancellation);
        return standing;

        string[] Held(PartnerCode partner) =>
            [.. words.Select(portion => Convert.ToHexStringLower(CosealMarks.Of(joint.Row.Product, partner, portion.Index, portion.Salt.Span)))];
    }

    private (Visible Joint, Header Header) Find(ByteString id, LocalCaller caller)
    {
        if (!ProductId.TryFrom(id.Span, out ProductId product))
        {
            throw RichStatus.BadRequest([new FieldViolation("product_id", "LENGTH", "Must have 32 bytes.")]);
        }

        // A caller who may not see the header cannot know that it is joint.
        return view.Of(product, caller) is { } joint
            && joint.Schema.Name.StartsWith(RiskAssessment.Descriptor.FullName + "/", StringComparison.Ordinal)
            && Reassembler.Reassemble<RiskAssessment>(joint.Portions, joint.Schema).Header.FirstOrDefault() is { Type: AssessmentType.Joint } header
                ? (joint, header)
                : throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such joint assessment.");
    }

    /// <summary>Every wording of every judgement that the caller may see.</summary>
    private static IEnumerable<Core.Sealing.Portion> Words(Visible joint) =>
        joint.Portions.Where(portion => portion.Body.Type == JudgementType && !portion.Recalled);

    private static JointWord Word((Holding Holding, Coseal Coseal) said) => new(
        said.Holding.Row.Originator,
        said.Holding.Row.IssuedAtMs,
        said.Coseal.Header[0].Stance == CosealStance.Seals,
        [.. said.Coseal.Words.SelectMany(words => words.Marks).Select(mark => Convert.ToHexStringLower(mark.Mark.Span))]);

    private static JointPartner Partner(PartnerCode partner, JointSeal state, (Holding Holding, Coseal Coseal)[] said)
    {
        (Holding Holding, Coseal Coseal)[] own = [.. said.Where(one => one.Holding.Row.Originator == partner).OrderBy(one => one.Holding.Row.IssuedAtMs)];
        var row = new JointPartner
        {
            Partner = partner.Value,
            State = state switch
            {
                JointSeal.Open => JointSealState.Open,
                JointSeal.Sealed => JointSealState.Sealed,
                JointSeal.InPart => JointSealState.SealedInPart,
                JointSeal.Dissents => JointSealState.Dissents,
            },
        };
        if (own.Length > 0)
        {
            row.ProductId = ByteString.CopyFrom(own[^1].Holding.Row.Product.Span);
            row.AtMs = own[^1].Holding.Row.IssuedAtMs;
        }

        row.Dissent.AddRange(own.SelectMany(one => one.Coseal.Dissent));
        return row;
    }

    private static Portion Marked(Protocol.V1.Marking? marking, Visible joint)
    {
        var portion = new Portion { Marking = marking?.Clone() ?? new Protocol.V1.Marking() };
        portion.Region.AddRange(joint.Portions.SelectMany(one => one.Body.Regions).Distinct().Order(StringComparer.Ordinal));
        return portion;
    }
}
