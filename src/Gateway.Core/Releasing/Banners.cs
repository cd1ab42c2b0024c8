using Gateway.Core.Markings;

namespace Gateway.Core.Releasing;

/// <summary>Banners over what is released or shown.</summary>
public static class Banners
{
    /// <summary>
    /// Roll-up of portion markings in the policy of the first of them, coalitions expanded for transfer; null when a marking cannot be
    /// read or the roll-up cannot be written, which releases nothing.
    /// </summary>
    public static Marking? Of(IEnumerable<Marking> portions, MarkingRegistry registry)
    {
        var parsed = new List<ParsedMarking>();
        // Rolling up is idempotent: what stands on many portions counts once.
        foreach (Marking marking in portions.Distinct())
        {
            if (MarkingReader.Read(marking, MarkingKind.Portion, registry) is not MarkingReading.Readable readable)
            {
                return null;
            }

            parsed.Add(readable.Marking);
        }

        return parsed.Count > 0
            && RollUp.Banner(parsed, parsed[0].Source.Policy, registry) is MarkingReading.Readable banner
            && RollUp.ExpandCoalitions(banner.Marking, registry) is MarkingReading.Readable expanded
            ? expanded.Marking.Source
            : null;
    }
}
