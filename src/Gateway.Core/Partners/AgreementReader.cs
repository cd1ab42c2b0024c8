using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>
/// Reads the JSON text of a bilateral agreement. Strict: an unknown or repeated member is an error, and all errors are reported at
/// once. Who signed the text is checked elsewhere, over the same bytes.
/// </summary>
public static class AgreementReader
{
    /// <summary>Longest that notices may be outstanding, in hours: thirty days.</summary>
    public const int LongestNoticeHours = 720;

    internal static readonly FrozenDictionary<string, Purpose> Purposes = new Dictionary<string, Purpose>
    {
        ["ATROCITY_PREVENTION"] = Purpose.AtrocityPrevention,
        ["EARLY_WARNING"] = Purpose.EarlyWarning,
        ["HUMANITARIAN_RESPONSE"] = Purpose.HumanitarianResponse,
        ["SANCTIONS"] = Purpose.Sanctions,
        ["ACCOUNTABILITY"] = Purpose.Accountability,
    }.ToFrozenDictionary();

    /// <summary>Reads an agreement; its digest is that of <paramref name="json"/>. Never throws for what the text contains.</summary>
    /// <param name="json">UTF-8 text, without signatures.</param>
    /// <param name="agreement">The agreement, if there are no errors.</param>
    /// <param name="errors">Everything wrong, in document order; empty on success.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Agreement? agreement, out ImmutableArray<DocumentError> errors)
    {
        string digest = Roster.DigestOf(json);
        return DocumentText.TryRead(json, root => Read(root, digest), out agreement, out errors) && agreement is not null;
    }

    private static Agreement Read(DocumentCursor root, string digest)
    {
        root.Members(
            "id", "version", "parties", "stage", "ceiling", "purposes", "valid_from", "valid_until", "hold_for_officer?", "notice_max_age_hours");
        (PartnerCode first, PartnerCode second) = root.TryMember("parties", out DocumentCursor p) ? Parties(p) : default;
        (Level fromFirst, Level fromSecond) = root.TryMember("ceiling", out DocumentCursor c) ? Ceilings(c, first, second) : default;
        DateTimeOffset from = root.TryMember("valid_from", out DocumentCursor f) ? f.Time() : default;
        DateTimeOffset until = root.TryMember("valid_until", out DocumentCursor u) ? u.Time() : DateTimeOffset.MaxValue;
        if (until <= from)
        {
            root.Fail("empty-period", "valid_until comes after valid_from.");
        }

        return new Agreement
        {
            Id = root.TryMember("id", out DocumentCursor id) ? id.Text() : "",
            Version = root.TryMember("version", out DocumentCursor v) ? v.Number(1, int.MaxValue) : 1,
            First = first,
            Second = second,
            Stage = root.TryMember("stage", out DocumentCursor s) ? s.Number(Stages.Lowest, Stages.Highest) : Stages.Lowest,
            CeilingFromFirst = fromFirst,
            CeilingFromSecond = fromSecond,
            Purposes = root.TryMember("purposes", out DocumentCursor list) ? ReadPurposes(list) : [],
            ValidFrom = from,
            ValidUntil = until,
            HoldForOfficer = root.TryMember("hold_for_officer", out DocumentCursor hold) && hold.Flag(),
            NoticeMaxAge = TimeSpan.FromHours(root.TryMember("notice_max_age_hours", out DocumentCursor n) ? n.Number(1, LongestNoticeHours) : 1),
            Digest = digest,
        };
    }

    private static (PartnerCode First, PartnerCode Second) Parties(DocumentCursor list)
    {
        ImmutableArray<PartnerCode> parties = [.. list.Items().Select(item => item.Code()).Order()];
        if (parties.Length == 2 && parties[0] != parties[1])
        {
            return (parties[0], parties[1]);
        }

        list.Fail("not-two-parties", "Exactly two different parties are expected here.");
        return default;
    }

    private static (Level FromFirst, Level FromSecond) Ceilings(DocumentCursor item, PartnerCode first, PartnerCode second)
    {
        if (item.IsText)
        {
            Level both = item.Level();
            return (both, both);
        }

        if (first == second)
        {
            return default;
        }

        item.Members(first.Value, second.Value);
        return (
            item.TryMember(first.Value, out DocumentCursor one) ? one.Level() : default,
            item.TryMember(second.Value, out DocumentCursor other) ? other.Level() : default);
    }

    private static ImmutableSortedSet<Purpose> ReadPurposes(DocumentCursor list)
    {
        var purposes = ImmutableSortedSet.CreateBuilder<Purpose>();
        foreach (DocumentCursor item in list.Items())
        {
            Purpose purpose = item.Word(
                "unknown-purpose", "No such purpose is known.", (string text, out Purpose found) => Purposes.TryGetValue(text, out found));
            if (!purposes.Add(purpose))
            {
                item.Fail("duplicate", "This purpose stands twice.");
            }
        }

        if (purposes.Count == 0)
        {
            list.Fail("empty", "At least one purpose is expected here.");
        }

        return purposes.ToImmutable();
    }
}
