using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;

namespace Gateway.Core.Watching;

/// <summary>How confidential a finding is, and who may learn of it: what it rests on says so, all together. Pure.</summary>
public static class GroundMarkings
{
    /// <summary>
    /// The join of all markings that a finding rests on, and of its rule's own, as a portion mark of the partner that warns: foreign owners are
    /// kept as owners of foreign government information. It dominates every one of them. Null when no mark can carry them together.
    /// </summary>
    public static Marking? Join(Finding finding, PartnerCode originator, MarkingRegistry registry) =>
        Join(finding.Portions.SelectMany(portion => portion.Facts).Select(facts => facts.Marking).Append(finding.Rule.Marking).OfType<Marking>(), originator, registry);

    /// <summary>The join of any markings, as above.</summary>
    public static Marking? Join(IEnumerable<Marking> markings, PartnerCode originator, MarkingRegistry registry)
    {
        Marking[] parts = [.. markings.Distinct()];
        if (Banners.Of(parts, originator, registry) is not { } banner
            || MarkingReader.Read(banner, MarkingKind.Banner, registry) is not MarkingReading.Readable { Marking: var over })
        {
            return null;
        }

        Marking portion = banner with { Text = MarkingPrinter.Print(over, MarkingKind.Portion, registry) };
        return MarkingReader.Read(portion, MarkingKind.Portion, registry) is MarkingReading.Readable { Marking: var join }
            && parts.All(part => MarkingReader.Read(part, MarkingKind.Portion, registry) is MarkingReading.Readable { Marking: var own }
                && MarkingLattice.Dominates(join, own, registry))
            ? portion
            : null;
    }

    /// <summary>
    /// Partners to whom this node would release every portion that a finding rests on, each by itself, now; ascending. The join of markings
    /// alone is not enough: an agreement's stage or a rule of policy may keep a kind of portion from a partner whose mark it fits, and a warning
    /// repeats in other words what the portion says.
    /// </summary>
    /// <param name="finding">The finding.</param>
    /// <param name="model">What decides.</param>
    /// <param name="now">When.</param>
    /// <param name="opened">Partners to whom a portion was opened already, by an officer where the rules alone would not.</param>
    public static ImmutableArray<PartnerCode> Audience(
        Finding finding, NodeModel model, DateTimeOffset now, Func<FactPortion, ImmutableArray<PartnerCode>> opened)
    {
        DecisionContext context = model.At(now);
        HashSet<PartnerCode> left = [.. model.Recipients];
        foreach (FactPortion portion in finding.Portions)
        {
            left.RemoveWhere(partner => portion.Facts.Any(facts => Interpreter.Decide(facts, partner, context).Outcome != Outcome.Release)
                && !opened(portion).Contains(partner));
        }

        return [.. left.Order()];
    }

    /// <summary>Countries that the grounds are about, ordinal order: policy decides over a warning as it would over them.</summary>
    public static ImmutableArray<string> Regions(Finding finding) =>
        [.. finding.Portions.SelectMany(portion => portion.Facts).SelectMany(facts => facts.Regions).Append(finding.Subject.Iso3).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Policy topics of the grounds, ordinal order.</summary>
    public static ImmutableArray<string> Topics(Finding finding) =>
        [.. finding.Portions.SelectMany(portion => portion.Facts).SelectMany(facts => facts.Topics).Distinct().Order(StringComparer.Ordinal)];
}
