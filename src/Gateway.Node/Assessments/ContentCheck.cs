using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Assessments;

/// <summary>Content that may be sealed; without portions when it has faults.</summary>
internal sealed record CheckedContent(ImmutableArray<DraftPortion> Portions, IEnumerable<string> Fields, ProductSchema Schema, CoreMode Mode);

/// <summary>What content must be to be sealed here: asked at submission, preview and draft alike. Thread-safe.</summary>
internal sealed class ContentCheck(NodeState node)
{
    /// <summary>The same for what must be an assessment.</summary>
    public CheckedContent Check(RiskAssessment? assessment, SizeClass size, ImmutableArray<FieldViolation>.Builder wrong) =>
        Check(assessment ?? new RiskAssessment(), "assessment", size, wrong);

    /// <summary>Adds every fault, under the name of the field that holds the content; the portions count only when there was none.</summary>
    public CheckedContent Check(IProductContent content, string name, SizeClass size, ImmutableArray<FieldViolation>.Builder wrong)
    {
        ProductKind kind = ProductKind.Of(content);
        if (!Schemas.TryGet(kind, size, out ProductSchema? found))
        {
            wrong.Add(new FieldViolation("size_class", "REQUIRED", $"Must be {kind.SizeWords}."));
        }

        // Without a schema the content is still checked, so that every fault is told at once.
        ProductSchema schema = found ?? Schemas.Largest(kind);
        switch (Flattener.Flatten(content, schema, RandomSource.System))
        {
            case FlattenOutcome.Flattened flattened:
                wrong.AddRange(MarkingFaults(flattened.Portions, name));
                wrong.AddRange(BannerFaults(flattened.Portions, name, wrong.Count));
                return new CheckedContent(flattened.Portions, flattened.Fields, schema, flattened.Mode);
            case FlattenOutcome.Refused refused:
                wrong.AddRange(refused.Violations.Select(violation => violation with { Field = $"{name}.{violation.Field}" }));
                return new CheckedContent([], [], schema, CoreMode.Test);
            default:
                throw new InvalidOperationException("FlattenOutcome is closed.");
        }
    }

    /// <summary>Markings are read before anything is sealed: what cannot be read would be withheld from everyone, silently.</summary>
    private IEnumerable<FieldViolation> MarkingFaults(ImmutableArray<DraftPortion> drafts, string name) => drafts
        .Select(draft => (draft.Path, Reading: node.Model.MarkingBook.Read(draft.Marking)))
        .Where(read => read.Reading is Core.Markings.MarkingReading.Unreadable)
        .SelectMany(read => ((Core.Markings.MarkingReading.Unreadable)read.Reading).Errors
            .Select(error => new FieldViolation($"{name}.{read.Path.Split('/')[0]}.portion.marking", error.Rule, error.Message)));

    /// <summary>Marks that no one banner can carry (TLP:AMBER beside a national mark) would keep every release home; better said at once.</summary>
    private IEnumerable<FieldViolation> BannerFaults(ImmutableArray<DraftPortion> drafts, string name, int faults)
    {
        if (faults == 0 && Banners.Of(drafts.Select(draft => draft.Marking), node.Model.Self, node.Model.Markings) is null)
        {
            yield return new FieldViolation(name, "BANNER", "No banner can carry the marks of all portions together; split the product, or mark it in one policy.");
        }
    }
}
