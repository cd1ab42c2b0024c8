using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Protocol.Products;

/// <summary>
/// Puts opened portions together again. The portions are verified: read strictly, in the schema, closed under must_accompany.
/// What is not opened leaves no trace: no gap, no placeholder, no reference. Thread-safe.
/// </summary>
public static class Reassembler
{
    /// <summary>
    /// The content as its reader sees it: of each path the best-ranked variant, portions inside portions where their variant of the
    /// parent is shown, lists by date (undated last) and then by random id.
    /// </summary>
    /// <exception cref="ArgumentException">A portion does not belong to the schema: it was not verified.</exception>
    public static IProductContent Reassemble(IEnumerable<Portion> opened, ProductSchema schema)
    {
        PortionPlan root = Schemas.RootOf(schema);
        OpenedPortion[] shown = Shown([.. opened.Select(portion => OpenedPortion.Locate(portion, root))]);
        foreach (OpenedPortion portion in shown)
        {
            portion.Parse();
        }

        Sort(shown);
        HashSet<string>? ids = null;
        var content = (IProductContent)root.Message.Parser.ParseFrom(ByteString.Empty);
        foreach (OpenedPortion portion in shown)
        {
            if (portion.Field.Plan.References.Length > 0)
            {
                Prune(portion, ids ??= Ids(shown));
            }

            IMessage parent = portion.Parent is null ? content : portion.Parent.Message!;
            ((IList)portion.Field.Field.Accessor.GetValue(parent)).Add(portion.Message);
        }

        return content;
    }

    /// <summary>The same where the kind is known.</summary>
    /// <exception cref="ArgumentException">A portion does not belong to the schema, or the schema is of another kind.</exception>
    public static T Reassemble<T>(IEnumerable<Portion> opened, ProductSchema schema)
        where T : class, IProductContent =>
        Reassemble(opened, schema) as T ?? throw new ArgumentException("The schema is of another kind of product.", nameof(schema));

    /// <summary>The portions byte for byte, by index ascending; lower-ranked variants included. Values are not copied.</summary>
    /// <exception cref="ArgumentException">A portion does not belong to the schema: it was not verified.</exception>
    public static ImmutableArray<PortionView> View(IEnumerable<Portion> opened, ProductSchema schema)
    {
        PortionPlan root = Schemas.RootOf(schema);
        return [.. opened.OrderBy(portion => portion.Index).Select(portion => View(portion, root))];
    }

    private static PortionView View(Portion portion, PortionPlan root) => new()
    {
        Index = portion.Index,
        Path = portion.Body.Path,
        Variant = portion.Body.Variant,
        Type = portion.Body.Type,
        FieldClass = OpenedPortion.Locate(portion, root).Field.Plan.FieldClass,
        Marking = portion.Body.Marking.ToMessage(),
        Value = UnsafeByteOperations.UnsafeWrap(portion.Body.Value),
    };

    // By place first, as numbers: comparing dates and paths is left for the few that share one.
    private static void Sort(OpenedPortion[] shown)
    {
        int[] places = Array.ConvertAll(shown, portion => portion.Place);
        Array.Sort(places, shown);
        for (int start = 0, end; start < shown.Length; start = end)
        {
            for (end = start + 1; end < shown.Length && places[end] == places[start]; end++)
            {
            }

            if (end - start > 1)
            {
                shown.AsSpan(start, end - start).Sort(OpenedPortion.CompareInPlace);
            }
        }
    }

    private static OpenedPortion[] Shown(List<OpenedPortion> opened)
    {
        var best = new Dictionary<string, OpenedPortion>(opened.Count, PathComparer.Instance);
        Dictionary<uint, OpenedPortion>? parents = null;
        int deepest = 0;
        foreach (OpenedPortion portion in opened)
        {
            deepest = Math.Max(deepest, portion.Depth);
            Offer(portion, 0);
        }

        // A portion belongs to the variant of its parent that it accompanies, and is shown only with that one.
        for (int depth = 1; depth <= deepest; depth++)
        {
            parents ??= opened.Where(portion => portion.Field.Plan.Children.Length > 0).ToDictionary(portion => (uint)portion.Portion.Index);
            foreach (OpenedPortion portion in opened)
            {
                if (portion.Depth == depth && portion.FindParent(parents) is { } parent && best.ContainsValueAt(parent))
                {
                    Offer(portion, depth);
                }
            }
        }

        return [.. best.Values];

        void Offer(OpenedPortion portion, int depth)
        {
            if (portion.Depth != depth)
            {
                return;
            }

            ref OpenedPortion? other = ref CollectionsMarshal.GetValueRefOrAddDefault(best, portion.Path, out _);
            if (other is null || portion.IsBetterThan(other))
            {
                other = portion;
            }
        }
    }

    private static HashSet<string> Ids(OpenedPortion[] shown)
    {
        var ids = new HashSet<string>(shown.Length, PathComparer.Instance);
        foreach (OpenedPortion portion in shown)
        {
            ids.Add(portion.Id);
        }

        return ids;
    }

    private static bool ContainsValueAt(this Dictionary<string, OpenedPortion> best, OpenedPortion portion) =>
        best.TryGetValue(portion.Path, out OpenedPortion? shown) && ReferenceEquals(shown, portion);

    // The value keeps the reference, since it is signed; a reader of the whole must not stumble over portions it does not have.
    private static void Prune(OpenedPortion portion, HashSet<string> ids)
    {
        foreach (var field in portion.Field.Plan.References)
        {
            var list = (IList<string>)field.Accessor.GetValue(portion.Message!);
            for (int i = list.Count - 1; i >= 0; i--)
            {
                if (!ids.Contains(list[i]))
                {
                    list.RemoveAt(i);
                }
            }
        }
    }
}
