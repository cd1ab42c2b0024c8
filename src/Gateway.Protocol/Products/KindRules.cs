using System.Collections;
using Gateway.Core.Partners;
using Gateway.Protocol.Assessments;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using CosealMarks = Gateway.Core.Sealing.CosealMarks;
using Limits = Gateway.Core.Sealing.Limits;

namespace Gateway.Protocol.Products;

/// <summary>What every kind of product has to keep as a whole, and the values of the kinds beside assessments (their proto files say units and ranges).</summary>
internal static class KindRules
{
    /// <summary>Lists that must not be empty, by kind.</summary>
    private static readonly Dictionary<MessageDescriptor, string[]> Required = new()
    {
        [RiskAssessment.Descriptor] = ["header", "subject"],
        [Warning.Descriptor] = ["header", "subject", "danger"],
        [Watchlist.Descriptor] = ["header"],
        [Threshold.Descriptor] = ["header", "subject", "line"],
        [InformationRequest.Descriptor] = ["header", "questions"],
        [InformationAnswer.Descriptor] = ["header"],
        [Coseal.Descriptor] = ["header"],
    };

    /// <summary>What concerns the product as a whole.</summary>
    public static void Check(IProductContent content, Violations violations)
    {
        foreach (string field in Required[content.Descriptor])
        {
            if (List(content, field).Count == 0)
            {
                violations.Add(field, SubmissionRule.Required, "Must be there at least once.");
            }
        }

        if (content is InformationAnswer { Replies.Count: 0 } answer && !answer.Header.Any(header => header.Declined))
        {
            violations.Add("replies", SubmissionRule.Required, "An answer that does not decline has at least one reply.");
        }

        if (content is Coseal { Header: [{ Stance: var stance }, ..] } coseal)
        {
            string missing = stance == CosealStance.Seals && coseal.Words.Count == 0 ? "words"
                : stance == CosealStance.Dissents && coseal.Dissent.Count == 0 ? "dissent" : "";
            if (missing.Length > 0)
            {
                violations.Add(missing, SubmissionRule.Required, "Who seals names what, and who dissents says why.");
            }
        }

        IList headers = List(content, "header");
        for (int i = 1; i < headers.Count; i++)
        {
            if (((IProductHeader)headers[i]!).Mode != ((IProductHeader)headers[0]!).Mode)
            {
                violations.Add($"header[{i}].mode", SubmissionRule.ModeMissing, "All variants of the header have the same mode.");
            }
        }
    }

    /// <summary>One portion.</summary>
    public static void Check(IMessage message, FieldCheck check)
    {
        if (message is IProductHeader header)
        {
            check.Require(header.Title.Length > 0, "title");
            check.Name(header.Title, "title");
            check.That(header.Mode != Mode.Unspecified, "mode", SubmissionRule.ModeMissing, "Say whether it is actual, exercise or test.");
        }

        switch (message)
        {
            case WarningHeader warning:
                Check(warning, check);
                break;
            case Danger danger:
                Check(danger, check);
                break;
            case Ground ground:
                Check(ground, check);
                break;
            case WatchEntry entry:
                Country(entry.Iso3, check);
                check.Range(entry.Priority <= 5, "priority", "0 to 5");
                check.Range(entry.SinceMs >= 0, "since_ms", "not before 1970");
                break;
            case ThresholdHeader threshold:
                check.Range(threshold.AuthoredAtMs >= 0, "authored_at_ms", "not before 1970");
                check.Range(threshold.ValidFromMs >= 0, "valid_from_ms", "not before 1970");
                check.Order(
                    threshold.ValidUntilMs == 0 || threshold.ValidFromMs < threshold.ValidUntilMs, "valid_until_ms", "Valid from lies before valid until.");
                break;
            case RedLine line:
                Check(line, check);
                break;
            case RequestHeader request:
                check.Range(request.AuthoredAtMs >= 0, "authored_at_ms", "not before 1970");
                check.Order(request.AnswerByMs == 0 || request.AuthoredAtMs < request.AnswerByMs, "answer_by_ms", "An answer is hoped for after the question.");
                break;
            case Question question:
                check.Require(question.Text.Length > 0, "text");
                Product(question.ProductId, required: false, "product_id", check);
                break;
            case CosealHeader coseal:
                check.Require(coseal.Stance != CosealStance.Unspecified, "stance");
                check.Range(coseal.AuthoredAtMs >= 0, "authored_at_ms", "not before 1970");
                Product(coseal.JointId, required: true, "joint_id", check);
                break;
            case CosealedWords words:
                check.Range(words.Marks.Count > 0 && words.Marks.Count % CosealMarks.Multiple == 0, "marks", $"a multiple of {CosealMarks.Multiple}");
                check.Range(words.Marks.All(mark => mark.Mark.Length == Limits.Hash), "marks", "marks of 32 bytes");
                break;
            case AnswerHeader answer:
                check.Range(answer.AuthoredAtMs >= 0, "authored_at_ms", "not before 1970");
                Product(answer.RequestId, required: true, "request_id", check);
                break;
            case Reply reply:
                check.Require(reply.Text.Length > 0, "text");
                for (int i = 0; i < reply.Products.Count; i++)
                {
                    Product(reply.Products[i].ProductId, required: true, $"products[{i}].product_id", check);
                }

                break;
        }
    }

