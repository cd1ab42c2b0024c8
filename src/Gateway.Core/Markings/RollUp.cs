using System.Collections.Immutable;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>From the marks of portions to the mark over all of them. Pure and total.</summary>
public static class RollUp
{
    /// <summary>
    /// The banner over the portions, spelt in a policy: the originator's. It dominates every portion, or there is none: whatever the
    /// policy has no words for is refused rather than dropped. No portions, no banner. Positions of <c>ROLLUP</c> errors are
    /// indexes of portions. The order of the portions does not matter.
    /// </summary>
    public static MarkingReading Banner(IReadOnlyList<ParsedMarking> portions, string policy, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(portions);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new MarkingErrors();
        if (portions.Count == 0)
        {
            errors.Add("ROLLUP-EMPTY", 0, "Give at least one portion: nothing has no marking.");
            return new MarkingReading.Unreadable(errors.Errors);
        }

        IMarkingGrammar? grammar = policy is null ? null : Grammars.Find(policy, registry);
        if (grammar is null)
        {
            errors.Add("MARK-POLICY", 0, Grammars.NameOne);
            return new MarkingReading.Unreadable(errors.Errors);
        }

        return grammar.Merge(portions, registry, errors) is { } merged && !errors.Any
            ? Checked(merged, grammar, portions, registry)
            : new MarkingReading.Unreadable(errors.Errors);
    }

    /// <summary>
    /// A banner that compilation raised: portions may say more together than each alone (CAPCO 2016 §D.2 p28). It stands when it covers their
    /// roll-up; raising is the author's judgement, lowering is refused with <c>ROLLUP-COMPILED</c>.
    /// </summary>
    public static MarkingReading Compiled(Marking raised, IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(raised);
        MarkingReading reading = MarkingReader.Read(raised, MarkingKind.Banner, registry);
        if (reading is not MarkingReading.Readable { Marking: var banner }
            || Banner(portions, raised.Policy, registry) is not MarkingReading.Readable { Marking: var least })
        {
            return reading is MarkingReading.Unreadable ? reading : Banner(portions, raised.Policy, registry);
        }

        return MarkingLattice.Dominates(banner, least, registry)
            ? reading
            : new MarkingReading.Unreadable(
                [new MarkingError("ROLLUP-COMPILED", $"Compilation may raise a banner, never lower it: {least.Canonical} is the least.", 0)]);
    }

    /// <summary>
    /// The same marking with coalitions spelt as their members, for transfer: a recipient need not know, or share, the sender's
    /// member lists. Organisations that are recipients themselves (NATO, EU) and opaque codes stay as they are.
    /// </summary>
    public static MarkingReading ExpandCoalitions(ParsedMarking marking, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(registry);
        ParsedMarking spelt = marking with
        {
            ReleasableTo = Spell(marking.ReleasableTo, registry),
            Only = Spell(marking.Only, registry),
            DisplayOnly = Spell(marking.DisplayOnly, registry)?.Remove(UsVocabulary.Usa), // the holder is not shown its own
        };
        Marking source = marking.Source with
        {
            Text = MarkingPrinter.Print(spelt, marking.Kind, registry),
            ReleasableTo = spelt.ReleasableTo ?? [],
            OriginatorList = Spell(marking.Source.OriginatorList.IsDefault ? [] : marking.Source.OriginatorList, registry) ?? [],
        };
        return MarkingReader.Read(source, marking.Kind, registry);
    }

    private static MarkingReading Checked(
        ParsedMarking merged, IMarkingGrammar grammar, IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry)
    {
        Marking source = merged.Source with
        {
            Text = grammar.Print(merged, MarkingKind.Banner, registry),
            ReleasableTo = merged.ReleasableTo ?? [],
            NotBeforeMs = portions.Max(portion => portion.Source.NotBeforeMs),
        };
        MarkingReading reading = MarkingReader.Read(source, MarkingKind.Banner, registry);
        if (reading is not MarkingReading.Readable readable)
        {
            return reading;
        }

        // The promise of this method, kept even against our own mistakes.
        for (int i = 0; i < portions.Count; i++)
        {
            if (!MarkingLattice.Dominates(readable.Marking, portions[i], registry))
            {
                return new MarkingReading.Unreadable(
                    [new MarkingError("ROLLUP-DOMINATE", "No banner of this policy covers this portion; leave it out.", i)]);
            }
        }

        return reading;
    }

    private static ImmutableArray<string>? Spell(ImmutableArray<string>? list, MarkingRegistry registry) => list is not { } codes
        ? null
        : registry.InOrder(codes.SelectMany(code =>
            registry.TryGetCoalition(code, out Coalition? group) && group.Kind == CoalitionKind.Coalition
                ? registry.Expand(code)
                : [code]));
}
