using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>
/// From the parts that a wire form names back to a mark: printed under its policy, and read again by the reader that reads every mark.
/// So nothing gets in through a wire form that could not be written as a mark.
/// </summary>
internal static class RebuiltMark
{
    /// <summary>The mark that the draft spells. Null exactly when something was reported.</summary>
    public static ParsedMarking? Read(ParsedMarking draft, string place, MarkingRegistry registry, WireErrors errors)
    {
        var marking = new Marking { Policy = draft.Source.Policy, Text = MarkingPrinter.Print(draft, draft.Kind, registry) };
        MarkingReading reading = MarkingReader.Read(marking, draft.Kind, registry);
        if (reading is MarkingReading.Readable spelt && !SameList(spelt.Marking.ReleasableTo, draft.ReleasableTo))
        {
            // The grammar has no words for the list, so it is stated beside the text.
            reading = MarkingReader.Read(marking with { ReleasableTo = draft.ReleasableTo ?? [] }, draft.Kind, registry);
        }

        switch (reading)
        {
            case MarkingReading.Readable readable:
                return readable.Marking;
            case MarkingReading.Unreadable unreadable:
                errors.AddAll(unreadable.Errors.Select(error => new WireError(error.Rule, place, error.Message)));
                return null;
            default:
                throw new InvalidOperationException($"{reading.GetType()} is no reading.");
        }
    }

    /// <summary>Reports what stands beside the text of a mark and has no place in the form.</summary>
    public static void RefuseFields(ParsedMarking marking, WireErrors errors)
    {
        Marking source = marking.Source;
        if (source.NotBeforeMs != 0)
        {
            errors.Add("WIRE-EMBARGO", "not_before", "This form has no place for an embargo; export the mark after it, or as STIX.");
        }

        if (!source.OriginatorList.IsDefaultOrEmpty)
        {
            errors.Add("WIRE-ORIGINATOR-LIST", "originator_list",
                "This form has no place for the list of ORCON recipients; leave it out, or export as STIX.");
        }

        if (!string.IsNullOrEmpty(source.Community))
        {
            errors.Add("WIRE-COMMUNITY", "community", "This form has no place for a TLP community; leave it out, or export as STIX.");
        }

        if (marking.ReleasableTo is { IsEmpty: true })
        {
            errors.Add("WIRE-EMPTY-LIST", "releasable_to", "An empty release list cannot be written so that it stays empty; name the owner.");
        }
    }

    /// <summary>
    /// True when both say the same in every word. Asked after each export about its own import, so a part of a mark that a form has no
    /// place for, today's or tomorrow's, is found here and not lost.
    /// </summary>
    public static bool Same(ParsedMarking left, ParsedMarking right) =>
        left.Source.Policy == right.Source.Policy
        && left.Kind == right.Kind
        && left.Canonical == right.Canonical
        && SameList(left.ReleasableTo, right.ReleasableTo);

    /// <summary>Reports the loss that <see cref="Same"/> found.</summary>
    public static void RefuseLoss(string place, WireErrors errors) =>
        errors.Add("WIRE-LOSS", place, "A part of this mark has no place in this form; use another form, or a mark without it.");

    private static bool SameList(ImmutableArray<string>? left, ImmutableArray<string>? right) =>
        left is { } a && right is { } b ? CodeSet.Of(a).Equals(CodeSet.Of(b)) : left is null && right is null;
}
