using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>How ISM attributes go together. Numbers are those of the ODNI ISM Schematron.</summary>
internal static class IsmRules
{
    public static void Check(IsmAttributes attributes, MarkingRegistry registry, WireErrors errors)
    {
        if (IsmVocabulary.ToLevel(attributes.Classification) is null)
        {
            errors.Add("ISM-CLASSIFICATION", IsmAttributes.ClassificationName, "Write TS, S, C, R or U.");
        }

        CheckOwners(attributes, registry, errors);
        CheckForeign(attributes, registry, errors);
        CheckControls(attributes, errors);
        CheckRelease(attributes, registry, errors);
        CheckOrder("ISM-ID-00035", IsmAttributes.NonIc, attributes.NonIcMarkings, IsmVocabulary.InNonIcOrder(attributes.NonIcMarkings), errors);
    }

    private static void CheckOwners(IsmAttributes attributes, MarkingRegistry registry, WireErrors errors)
    {
        ImmutableArray<string> owners = attributes.OwnerProducer;
        bool concealed = owners.Contains(IsmVocabulary.Protected);
        if (concealed && owners.Length > 1)
        {
            errors.Add("ISM-ID-00099", IsmAttributes.OwnerProducerName, "FGI conceals the source and stands alone; remove the other owners.");
        }
        else if (!concealed && owners.FirstOrDefault(code => !registry.IsOwner(code)) is { } unknown)
        {
            errors.Add("ISM-OWNER", IsmAttributes.OwnerProducerName, $"{unknown} cannot own information; name nations, NATO or EU.");
        }

        CheckOrder("ISM-ID-00100", IsmAttributes.OwnerProducerName, owners, IsmVocabulary.InOwnerOrder(owners, registry), errors);
        if (attributes.Joint && owners.Length == 1)
        {
            errors.Add("ISM-ID-00382", IsmAttributes.JointName, "One owner is not joint; name the others, or remove joint.");
        }

        if (attributes.Joint && !owners.Contains(IsmVocabulary.Usa))
        {
            errors.Add("ISM-ID-00383", IsmAttributes.JointName, "USA is an owner of joint information; add it, or remove joint.");
        }

        if (!attributes.Joint && owners.Length > 1 && owners.Contains(IsmVocabulary.Usa))
        {
            errors.Add("ISM-OWNER-JOINT", IsmAttributes.OwnerProducerName, "USA with other owners is joint; add joint=\"true\", or remove USA.");
        }
    }

    private static void CheckForeign(IsmAttributes attributes, MarkingRegistry registry, WireErrors errors)
    {
        bool concealedOwner = attributes.OwnerProducer is [IsmVocabulary.Protected];
        bool ours = attributes.OwnerProducer.Contains(IsmVocabulary.Usa);
        if (!attributes.FgiSourceProtected.IsEmpty && attributes.FgiSourceProtected is not [IsmVocabulary.Protected])
        {
            errors.Add("ISM-ID-00217", IsmAttributes.FgiProtected, "Write FGI alone; a protected source is not named.");
        }

        if (concealedOwner && attributes.FgiSourceProtected.IsEmpty)
        {
            errors.Add("ISM-ID-00219", IsmAttributes.FgiProtected, "The owner is concealed; add FGIsourceProtected=\"FGI\".");
        }

        if (!attributes.FgiSourceOpen.IsEmpty && !attributes.FgiSourceProtected.IsEmpty)
        {
            errors.Add("ISM-FGI-BOTH", IsmAttributes.FgiOpen, "A mark names its foreign sources or conceals them; remove one attribute.");
        }

        if (!ours && (!attributes.FgiSourceOpen.IsEmpty || (!concealedOwner && !attributes.FgiSourceProtected.IsEmpty)))
        {
            errors.Add("ISM-FGI-FOREIGN", IsmAttributes.FgiOpen, "Foreign information names its owners in ownerProducer; remove the FGI attributes.");
        }

        CheckOrder("ISM-ID-00095", IsmAttributes.FgiOpen, attributes.FgiSourceOpen,
            IsmVocabulary.InOwnerOrder(attributes.FgiSourceOpen, registry), errors);
    }

    private static void CheckControls(IsmAttributes attributes, WireErrors errors)
    {
        ImmutableArray<string> tokens = attributes.DisseminationControls;
        ImmutableArray<string> known = [.. IsmVocabulary.Dissemination.Select(control => control.Token)];
        foreach (string token in tokens.Where(token => !known.Contains(token)))
        {
            errors.Add("ISM-DISSEMINATION", IsmAttributes.Dissemination, $"{token} is not in the vocabulary; remove it.");
        }

        CheckOrder("ISM-ID-00026", IsmAttributes.Dissemination, [.. tokens.Where(known.Contains)], [.. known.Where(tokens.Contains)], errors);
        CheckPair(IsmVocabulary.Rel, IsmAttributes.ReleasableToName, attributes.ReleasableTo, "ISM-ID-00032", "ISM-REL-LIST");
        CheckPair(IsmVocabulary.DisplayOnly, IsmAttributes.DisplayOnlyToName, attributes.DisplayOnlyTo, "ISM-ID-00168", "ISM-ID-00213");

        void CheckPair(string token, string attribute, ImmutableArray<string> list, string listAlone, string tokenAlone)
        {
            if (!tokens.Contains(token) && !list.IsEmpty)
            {
                errors.Add(listAlone, attribute, $"The list needs {token} in disseminationControls; add it, or remove the list.");
            }
            else if (tokens.Contains(token) && list.IsEmpty)
            {
                errors.Add(tokenAlone, attribute, $"{token} needs its list; add {attribute}.");
            }
        }
    }

    private static void CheckRelease(IsmAttributes attributes, MarkingRegistry registry, WireErrors errors)
    {
        CheckOrder("ISM-ID-00041", IsmAttributes.ReleasableToName, attributes.ReleasableTo,
            IsmVocabulary.InReleaseOrder(attributes.ReleasableTo, registry), errors);
        CheckOrder("ISM-ID-00167", IsmAttributes.DisplayOnlyToName, attributes.DisplayOnlyTo,
            IsmVocabulary.InReleaseOrder(attributes.DisplayOnlyTo, registry), errors);
        if (!attributes.ReleasableTo.IsEmpty && !attributes.ReleasableTo.Contains(IsmVocabulary.Usa))
        {
            errors.Add("ISM-ID-00214", IsmAttributes.ReleasableToName, "Begin the list with USA.");
        }
        else if (attributes.ReleasableTo.Length == 1)
        {
            errors.Add("ISM-ID-00319", IsmAttributes.ReleasableToName, "Name at least one code besides USA, or use NF.");
        }

        foreach ((string name, ImmutableArray<string> list) in (ReadOnlySpan<(string, ImmutableArray<string>)>)
            [
                (IsmAttributes.ReleasableToName, attributes.ReleasableTo), (IsmAttributes.DisplayOnlyToName, attributes.DisplayOnlyTo),
            ])
        {
            foreach (string code in list.Where(code => !registry.IsInUsRegister(code)))
            {
                errors.Add("ISM-CODE", name, $"{code} is not a code of the US register; use a registered one.");
            }
        }
    }

    private static void CheckOrder(string rule, string attribute, ImmutableArray<string> stand, ImmutableArray<string> ordered, WireErrors errors)
    {
        if (!stand.AsSpan().SequenceEqual(ordered.AsSpan()))
        {
            errors.Add(rule, attribute, $"Order the values: {string.Join(' ', ordered)}.");
        }
    }
}
