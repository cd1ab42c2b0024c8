using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>
/// Reads the JSON text of a roster. Strict: an unknown or repeated member is an error, and all errors are reported at once.
/// Who signed the text is checked elsewhere, over the same bytes.
/// </summary>
public static class RosterReader
{
    /// <summary>Reads a roster; its digest is that of <paramref name="json"/>. Never throws for what the text contains.</summary>
    /// <param name="json">UTF-8 text, without signatures.</param>
    /// <param name="roster">The roster, if there are no errors.</param>
    /// <param name="errors">Everything wrong, in document order; empty on success.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Roster? roster, out ImmutableArray<DocumentError> errors)
    {
        string digest = Roster.DigestOf(json);
        return DocumentText.TryRead(json, root => Read(root, digest), out roster, out errors) && roster is not null;
    }

    private static Roster Read(DocumentCursor root, string digest)
    {
        root.Members("version", "previous?", "expires", "quorum", "witness_quorum?", "coalitions", "partners");
        ImmutableArray<Partner> partners = root.TryMember("partners", out DocumentCursor list) ? [.. list.Items().Select(PartnerReader.Read)] : [];
        ImmutableArray<RosterCoalition> coalitions = root.TryMember("coalitions", out DocumentCursor groups) ? [.. groups.Items().Select(ReadCoalition)] : [];
        RosterTerms terms = ReadTerms(root, partners.Length);
        CheckCodes(root, partners, coalitions);
        RosterWitnesses.Check(root, partners, terms.WitnessQuorum);

        // With errors the result is thrown away; building it could trip over repeated codes.
        return root.Errors.Count > 0
            ? new Roster(terms, [], [], digest)
            : new Roster(terms, partners, coalitions, digest);
    }

    private static RosterTerms ReadTerms(DocumentCursor root, int partners)
    {
        int version = root.TryMember("version", out DocumentCursor v) ? v.Number(1, int.MaxValue) : 1;
        DateTimeOffset expires = root.TryMember("expires", out DocumentCursor e) ? e.Time() : default;
        int quorum = root.TryMember("quorum", out DocumentCursor q) ? q.Number(1, Math.Max(1, partners)) : 1;
        string previous = "";
        if (root.TryMember("previous", out DocumentCursor p))
        {
            previous = p.Text();
            if (version == 1)
            {
                p.Fail("first-has-previous", "The first roster follows none.");
            }
            else if (!PartnerReader.IsLowerHex(previous, 64))
            {
                p.Fail("not-a-digest", "64 lower-case hex digits are expected here.");
            }
        }
        else if (version > 1)
        {
            root.Fail("missing-previous", "A roster after the first names the digest of the one before.");
        }

        int witnesses = root.TryMember("witness_quorum", out DocumentCursor w) ? w.Number(0, Math.Max(0, partners - 1)) : 0;
        return new RosterTerms(version, previous, expires, quorum) { WitnessQuorum = witnesses };
    }

    private static RosterCoalition ReadCoalition(DocumentCursor item)
    {
        if (!item.Members("code", "members"))
        {
            return new RosterCoalition(default, []);
        }

        PartnerCode code = item.TryMember("code", out DocumentCursor c) ? c.Code() : default;
        var members = ImmutableArray.CreateBuilder<Membership>();
        foreach (DocumentCursor entry in item.TryMember("members", out DocumentCursor m) ? m.Items() : [])
        {
            entry.Members("code", "from", "until?");
            PartnerCode member = entry.TryMember("code", out DocumentCursor mc) ? mc.Code() : default;
            DateTimeOffset from = entry.TryMember("from", out DocumentCursor f) ? f.Time() : default;
            DateTimeOffset? until = entry.TryMember("until", out DocumentCursor u) ? u.Time() : null;
            if (until <= from)
            {
                entry.Fail("empty-period", "Membership ends after it begins.");
            }

            if (members.Any(o => o.Member == member && (until is null || o.From < until) && (o.Until is null || from < o.Until)))
            {
                entry.Fail("overlapping-periods", "Two periods of one member overlap.");
            }

            members.Add(new Membership(member, from, until));
        }

        return new RosterCoalition(code, members.ToImmutable());
    }

    private static void CheckCodes(DocumentCursor root, ImmutableArray<Partner> partners, ImmutableArray<RosterCoalition> coalitions)
    {
        foreach (PartnerCode code in partners.Select(p => p.Code).GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            root.Fail("duplicate-partner", $"Partner {code} stands twice.");
        }

        foreach (PartnerCode code in coalitions.Select(p => p.Code).GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            root.Fail("duplicate-coalition", $"Coalition {code} stands twice.");
        }

        // A statement is its log's owner's: two logs of one name would let one partner speak as another.
        foreach (string origin in partners.SelectMany(p => new[] { p.ReleaseLog.Origin, p.InternalLogOrigin })
            .GroupBy(o => o).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            root.Fail("duplicate-origin", $"Two logs are named {origin}.");
        }

        // An organisation may be a partner and a group of nations (NATO); a nation is no group.
        foreach (Partner nation in partners.Where(p => p.Kind == PartnerKind.Nation && coalitions.Any(c => c.Code == p.Code)))
        {
            root.Fail("nation-as-coalition", $"{nation.Code} is a nation and cannot be a coalition.");
        }
    }
}
