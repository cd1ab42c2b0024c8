using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Protocol.Products;

/// <summary>A path of a product in the making, shared by the variants that stand there.</summary>
internal sealed class SubmissionPath(string path, string id, PortionField field, SubmissionPath? parent)
{
    private SubmissionPath?[]? _singles;

    public string Path { get; } = path;

    /// <summary>The random id; empty for single fields.</summary>
    public string Id { get; } = id;

    public PortionField Field { get; } = field;

    public SubmissionPath? Parent { get; } = parent;

    /// <summary>Variants met so far.</summary>
    public int Variants { get; set; }

    /// <summary>The parent element under which a variant was met last.</summary>
    public SubmissionNode? LastParent { get; set; }

    /// <summary>The path of a single field under this one.</summary>
    public ref SubmissionPath? Single(PortionField field) =>
        ref (_singles ??= new SubmissionPath?[Field.Plan.Children.Length])[field.Ordinal];
}

/// <summary>One submitted portion.</summary>
internal sealed class SubmissionNode
{
    public required IMessage Message { get; init; }

    public required PortionField Field { get; init; }

    /// <summary>Position in its list.</summary>
    public required int Position { get; init; }

    /// <summary>Position in the tree's list of nodes.</summary>
    public required int Index { get; init; }

    /// <summary>Null at the top.</summary>
    public required SubmissionNode? Parent { get; init; }

    /// <summary>Null when the author left it out.</summary>
    public required Portion? Header { get; init; }

    public required SubmissionPath Path { get; init; }

    /// <summary>0 is the fullest variant.</summary>
    public required int Preference { get; init; }

    /// <summary>Children that this portion is not opened without.</summary>
    public List<int>? Accompanying { get; set; }

    /// <summary>Where it stands in the submitted message: <c>judgements[2].caveats[0]</c>.</summary>
    public string FieldPath => Parent is null ? $"{Field.Name}[{Position}]" : $"{Parent.FieldPath}.{Field.Name}[{Position}]";
}
