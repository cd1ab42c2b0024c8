using System.Collections;
using System.Collections.Immutable;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.Assessments;

/// <summary>A portion in a chain from what was seen to what is done.</summary>
/// <param name="Id">The portion's id: the author's label before sealing, the random id after.</param>
/// <param name="Field">Field of the assessment that it stands in: <c>indicators</c>.</param>
/// <param name="LeadsTo">Ids of what rests on it, in ordinal order.</param>
public sealed record ProvenanceStep(string Id, string Field, ImmutableArray<string> LeadsTo);

/// <summary>
/// Follows the references of an assessment: source, evidence and observation, then factor and judgement, then option. Works on what its reader
/// may see: what is withheld has left no reference. Pure and thread-safe.
/// </summary>
public static class Provenance
{
    private static readonly PortionPlan Root = Schemas.PlanOf(RiskAssessment.Descriptor);

    private static readonly ImmutableArray<string> Stages =
    [
        "sources", "evidence", "based_on", "indicators", "flows", "spillovers", "triggers", "factors", "judgements", "dissent", "options", "scenarios",
    ];

    /// <summary>
    /// Everything that the portion rests on and everything that rests on it, over any number of steps, itself included: sources first, options
    /// and their scenarios last. Empty when no portion at the top of the assessment has the id.
    /// </summary>
    public static ImmutableArray<ProvenanceStep> Chain(RiskAssessment assessment, string id)
    {
        (Dictionary<string, string> fields, HashSet<(string From, string To)> links) = Read(assessment);
        if (!fields.ContainsKey(id))
        {
            return [];
        }

        ILookup<string, string> forward = links.ToLookup(link => link.From, link => link.To);
        ILookup<string, string> back = links.ToLookup(link => link.To, link => link.From);
        return
        [
            .. Reach(id, forward).Union(Reach(id, back))
                .OrderBy(step => Stages.IndexOf(fields[step])).ThenBy(step => step, StringComparer.Ordinal)
                .Select(step => new ProvenanceStep(step, fields[step], [.. forward[step].Order(StringComparer.Ordinal)])),
        ];
    }

    private static HashSet<string> Reach(string id, ILookup<string, string> links)
    {
        var seen = new HashSet<string> { id };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out string? next))
        {
            foreach (string other in links[next].Where(seen.Add))
            {
                open.Enqueue(other);
            }
        }

        return seen;
    }

    private static (Dictionary<string, string> Fields, HashSet<(string From, string To)> Links) Read(RiskAssessment assessment)
    {
        var fields = new Dictionary<string, string>();
        List<(string Holder, FieldDescriptor Field, string Target)> references = [];
        foreach (PortionField field in Root.Children)
        {
            foreach (IMessage portion in (IList)field.Field.Accessor.GetValue(assessment))
            {
                if (field.Plan.Header!.Accessor.GetValue(portion) is not Portion { Id: { Length: > 0 } id })
                {
                    continue;
                }

                fields.TryAdd(id, field.Name);
                references.AddRange(field.Plan.References.SelectMany(
                    list => ((IList<string>)list.Accessor.GetValue(portion)).Select(target => (id, list, target))));
            }
        }

        return (fields,
            [.. references.Where(link => fields.ContainsKey(link.Target)).Select(link => IsAnswer(link.Field) ? (link.Target, link.Holder) : (link.Holder, link.Target))]);
    }

    // An option names what it answers: it comes after that. Every other reference names what rests on its holder.
    private static bool IsAnswer(FieldDescriptor field) => field.Name == "answers_refs";
}
