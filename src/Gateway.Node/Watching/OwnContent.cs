using System.Collections;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Node.Watching;

/// <summary>
/// An own product as it can be submitted again, whole: with every wording, whoever edits it. The ids of paths stand as labels, so that wordings
/// stay together. A portion that a notice took back is gone, and one that a notice marked higher stays so.
/// </summary>
internal static class OwnContent
{
    /// <summary>The content of a product sealed here.</summary>
    public static T Of<T>(SealedProduct product, NodeState node)
        where T : class, IProductContent, new()
    {
        var content = new T();
        var messages = new Dictionary<uint, (IMessage Message, string Path)>();
        foreach (Portion portion in product.Portions.Where(portion => !portion.Recalled)
            .OrderBy(portion => portion.Body.Path.Count(c => c == '/')).ThenBy(portion => portion.Body.Path, StringComparer.Ordinal).ThenBy(portion => portion.Body.Rank))
        {
            string[] steps = portion.Body.Path.Split('/');
            bool single = !PortionPath.IsId(steps[^1]);
            string field = single ? steps[^1] : steps[^2], above = string.Join('/', steps[..^(single ? 1 : 2)]);
            IMessage? parent = above.Length == 0
                ? content
                : portion.Body.MustAccompany.Select(index => messages.GetValueOrDefault(index)).FirstOrDefault(one => one.Path == above).Message;
            if (parent?.Descriptor.FindFieldByName(field) is not { } place)
            {
                continue; // its parent was taken back
            }

            IMessage message = place.MessageType.Parser.ParseFrom(portion.Body.Value.Span);
            place.MessageType.FindFieldByNumber(1).Accessor.SetValue(message, Header(portion, single ? "" : steps[^1], node));
            ((IList)place.Accessor.GetValue(parent)).Add(message);
            messages.Add(portion.Index, (message, portion.Body.Path));
        }

        return content;
    }

    private static Protocol.V1.Portion Header(Portion portion, string label, NodeState node)
    {
        Core.Markings.Marking marking = portion.Floors.IsDefaultOrEmpty
            ? portion.Body.Marking
            : GroundMarkings.Join(portion.Markings, node.Model.Self, node.Model.Markings) ?? portion.Floors[^1];
        var header = new Protocol.V1.Portion { Id = label, Marking = marking.ToMessage() };
        header.Region.AddRange(portion.Body.Regions);
        header.Topic.AddRange(portion.Body.Topics);
        return header;
    }
}
