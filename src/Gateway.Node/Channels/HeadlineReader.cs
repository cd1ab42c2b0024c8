using System.Security.Cryptography;
using Gateway.Core.Channels;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using AccessBody = Gateway.Core.Sealing.AccessBody;

namespace Gateway.Node.Channels;

/// <summary>
/// What a channel that carries headlines may say of a warning: what a reader of this node sees who is cleared to the channel's ceiling and no
/// higher. The reading is stated on the internal log before its bytes leave, as any other.
/// </summary>
internal sealed class HeadlineReader(NodeState node, SharedView view)
{
    /// <summary>Null where nothing may be said.</summary>
    public async Task<Headline?> OfAsync(Summons summons, ChannelSettings channel, CancellationToken cancellation)
    {
        var reader = new LocalCaller("channel:" + channel.Name, Role.Ministry, channel.Ceiling, node.Model.Self.Value);
        if (summons.Product is not { } product || node.Read.Find(product) is not { } row || view.Of(row, reader) is not { } visible)
        {
            return null;
        }

        ListedProduct listed = Answers.Listed(visible);
        if (listed.Title.Length == 0 && listed.Iso3.Length == 0)
        {
            return null;
        }

        var access = new AccessBody(reader.Name, SHA256.HashData(product.Span), 1);
        await node.StateAsync(StatementKind.Access, access.Encode(), cancellation);
        return new Headline(visible.Banner.Text, listed.Title, listed.Iso3);
    }
}