    /// <summary>Who a joint assessment is to be of.</summary>
    public static void CheckJoint(Header header, FieldCheck check)
    {
        bool joint = header.Type == AssessmentType.Joint;
        check.That(
            joint == header.JointPartners.Count >= 2 && (joint || header.JointPartners.Count == 0),
            "joint_partners",
            SubmissionRule.Required,
            "A joint assessment names at least two partners, and no other names any.");
        check.Range(
            joint ? header.JointQuorum >= 2 && header.JointQuorum <= header.JointPartners.Count : header.JointQuorum == 0,
            "joint_quorum",
            "2 to the number of joint partners, and 0 where it is not joint");
        for (int i = 0; i < header.JointPartners.Count; i++)
        {
            check.Range(
                PartnerCode.TryParse(header.JointPartners[i], out _) && header.JointPartners.IndexOf(header.JointPartners[i]) == i,
                $"joint_partners[{i}]",
                "the code of a partner, once");
        }
    }

    private static void Check(WarningHeader warning, FieldCheck check)
    {
        check.Require(warning.Kind != WarningKind.Unspecified, "kind");
        check.Range(warning.AuthoredAtMs >= 0, "authored_at_ms", "not before 1970");
        check.Order(
            warning.AcknowledgeByMs == 0 || warning.AuthoredAtMs < warning.AcknowledgeByMs, "acknowledge_by_ms", "A warning is acknowledged after it was written.");
        check.Order(warning.ValidUntilMs == 0 || warning.AuthoredAtMs < warning.ValidUntilMs, "valid_until_ms", "A warning lapses after it was written.");
        check.That(
            warning.RuleId.Length == 0 || PortionRules.IsLabel(warning.RuleId), "rule_id", SubmissionRule.LabelMalformed, "A rule id has 1 to 32 characters a-z, 0-9 or hyphen.");
    }

    private static void Check(Danger danger, FieldCheck check)
    {
        check.Require(danger.Statement.Length > 0, "statement");
        check.Require(danger.Urgency != Urgency.Unspecified, "urgency");
        check.Require(danger.Severity != Severity.Unspecified, "severity");
        check.Require(danger.Certainty != Certainty.Unspecified, "certainty");
        check.Range(danger.OnsetAtMs >= 0, "onset_at_ms", "not before 1970");
        JudgementRules.Apart(danger.Statement, "statement", check);
        JudgementRules.Check(danger.Likelihood, check);
    }

    private static void Check(Ground ground, FieldCheck check)
    {
        check.Require(ground.Kind != GroundKind.Unspecified, "kind");
        Product(ground.ProductId, required: false, "product_id", check);
        check.That(!ground.HasValue || ground.Unit.Length > 0, "unit", SubmissionRule.UnitMissing, "A value needs a unit.");
        check.Range(ground.AtMs >= 0, "at_ms", "not before 1970");
        for (int i = 0; i < ground.Partners.Count; i++)
        {
            check.Range(PartnerCode.TryParse(ground.Partners[i], out _), $"partners[{i}]", "the code of a partner");
        }
    }

    private static void Check(RedLine line, FieldCheck check)
    {
        check.Require(line.Statement.Length > 0, "statement");
        check.Require(line.Indicator.Length > 0, "indicator");
        check.Require(line.Crossing != Crossing.Unspecified, "crossing");
        check.That(
            line.Crossing == Crossing.Unspecified || line.HasValue == (line.Crossing != Crossing.Seen),
            "value",
            SubmissionRule.Required,
            "A number to compare with needs a value; what is only seen has none.");
        check.That(!line.HasValue || line.Unit.Length > 0, "unit", SubmissionRule.UnitMissing, "A value needs a unit.");
    }

    private static void Country(string iso3, FieldCheck check)
    {
        check.Require(iso3.Length > 0, "iso3");
        check.Country(iso3, "iso3");
    }

    private static void Product(ByteString id, bool required, string field, FieldCheck check) =>
        check.Range(id.Length == Limits.Hash || (id.IsEmpty && !required), field, "the 32 bytes of a product id");

    private static IList List(IProductContent content, string field) =>
        (IList)content.Descriptor.FindFieldByName(field).Accessor.GetValue(content);
}
