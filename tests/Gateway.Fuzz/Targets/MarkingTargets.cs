using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Fuzz.Targets;

/// <summary>
/// Marks of every policy, walked through their grammars and spoilt, or taken as text: nothing throws, a canonical form stays as it is, what cannot be read
/// is released to nobody, nobody gets what the order of restriction denies, and a banner covers its portions.
/// </summary>
internal static class MarkingTargets
{
    private const long Base = 48 << 20;
    private const long PerByte = 64 * 1024;

    private static readonly MarkingRegistry Registry = MarkingRegistry.Default;

    public static ImmutableArray<FuzzTarget> All { get; } = [new("marking", One, Base, PerByte), new("rollup", Many, Base, PerByte)];

    // The first byte says whether the rest is a walk or the text itself.
    private static string One(byte[] bytes)
    {
        (Marking marking, MarkingKind kind) = Take(bytes);
        MarkingReading reading = MarkingReader.Read(marking, kind, Registry);
        IEnumerable<PartnerCode> released = OpenWorld.Recipients(marking);
        if (reading is MarkingReading.Unreadable unreadable)
        {
            Promise.Holds(!unreadable.Errors.IsEmpty, "a refusal has a reason");
            Promise.Holds(
                unreadable.Errors.All(error => error.Position >= 0 && error.Position <= marking.Text.Length && error.Message.Length > 0 && error.Rule.Length > 0),
                "an error stands in the mark, and says something");
            Promise.Holds(kind != MarkingKind.Portion || !released.Any(), "what cannot be read is released to nobody");
            return $"{marking.Policy} {unreadable.Errors[0].Rule} {unreadable.Errors.Length > 1}";
        }

        ParsedMarking read = ((MarkingReading.Readable)reading).Marking;
        LatticePoint point = MarkingLattice.Of(read, Registry);
        Promise.Holds(Enum.IsDefined(read.Level), "what is readable has a level");
        Promise.Holds(point.Dominates(point), "a mark dominates itself");
        Promise.Holds(
            MarkingReader.Read(marking with { Text = read.Canonical }, kind, Registry) is MarkingReading.Readable again
                && again.Marking.Canonical == read.Canonical && MarkingLattice.Of(again.Marking, Registry).Equals(point),
            $"a canonical mark reads as itself: {marking.Policy} {read.Canonical}");
        PartnerCode[] beyond = kind == MarkingKind.Banner ? [] : [.. released.Where(code => !OpenWorld.MayHave(read, point, code))];
        Promise.Holds(beyond.Length == 0, $"nobody gets what the mark denies: {string.Join(' ', beyond)} got {marking.Policy} {read.Canonical}");
        return $"{marking.Policy} {kind} {read.Level} {read.Controls} {read.ReleasableTo?.Length} {read.NationalOnly?.Length} {read.Fgi?.Owners.Length} {read.Joint}";
    }

    private static string Many(byte[] bytes)
    {
        var walk = new MarkWalk(bytes);
        string policy = walk.Policy();
        var portions = new List<ParsedMarking>();
        for (int count = walk.Count(6); count > 0; count--)
        {
            string own = walk.Count(4) > 1 ? policy : walk.Policy();
            if (MarkingReader.Read(walk.Mark(own, MarkingKind.Portion), MarkingKind.Portion, Registry) is MarkingReading.Readable portion)
            {
                portions.Add(portion.Marking);
            }
        }

        MarkingReading reading = RollUp.Banner(portions, policy, Registry);
        Promise.Holds(Text(reading) == Text(RollUp.Banner([.. Enumerable.Reverse(portions), .. portions], policy, Registry)), "order and repetition change nothing");
        if (reading is not MarkingReading.Readable readable)
        {
            string rule = ((MarkingReading.Unreadable)reading).Errors[0].Rule;
            Promise.Holds(rule.StartsWith("ROLLUP-", StringComparison.Ordinal) ? rule != "ROLLUP-DOMINATE" : rule == "MARK-POLICY", $"a roll-up fails for its own reasons, not by {rule}");
            return $"{policy} {rule}";
        }

        ParsedMarking banner = readable.Marking;
        LatticePoint over = MarkingLattice.Of(banner, Registry);
        Promise.Holds(portions.All(portion => over.Dominates(MarkingLattice.Of(portion, Registry))), $"a banner covers its portions: {banner.Canonical}");
        Promise.Holds(
            RollUp.ExpandCoalitions(banner, Registry) is not MarkingReading.Readable spelt || MarkingLattice.Of(spelt.Marking, Registry).Releasable.Equals(over.Releasable),
            $"spelling coalitions out changes no recipient: {banner.Canonical}");
        if (portions.Count > 1 && RollUp.Banner(portions[1..], policy, Registry) is MarkingReading.Readable fewer)
        {
            Promise.Holds(over.Releasable.IsSubsetOf(MarkingLattice.Of(fewer.Marking, Registry).Releasable), "a portion more never adds a recipient");
        }

        return $"{policy} {portions.Count} {banner.Level} {banner.Controls} {banner.ReleasableTo?.Length} {banner.Fgi?.Owners.Length} {banner.NationalOnly?.Length} {banner.Joint}";
    }

    private static (Marking Marking, MarkingKind Kind) Take(byte[] bytes)
    {
        if (bytes.Length > 1 && bytes[0] % 4 == 3)
        {
            string policy = Registry.Policies[bytes[1] % Registry.Policies.Length];
            return (new Marking { Policy = policy, Text = Encoding.UTF8.GetString(bytes.AsSpan(2)) }, bytes[0] % 8 == 3 ? MarkingKind.Portion : MarkingKind.Banner);
        }

        var walk = new MarkWalk(bytes);
        MarkingKind kind = walk.Count(3) < 3 ? MarkingKind.Portion : MarkingKind.Banner;
        return (walk.Mark(walk.Policy(), kind), kind);
    }

    private static string Text(MarkingReading reading) => reading is MarkingReading.Readable readable ? readable.Marking.Canonical : "refused";
}
