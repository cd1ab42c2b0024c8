using System.Collections;
using Gateway.Core.Sealing;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.Products;

/// <summary>
/// All portions of one submission, parents before children, in the order in which they are serialised; with their paths, which
/// variants share. Not thread-safe.
/// </summary>
internal sealed class SubmissionTree
{
    private readonly Dictionary<string, SubmissionPath> _labels = new(64);
    private readonly IdSource _ids;
    private readonly Violations _violations;
    private readonly int _capacity;
    private SubmissionPath?[] _singles = [];

    private SubmissionTree(RandomSource random, int capacity, Violations violations)
    {
        _ids = new IdSource(random);
        _capacity = capacity;
        _violations = violations;
    }

    public List<SubmissionNode> Nodes { get; } = new(64);

    /// <summary>Reads up to one portion more than there is room for.</summary>
    public static SubmissionTree Read(IMessage product, PortionPlan root, int capacity, RandomSource random, Violations violations)
    {
        var tree = new SubmissionTree(random, capacity, violations) { _singles = new SubmissionPath?[root.Children.Length] };
        tree.Read(product, root, parent: null);
        return tree;
    }

    /// <summary>The random id of the path that a label names; null when there is none.</summary>
    public string? Resolve(string label) => _labels.TryGetValue(label, out SubmissionPath? path) ? path.Id : null;

    public void CheckReferences(SubmissionNode node, Violations violations)
    {
        foreach (FieldDescriptor field in node.Field.Plan.References)
        {
            var labels = (RepeatedField<string>)field.Accessor.GetValue(node.Message);
            for (int i = 0; i < labels.Count; i++)
            {
                if (!_labels.ContainsKey(labels[i]))
                {
                    violations.Add(
                        node, $"{field.Name}[{i}]", SubmissionRule.ReferenceUnresolved, "No portion of the submission has this label.");
                }
            }
        }
    }

    private void Read(IMessage message, PortionPlan plan, SubmissionNode? parent)
    {
        foreach (PortionField field in plan.Children)
        {
            var list = (IList)field.Field.Accessor.GetValue(message);
            for (int i = 0; i < list.Count && Nodes.Count <= _capacity; i++)
            {
                SubmissionNode node = Add((IMessage)list[i]!, field, i, parent);
                Read(node.Message, field.Plan, node);
            }
        }
    }

    private SubmissionNode Add(IMessage message, PortionField field, int position, SubmissionNode? parent)
    {
        var header = (Portion?)field.Plan.Header!.Accessor.GetValue(message);
        SubmissionPath path = PathOf(field, header?.Id ?? "", parent, out bool taken);
        var node = new SubmissionNode
        {
            Message = message,
            Field = field,
            Position = position,
            Index = Nodes.Count,
            Parent = parent,
            Header = header,
            Path = path,
            Preference = path.Variants++,
        };
        Nodes.Add(node);
        if (taken)
        {
            _violations.Add(
                node, "portion.id", SubmissionRule.LabelDuplicate, "The label is used in another place; variants share a field and a parent.");
        }

        if (field.MustAccompany)
        {
            Accompany(node, path);
        }

        return node;
    }

    private void Accompany(SubmissionNode node, SubmissionPath path)
    {
        if (path.LastParent == node.Parent)
        {
            _violations.Add(
                node,
                "portion.id",
                SubmissionRule.AccompanyingVariant,
                "The parent goes with all of these; write the tear line of the parent with its own.");
        }

        path.LastParent = node.Parent;
        (node.Parent!.Accompanying ??= []).Add(node.Index);
    }

    private SubmissionPath PathOf(PortionField field, string label, SubmissionNode? parent, out bool taken)
    {
        taken = false;
        if (field.Single)
        {
            ref SubmissionPath? single = ref parent is null ? ref _singles[field.Ordinal] : ref parent.Path.Single(field);
            return single ??= new SubmissionPath(Prefix(parent) + field.Name, "", field, parent?.Path);
        }

        if (label.Length > 0 && _labels.TryGetValue(label, out SubmissionPath? known))
        {
            taken = known.Field != field || known.Parent != parent?.Path;
            return known;
        }

        string id = _ids.Next();
        var path = new SubmissionPath(string.Concat(Prefix(parent), field.Name, "/", id), id, field, parent?.Path);
        if (label.Length > 0)
        {
            _labels.Add(label, path);
        }

        return path;
    }

    private static string Prefix(SubmissionNode? parent) => parent is null ? "" : parent.Path.Path + "/";
}
