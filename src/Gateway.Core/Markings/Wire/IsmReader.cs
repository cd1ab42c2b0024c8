using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>Reads ISM attributes. Rule ids <c>ISM-ID-…</c> are those of the ODNI Schematron rules that say the same.</summary>
internal static class IsmReader
{
    public static WireOutcome<ParsedMarking> Read(
        ImmutableArray<KeyValuePair<string, string>> pairs, MarkingKind kind, MarkingRegistry registry)
    {
        var errors = new WireErrors();
        CheckNames(pairs, errors);
        if (Attributes(pairs, errors) is not { } attributes)
        {
            return errors.Refuse<ParsedMarking>();
        }

        IsmRules.Check(attributes, registry, errors);
        if (errors.Any || IsmVocabulary.ToLevel(attributes.Classification) is not { } level)
        {
            return errors.Refuse<ParsedMarking>();
        }

        ParsedMarking? read = RebuiltMark.Read(Draft(attributes, level, kind, registry), Place(attributes), registry, errors);
        if (read is not null && !IsmForm.Attributes(read, registry).Equals(attributes))
        {
            // A concealed owner in a banner, or a token that spells more than itself.
            errors.Add("ISM-NO-MARK", IsmAttributes.ClassificationName, "No mark of this kind says exactly this; mend the attributes, or read them as the other kind.");
        }

        return errors.Close(read);
    }

    private static void CheckNames(ImmutableArray<KeyValuePair<string, string>> pairs, WireErrors errors)
    {
        foreach (string name in pairs.Select(pair => pair.Key).Distinct())
        {
            if (!IsmAttributes.Names.Contains(name))
            {
                errors.Add("ISM-ID-00125", name, "This attribute is not exchanged; send the mark without it, or in another form.");
            }
            else if (pairs.Count(pair => pair.Key == name) > 1)
            {
                errors.Add("ISM-DUPLICATE", name, "The attribute stands twice; remove one.");
            }
        }
    }

    private static IsmAttributes? Attributes(ImmutableArray<KeyValuePair<string, string>> pairs, WireErrors errors)
    {
        string joint = Value(IsmAttributes.JointName) ?? "false";
        if (joint is not ("true" or "1" or "false" or "0"))
        {
            errors.Add("ISM-ID-00378", IsmAttributes.JointName, "Write true or false.");
        }

        foreach (string name in (ReadOnlySpan<string>)[IsmAttributes.ClassificationName, IsmAttributes.OwnerProducerName])
        {
            if (Value(name) is null)
            {
                errors.Add("ISM-REQUIRED", name, $"Add the attribute {name}.");
            }
        }

        var attributes = new IsmAttributes
        {
            Classification = Value(IsmAttributes.ClassificationName) ?? "",
            OwnerProducer = Tokens(IsmAttributes.OwnerProducerName),
            Joint = joint is "true" or "1",
            FgiSourceOpen = Tokens(IsmAttributes.FgiOpen),
            FgiSourceProtected = Tokens(IsmAttributes.FgiProtected),
            DisseminationControls = Tokens(IsmAttributes.Dissemination),
            ReleasableTo = Tokens(IsmAttributes.ReleasableToName),
            DisplayOnlyTo = Tokens(IsmAttributes.DisplayOnlyToName),
            NonIcMarkings = Tokens(IsmAttributes.NonIc),
        };
        return Value(IsmAttributes.ClassificationName) is null || attributes.OwnerProducer.IsEmpty ? null : attributes;

        string? Value(string name) => pairs.Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();

        ImmutableArray<string> Tokens(string name)
        {
            if (Value(name) is not { } value)
            {
                return [];
            }

            string[] tokens = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (tokens.Length == 0 || !tokens.All(IsToken) || tokens.Distinct(StringComparer.Ordinal).Count() != tokens.Length)
            {
                errors.Add("ISM-TOKEN", name, "Write tokens of A-Z, 0-9, hyphen and underscore, each once, separated by spaces.");
                return [];
            }

            return [.. tokens];
        }
    }

    private static bool IsToken(string token) =>
        token.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static ParsedMarking Draft(IsmAttributes attributes, Level level, MarkingKind kind, MarkingRegistry registry)
    {
        ImmutableArray<OpaqueToken> tokens =
        [
            .. attributes.NonIcMarkings.Select(text =>
                registry.Tokens.Where(token => token.Category == OpaqueCategory.NonIc && token.Portion == text)
                    .DefaultIfEmpty(new OpaqueToken(OpaqueCategory.NonIc, text)).First()),
        ];
        bool concealed = !attributes.FgiSourceProtected.IsEmpty;
        bool fgi = concealed || !attributes.FgiSourceOpen.IsEmpty;
        return new ParsedMarking
        {
            Source = new Marking { Policy = "US", Text = "" },
            Kind = kind,
            Level = level,
            LevelWord = level.Word(),
            Owners = [.. attributes.OwnerProducer.Order(StringComparer.Ordinal)],
            Joint = attributes.Joint,
            Fgi = fgi ? new ForeignGovernmentInformation(concealed, [.. attributes.FgiSourceOpen.Order(StringComparer.Ordinal)]) : null,
            Controls = IsmVocabulary.Dissemination.Where(control => attributes.DisseminationControls.Contains(control.Token))
                .Aggregate(Controls.None, (all, control) => all | control.Flag),
            ReleasableTo = attributes.ReleasableTo.IsEmpty ? null : attributes.ReleasableTo,
            DisplayOnly = attributes.DisplayOnlyTo.IsEmpty ? null : attributes.DisplayOnlyTo,
            OtherControls = [.. tokens.Select(token => token.Text)],
            Opaque = tokens,
            Canonical = "",
        };
    }

    // Errors of the grammar name the attribute that most likely holds the trouble.
    private static string Place(IsmAttributes attributes) =>
        attributes.Joint ? IsmAttributes.JointName
        : attributes.DisseminationControls.IsEmpty ? IsmAttributes.ClassificationName
        : IsmAttributes.Dissemination;
}
