using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Core.Wire;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using CoreMarking = Gateway.Core.Markings.Marking;
using CoreMode = Gateway.Core.Sealing.Mode;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.Products;

/// <summary>
/// Turns a submitted assessment into portions ready to be sealed. Everything that a recipient would refuse is refused here first.
/// Thread-safe; the submitted message must not change meanwhile.
/// </summary>
public static class Flattener
{
    /// <summary>Most bytes of a submission: its openings have to fit into one package.</summary>
    public const int MostBytes = Limits.Package / 4 * 3;

    // Room in a portion body for path, type, variant and rank.
    private const int BodyOverhead = 512;

    /// <summary>
    /// Cuts, labels and checks. Author's labels become random ids; regions default to the subject's country; preferences follow the
    /// order of variants.
    /// </summary>
    /// <exception cref="ArgumentException">The schema is not one of <see cref="Schemas.All"/>.</exception>
    public static FlattenOutcome Flatten(RiskAssessment assessment, ProductSchema schema, RandomSource random)
    {
        PortionPlan root = Schemas.RootOf(schema);
        var violations = new Violations();
        byte[] bytes = assessment.ToByteArray();
        if (bytes.Length > MostBytes)
        {
            violations.Add("", SubmissionRule.ProductTooLarge, "A submission is limited to 3 MiB.");
            return new FlattenOutcome.Refused(violations.ToImmutable());
        }

        SubmissionTree tree = SubmissionTree.Read(assessment, root, schema.Capacity, random, violations);
        ContentRules.Check(assessment, violations);
        foreach (SubmissionNode node in tree.Nodes)
        {
            PortionRules.Check(node, violations);
            tree.CheckReferences(node, violations);
            ContentRules.Check(node, violations);
        }

        if (tree.Nodes.Count > schema.Capacity)
        {
            violations.Always("", SubmissionRule.TooManyPortions, $"The size class has room for {schema.Capacity} portions.");
            return new FlattenOutcome.Refused(violations.ToImmutable());
        }

        ReadOnlyMemory<byte>[] values = Values(assessment, bytes, tree, violations);
        return violations.Any
            ? new FlattenOutcome.Refused(violations.ToImmutable())
            : new FlattenOutcome.Flattened(Drafts(tree, values, assessment.Subject[0].Iso3), (CoreMode)assessment.Header[0].Mode) { Nodes = tree.Nodes };
    }

    private static ReadOnlyMemory<byte>[] Values(RiskAssessment assessment, byte[] bytes, SubmissionTree tree, Violations violations)
    {
        WireFault fault = StrictWire.Check(bytes, Shapes.Whole(RiskAssessment.Descriptor));
        if (fault != WireFault.None)
        {
            WireDiagnosis.Find(assessment, "", violations);
            if (!violations.Any)
            {
                violations.Add("", SubmissionRule.OutOfRange, $"The message cannot be read strictly: {fault}.");
            }

            return [];
        }

        ReadOnlyMemory<byte>[] values = PortionCutter.Cut(bytes, Schemas.Root, tree);

        // A reference grows when its label becomes an id: what was submitted says nothing about what is sealed.
        int cut = values.Sum(value => value.Length);
        if (cut + bytes.Length > MostBytes && cut + tree.Nodes.Sum(node => node.Header?.CalculateSize() ?? 0) > MostBytes)
        {
            violations.Add("", SubmissionRule.ProductTooLarge, "All portions together are limited to 3 MiB, each reference counted with 18 bytes.");
        }

        bool allFit = Math.Max(bytes.Length, cut) + BodyOverhead + (4 * values.Length) <= WireDiagnosis.MostText;
        for (int i = 0; i < values.Length && !allFit; i++)
        {
            CheckSize(tree.Nodes[i], values[i].Length, violations);
        }

        return values;
    }

    private static void CheckSize(SubmissionNode node, int length, Violations violations)
    {
        if (length > WireDiagnosis.MostText)
        {
            WireDiagnosis.Find(node.Message, node.FieldPath, violations);
        }

        int accompanying = 4 * ((node.Accompanying?.Count ?? 0) + 1);
        if (length + (node.Header?.CalculateSize() ?? 0) + accompanying + BodyOverhead > Limits.PortionBody)
        {
            violations.Add(node.FieldPath, SubmissionRule.PortionTooLarge, "A portion is limited to 64 KiB; split it.");
        }
    }

    private static ImmutableArray<DraftPortion> Drafts(SubmissionTree tree, ReadOnlyMemory<byte>[] values, string country)
    {
        ImmutableArray<string> subject = [country];
        V1.Marking? last = null;
        CoreMarking? marking = null;
        var drafts = ImmutableArray.CreateBuilder<DraftPortion>(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            SubmissionNode node = tree.Nodes[i];
            Portion header = node.Header!;
            if (marking is null || !header.Marking.Equals(last))
            {
                (last, marking) = (header.Marking, header.Marking.ToCore());
            }

            drafts.Add(new DraftPortion
            {
                Path = node.Path.Path,
                Type = node.Field.Plan.Message.FullName,
                Marking = marking,
                Value = values[i],
                Preference = node.Preference,
                MustAccompany = Accompany(node),
                Regions = header.Region.Count == 0 ? subject : Set(header.Region),
                Topics = Set(header.Topic),
            });
        }

        return drafts.MoveToImmutable();
    }

    // Parents come before children, so the list ascends.
    private static ImmutableArray<int> Accompany(SubmissionNode node) =>
        (node.Parent, node.Accompanying) switch
        {
            (null, null) => [],
            (null, { } children) => [.. children],
            ({ } parent, null) => [parent.Index],
            ({ } parent, { } children) => [parent.Index, .. children],
        };

    private static ImmutableArray<string> Set(RepeatedField<string> items) =>
        items.Count == 0 ? [] : [.. items.Distinct().Order(StringComparer.Ordinal)];
}
