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
/// Turns submitted content into portions ready to be sealed. Everything that a recipient would refuse is refused here first.
/// Thread-safe; the submitted message must not change meanwhile.
/// </summary>
public static class Flattener
{
    /// <summary>Most bytes of a submission: its openings have to fit into one package.</summary>
    public const int MostBytes = Limits.Package / 4 * 3;

    // Room in a portion body for path, type, variant and rank.
    private const int BodyOverhead = 512;

    // Keys, lengths and the embargo of a header, key and length of its portion.
    private const int FrameBound = 64;
    private const int BytesPerChar = 3;

    /// <summary>
    /// Cuts, labels and checks. Author's labels become random ids; regions default to the subject's country; preferences follow the
    /// order of variants.
    /// </summary>
    /// <exception cref="ArgumentException">The schema is not one of <see cref="Schemas.All"/>, or of another kind of product.</exception>
    public static FlattenOutcome Flatten(IProductContent content, ProductSchema schema, RandomSource random)
    {
        PortionPlan root = Schemas.RootOf(schema);
        if (root.Message != content.Descriptor)
        {
            throw new ArgumentException("The schema is of another kind of product.", nameof(schema));
        }

        var violations = new Violations();
        SubmissionTree tree = SubmissionTree.Read(content, root, schema.Capacity, random, violations);
        bool crowded = tree.Nodes.Count > schema.Capacity;
        ContentRules.Check(content, violations);
        foreach (SubmissionNode node in tree.Nodes)
        {
            PortionRules.Check(node, violations);
            tree.CheckReferences(node, violations);
            ContentRules.Check(node, violations);
        }

        if (tree.Nodes.Count > schema.Capacity)
        {
            violations.Always("", SubmissionRule.TooManyPortions, $"The size class has room for {schema.Capacity} portions.");
            return Refused(content, violations);
        }

        ReadOnlyMemory<byte>[] values = Values(content, root, tree, violations);
        if (violations.Any)
        {
            return Refused(content, violations);
        }

        // The exact size costs a walk over everything; a bound settles it nearly always. A label may be longer than the id in its place,
        // by less than the reference is long.
        int cut = values.Sum(value => value.Length);
        int headers = tree.Nodes.Sum(node => HeaderBound(node.Header));
        if ((2 * cut) + headers > MostBytes && IsTooLarge(content))
        {
            return Refused(content, violations);
        }

        CheckSizes(tree, values, cut, headers, violations);
        return violations.Any
            ? new FlattenOutcome.Refused(violations.ToImmutable())
            : new FlattenOutcome.Flattened(Drafts(tree, values, content.Country), (CoreMode)content.FirstHeader!.Mode) { Nodes = tree.Nodes };
    }

    private static bool IsTooLarge(IProductContent content) => content.CalculateSize() > MostBytes;

    /// <summary>Of a submission that is too large nothing else is said.</summary>
    private static FlattenOutcome.Refused Refused(IProductContent content, Violations violations) => new(IsTooLarge(content)
        ? [new FieldViolation("", SubmissionRule.ProductTooLarge, "A submission is limited to 3 MiB.")]
        : violations.ToImmutable());

    private static ReadOnlyMemory<byte>[] Values(IProductContent content, PortionPlan root, SubmissionTree tree, Violations violations)
    {
        WireFault fault = ValueWriter.Write(tree, out ReadOnlyMemory<byte>[] values);
        if (fault != WireFault.None || root.Copy.HasUnknown(content))
        {
            WireDiagnosis.Find(content, "", violations);
            if (!violations.Any)
            {
                violations.Add("", SubmissionRule.OutOfRange, $"The message cannot be read strictly: {fault}.");
            }

            return [];
        }

        return values;
    }

    private static void CheckSizes(SubmissionTree tree, ReadOnlyMemory<byte>[] values, int cut, int headers, Violations violations)
    {
        // A reference grows when its label becomes an id: what was submitted says nothing about what is sealed.
        if (cut + headers > MostBytes && cut + tree.Nodes.Sum(node => node.Header?.CalculateSize() ?? 0) > MostBytes)
        {
            violations.Add("", SubmissionRule.ProductTooLarge, "All portions together are limited to 3 MiB, each reference counted with 18 bytes.");
        }

        bool allFit = cut + headers + BodyOverhead + (4 * values.Length) <= WireDiagnosis.MostText;
        for (int i = 0; i < values.Length && !allFit; i++)
        {
            CheckSize(tree.Nodes[i], values[i].Length, violations);
        }
    }

    private static void CheckSize(SubmissionNode node, int length, Violations violations)
    {
        if (length > WireDiagnosis.MostText)
        {
            WireDiagnosis.Find(node.Message, node.FieldPath, violations);
        }

        int accompanying = 4 * ((node.Accompanying?.Count ?? 0) + 1);
        int beside = accompanying + BodyOverhead;
        if (length + HeaderBound(node.Header) + beside > Limits.PortionBody
            && length + (node.Header?.CalculateSize() ?? 0) + beside > Limits.PortionBody)
        {
            violations.Add(node.FieldPath, SubmissionRule.PortionTooLarge, "A portion is limited to 64 KiB; split it.");
        }
    }

    /// <summary>At least the header's bytes and what frames it and its portion; cheap, where there are no lists.</summary>
    private static int HeaderBound(Portion? header)
    {
        if (header?.Marking is not { } marking)
        {
            return FrameBound + (header?.CalculateSize() ?? 0);
        }

        bool plain = header.Region.Count + header.Topic.Count + marking.ReleasableTo.Count + marking.OriginatorList.Count == 0;
        return FrameBound + (plain
            ? BytesPerChar * (header.Id.Length + marking.Policy.Length + marking.Text.Length + marking.Community.Length)
            : header.CalculateSize());
    }

    private static ImmutableArray<DraftPortion> Drafts(SubmissionTree tree, ReadOnlyMemory<byte>[] values, string country)
    {
        ImmutableArray<string> subject = country.Length == 0 ? [] : [country];
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
                Regions = header.Region.Count == 0 ? Region(node.Message, subject) : Set(header.Region),
                Topics = Set(header.Topic),
            });
        }

        return drafts.MoveToImmutable();
    }

    /// <summary>What a portion is about that does not say so.</summary>
    private static ImmutableArray<string> Region(IMessage message, ImmutableArray<string> subject) =>
        message is WatchEntry { Iso3: { Length: > 0 } country } ? [country] : subject;

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
