using System.Collections.Immutable;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.FieldForms;

/// <summary>Says where a field of the assessment stands in the form that it was made from.</summary>
internal sealed class FieldFormPaths
{
    private readonly List<(string Assessment, string Form)> _places =
    [
        ("header[0].authored_at_ms", "written_at_ms"),
        ("header[0]", ""),
        ("subject[0]", ""),
        ("populations", "groups"),
        ("judgements[0].likelihood.term", "judgement.term"),
        ("judgements[0].likelihood.scale_id", "judgement.scale_id"),
        ("judgements[0].confidence[0].level", "judgement.confidence"),
        ("judgements[0].confidence[0].basis", "judgement.basis"),
        ("judgements[0]", "judgement"),
        ("judgements", "judgement"),
    ];

    public FieldFormPaths(FieldForm form)
    {
        for (int i = 0; i < form.Actors.Count; i++)
        {
            _places.Add(($"actors[{i}].means.text", $"actors[{i}].means"));
        }

        for (int i = 0; i < form.Sightings.Count; i++)
        {
            _places.Add(($"indicators[{i}].observations[0]", $"sightings[{i}]"));
            _places.Add(($"indicators[{i}]", $"sightings[{i}]"));
        }

        for (int i = 0; i < form.Answers.Count; i++)
        {
            _places.Add(($"indicators[{form.Sightings.Count + i}]", $"answers[{i}]"));
        }

        _places.Sort((one, other) => other.Assessment.Length.CompareTo(one.Assessment.Length));
    }

    /// <summary>Faults at the form's fields, each place and rule once: the one marking of the form stands on every portion.</summary>
    public ImmutableArray<FieldViolation> Translate(ImmutableArray<FieldViolation> violations) =>
    [
        .. violations.Select(violation => violation with { Field = Translate(violation.Field) }).DistinctBy(violation => (violation.Field, violation.Rule)),
    ];

    private string Translate(string field)
    {
        if (field.EndsWith("portion.marking", StringComparison.Ordinal))
        {
            return "marking";
        }

        foreach ((string assessment, string form) in _places)
        {
            if (field.StartsWith(assessment, StringComparison.Ordinal) && (field.Length == assessment.Length || field[assessment.Length] is '.' or '['))
            {
                return (form + field[assessment.Length..]).TrimStart('.');
            }
        }

        return field;
    }
}
