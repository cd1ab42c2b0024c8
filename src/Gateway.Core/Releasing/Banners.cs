using Gateway.Core.Markings;
using Gateway.Core.Markings.UsRegister;
using Gateway.Core.Partners;

namespace Gateway.Core.Releasing;

/// <summary>Banners over what is released or shown.</summary>
public static class Banners
{
    /// <summary>
    /// Roll-up of portion markings, coalitions expanded for transfer: in the originator's policy where a portion is marked in it, else in
    /// the first by name that has words for all. Null when a marking cannot be read or no policy can write the roll-up, which releases
    /// nothing. The order of the portions does not matter: sealing shuffles them, and no release may hang on that.
    /// </summary>
    public static Marking? Of(IEnumerable<Marking> portions, PartnerCode originator, MarkingRegistry registry)
    {
        // Rolling up is idempotent: what stands on many portions counts once.
        HashSet<Marking> distinct = [.. portions];
        return registry.Memo.Banner(distinct, originator.Value, () => Make(distinct, originator, registry));
    }

    private static Marking? Make(HashSet<Marking> portions, PartnerCode originator, MarkingRegistry registry)
    {
        var parsed = new List<ParsedMarking>();
        foreach (Marking marking in portions)
        {
            if (MarkingReader.Read(marking, MarkingKind.Portion, registry) is not MarkingReading.Readable readable)
            {
                return null;
            }

            parsed.Add(readable.Marking);
        }

        return parsed.Select(marking => marking.Source.Policy)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(policy => policy == originator.Value || (policy == UsGrammar.Policy && originator.Value == UsVocabulary.Usa))
            .ThenBy(policy => policy, StringComparer.Ordinal)
            .Select(policy => Spelt(parsed, policy, registry))
            .FirstOrDefault(banner => banner is not null);
    }

    private static Marking? Spelt(List<ParsedMarking> parsed, string policy, MarkingRegistry registry)
    {
        return RollUp.Banner(parsed, policy, registry) is MarkingReading.Readable banner
            && RollUp.ExpandCoalitions(banner.Marking, registry) is MarkingReading.Readable expanded
            ? expanded.Marking.Source
            : null;
    }
}
