using Gateway.Core.Sealing;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Protocol.Products;

/// <summary>One opened portion and where it goes in the message.</summary>
internal sealed class OpenedPortion
{
    private readonly int _parentLength;
    private long _date;

    private OpenedPortion(Portion portion, PortionField field, int depth, int parentLength)
    {
        Portion = portion;
        Field = field;
        Depth = depth;
        _parentLength = parentLength;
        Place = (depth << 8) | field.Number;
        Id = field.Single ? "" : portion.Body.Path[^Core.Sealing.PortionPath.IdLength..];
    }

    public Portion Portion { get; }

    public PortionField Field { get; }

    /// <summary>0 for portions of the product's own message.</summary>
    public int Depth { get; }

    /// <summary>Parents before children, fields by number.</summary>
    public int Place { get; }

    /// <summary>The path's random id; empty for single fields.</summary>
    public string Id { get; }

    public string Path => Portion.Body.Path;

    /// <summary>The variant of the parent that this one is shown in; null at the top.</summary>
    public OpenedPortion? Parent { get; private set; }

    /// <summary>The value, after <see cref="Parse"/>.</summary>
    public IMessage? Message { get; private set; }

    public static OpenedPortion Locate(Portion portion, PortionPlan root)
    {
        ReadOnlySpan<char> rest = portion.Body.Path;
        PortionPlan plan = root;
        int parentLength = 0;
        for (int depth = 0; ; depth++)
        {
            PortionField field = plan.Child(Take(ref rest)) ?? throw Unverified();
            if (!field.Single && !Core.Sealing.PortionPath.IsId(Take(ref rest)))
            {
                throw Unverified();
            }

            if (rest.IsEmpty)
            {
                return field.Plan.Message.FullName == portion.Body.Type
                    ? new OpenedPortion(portion, field, depth, parentLength)
                    : throw Unverified();
            }

            parentLength = portion.Body.Path.Length - rest.Length - 1;
            plan = field.Plan;
        }
    }

    /// <summary>True when this variant of the path goes before the other.</summary>
    public bool IsBetterThan(OpenedPortion other) =>
        (Portion.Body.Rank, Portion.Body.Variant).CompareTo((other.Portion.Body.Rank, other.Portion.Body.Variant)) < 0;

    /// <summary>The variant of the parent that this portion accompanies; null when it is not among the opened.</summary>
    public OpenedPortion? FindParent(Dictionary<uint, OpenedPortion> opened)
    {
        foreach (uint index in Portion.Body.MustAccompany)
        {
            if (opened.TryGetValue(index, out OpenedPortion? parent) && Path.AsSpan(0, _parentLength).SequenceEqual(parent.Path))
            {
                return Parent = parent;
            }
        }

        return null;
    }

    /// <summary>Reads the value and puts its header back.</summary>
    public void Parse()
    {
        Message = Field.Plan.Message.Parser.ParseFrom(Portion.Body.Value.Span);
        PortionBody body = Portion.Body;
        var header = new V1.Portion { Id = Id, Marking = body.Marking.ToMessage() };
        Translation.AddTo(header.Region, body.Regions);
        Translation.AddTo(header.Topic, body.Topics);
        Field.Plan.Header!.Accessor.SetValue(Message, header);
        _date = Field.Plan.OrderDate is { } date && (long)date.Accessor.GetValue(Message) is var time and not 0 ? time : long.MaxValue;
    }

    /// <summary>The order of portions of one <see cref="Place"/>.</summary>
    public static int CompareInPlace(OpenedPortion one, OpenedPortion other)
    {
        int order = one._date.CompareTo(other._date);
        return order != 0 ? order : string.CompareOrdinal(one.Path, other.Path);
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest)
    {
        int slash = rest.IndexOf('/');
        ReadOnlySpan<char> segment = slash < 0 ? rest : rest[..slash];
        rest = slash < 0 ? default : rest[(slash + 1)..];
        return segment;
    }

    private static ArgumentException Unverified() => new("A portion does not belong to the schema; portions are verified first.");
}
