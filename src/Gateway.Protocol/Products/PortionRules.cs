using System.Text;
using Gateway.Core.Assessments;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Google.Protobuf.Collections;

namespace Gateway.Protocol.Products;

/// <summary>What every portion's header has to keep. Whether the mark can be read under its policy is not asked here.</summary>
internal static class PortionRules
{
    private const int LabelLength = 32;

    private static readonly (string Rule, string Message) Country = (SubmissionRule.CountryMalformed, "Not an ISO 3166-1 alpha-3 code.");

    private static readonly (string Rule, string Message) Topic =
        (SubmissionRule.LabelMalformed, "A topic has 1 to 32 characters a-z, 0-9 or hyphen.");

    public static void Check(SubmissionNode node, Violations violations)
    {
        if (node.Header is not { } header)
        {
            violations.Add(node, "portion.marking", SubmissionRule.MarkingMissing, "Every portion needs a marking.");
            return;
        }

        if (header.Id.Length > 0 && !IsLabel(header.Id))
        {
            violations.Add(node, "portion.id", SubmissionRule.LabelMalformed, "A label has 1 to 32 characters a-z, 0-9 or hyphen.");
        }

        CheckMarking(node, header.Marking, violations);
        CheckList(node, "portion.region", header.Region, IsCountry, Country, violations);
        CheckReal(node, header.Region, violations);
        CheckList(node, "portion.topic", header.Topic, IsLabel, Topic, violations);
    }

    /// <summary>The shape of an ISO 3166-1 alpha-3 code.</summary>
    public static bool IsCountry(string text) =>
        text.Length == 3 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1]) && char.IsAsciiLetterUpper(text[2]);

    private static void CheckReal(SubmissionNode node, RepeatedField<string> regions, Violations violations)
    {
        for (int i = 0; i < regions.Count && i < Limits.ListLength; i++)
        {
            if (IsCountry(regions[i]) && !IsoCodes.IsCountry(regions[i]))
            {
                violations.Add(
                    node, $"portion.region[{i}]", SubmissionRule.CountryUnknown, "No country has this ISO 3166-1 alpha-3 code.");
            }
        }
    }

    /// <summary>The shape of a label, a topic, the id of a rule.</summary>
    public static bool IsLabel(string text)
    {
        if (text.Length is 0 or > LabelLength)
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    private static void CheckMarking(SubmissionNode node, Marking? marking, Violations violations)
    {
        if (marking is null || marking.Policy.Length == 0 || marking.Text.Length == 0)
        {
            violations.Add(node, "portion.marking", SubmissionRule.MarkingMissing, "Every portion needs a marking with policy and text.");
            return;
        }

        bool fits = Fits(marking.Policy) && Fits(marking.Text) && Fits(marking.Community)
            && Fits(marking.ReleasableTo) && Fits(marking.OriginatorList) && marking.NotBeforeMs >= 0;
        if (!fits)
        {
            violations.Add(node, "portion.marking", SubmissionRule.MarkingMalformed,
                "Texts of a marking are limited to 512 bytes, lists to 256 members, none empty; an embargo is not negative.");
        }
    }

    private static bool Fits(string text) =>
        text.Length <= Limits.Text / 3 || Encoding.UTF8.GetByteCount(text) <= Limits.Text;

    private static bool Fits(RepeatedField<string> list)
    {
        foreach (string text in list)
        {
            if (text.Length == 0 || !Fits(text))
            {
                return false;
            }
        }

        return list.Count <= Limits.ListLength;
    }

    private static void CheckList(
        SubmissionNode node,
        string field,
        RepeatedField<string> list,
        Func<string, bool> valid,
        (string Rule, string Message) fault,
        Violations violations)
    {
        if (list.Count > Limits.ListLength)
        {
            violations.Add(node, field, SubmissionRule.OutOfRange, "The list is limited to 256 members.");
            return;
        }

        for (int i = 0; i < list.Count; i++)
        {
            if (!valid(list[i]))
            {
                violations.Add(node, $"{field}[{i}]", fault.Rule, fault.Message);
            }
        }
    }
}
