using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>
/// Marks as confidentiality labels of ADatP-4774 and back. Pure and total. A mark says nothing of dates and originators, and a label
/// does not say whether it is a portion's or a banner's: the label keeps the first, and the reader is told the second.
/// </summary>
public static class LabelMarking
{
    /// <summary>The label of the mark's originator.</summary>
    public static WireOutcome<ConfidentialityLabel> Originator(ParsedMarking marking, LabelDetails details, MarkingRegistry registry) =>
        Write(marking, LabelRole.Originator, details, registry);

    /// <summary>The label of the metadata themselves.</summary>
    public static WireOutcome<ConfidentialityLabel> Metadata(ParsedMarking marking, LabelDetails details, MarkingRegistry registry) =>
        Write(marking, LabelRole.Metadata, details, registry);

    /// <summary>
    /// The label that says in another policy what the mark says; it stands beside the originator's and never takes its place
    /// (ADatP-4774.1 §4.2). Levels map up, and what the policy has no words for is refused, as in a roll-up.
    /// </summary>
    public static WireOutcome<ConfidentialityLabel> Alternative(
        ParsedMarking marking, string policy, LabelDetails details, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new WireErrors();
        if (policy == marking.Source.Policy)
        {
            errors.Add("4774-ALTERNATIVE", "policy", "The originator's label is in this policy already; name another.");
            return errors.Refuse<ConfidentialityLabel>();
        }

        RebuiltMark.RefuseFields(marking, errors);
        switch (RollUp.Banner([marking], policy, registry))
        {
            case MarkingReading.Unreadable unreadable:
                errors.AddAll(unreadable.Errors.Select(error => new WireError(error.Rule, "policy", error.Message)));
                break;
            case MarkingReading.Readable mapped when !errors.Any:
                return Write(mapped.Marking, LabelRole.Alternative, details, registry);
        }

        return errors.Refuse<ConfidentialityLabel>();
    }

    /// <summary>The mark that a label says. A succession and a privacy mark are refused: no mark has a place for them.</summary>
    public static WireOutcome<ParsedMarking> Read(ConfidentialityLabel label, MarkingKind kind, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(registry);
        string place = $"/{LabelVocabulary.Root(label.Role)}";
        var errors = new WireErrors();
        if (label.PrivacyMark is not null)
        {
            errors.Add("4774-PRIVACY-MARK", $"{place}/ConfidentialityInformation/PrivacyMark",
                "A privacy mark has no place in a mark; say it with a category, or leave it out.");
        }

        if (label.Succession is not null)
        {
            errors.Add("4774-SUCCESSION", $"{place}/SuccessionHandling",
                "A mark does not change by itself; send the new label when its time comes.");
        }

        if (LabelDraft.Of(label, kind, registry) is not { } draft)
        {
            errors.Add("4774-CLASSIFICATION", $"{place}/ConfidentialityInformation/Classification", $"Not a level word of {label.Policy}; use one of its words.");
            return errors.Refuse<ParsedMarking>();
        }

        ParsedMarking? read = errors.Any ? null : RebuiltMark.Read(draft, $"{place}/ConfidentialityInformation", registry, errors);
        if (read is not null && !Label(read, label.Role, registry).SameInformation(WithContext(label) with { Classification = LabelDraft.Word(draft) }))
        {
            // A value that spells more than itself, or one that only stands beside another.
            errors.Add("4774-NO-MARK", $"{place}/ConfidentialityInformation", "No mark of this policy says exactly this; mend the categories.");
        }

        return errors.Close(read);
    }

    private static WireOutcome<ConfidentialityLabel> Write(ParsedMarking marking, LabelRole role, LabelDetails details, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(registry);
        var errors = new WireErrors();
        RebuiltMark.RefuseFields(marking, errors);
        if (details.Originator is { } originator && (!LabelVocabulary.IsIdType(originator.IdType) || originator.Value.Trim() is not { Length: > 0 }))
        {
            errors.Add("4774-ID-TYPE", "OriginatorID", $"Name the originator, and its kind as one of {LabelVocabulary.IdTypeList}.");
        }

        ConfidentialityLabel label = Label(marking, role, registry) with
        {
            CreatedAt = details.CreatedAt,
            ReviewAt = details.ReviewAt,
            Originator = details.Originator,
        };
        if (!errors.Any && !SaysTheSame(label, marking, registry))
        {
            RebuiltMark.RefuseLoss("Category", errors);
        }

        return errors.Close(label);
    }

    // Through the XML and its reader, so that what is sent is known to be taken.
    private static bool SaysTheSame(ConfidentialityLabel label, ParsedMarking marking, MarkingRegistry registry) =>
        LabelXml.Read(LabelXml.Write(label), registry).Then(read => Read(read, marking.Kind, registry)) is WireOutcome<ParsedMarking>.Done done
        && RebuiltMark.Same(marking, done.Value);

    // A context of Releasable alone is NATO's own.
    private static ConfidentialityLabel WithContext(ConfidentialityLabel label) => label.Policy != LabelVocabulary.Nato ? label : label with
    {
        Categories =
        [
            .. label.Categories.Select(category => category is { TagName: LabelVocabulary.Context, Values: [LabelVocabulary.Releasable] }
                ? category with { Values = [LabelVocabulary.Nato, LabelVocabulary.Releasable] }
                : category),
        ],
    };

    private static ConfidentialityLabel Label(ParsedMarking marking, LabelRole role, MarkingRegistry registry) => new()
    {
        Role = role,
        Policy = marking.Source.Policy,
        Classification = LabelDraft.Word(marking),
        Categories = LabelCategories.Of(marking, registry),
        CreatedAt = default,
    };
}
