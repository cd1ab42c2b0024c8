using System.Security.Cryptography;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Callers;

/// <summary>States on the internal log that somebody was shown something; before the bytes leave.</summary>
internal static class AccessStatements
{
    /// <summary>One ACCESS over all of the products, in the order given; nothing is stated when nothing was shown.</summary>
    public static async Task StateAccessAsync(this NodeState node, LocalCaller caller, IReadOnlyCollection<ProductId> products, CancellationToken cancellation)
    {
        if (products.Count > 0)
        {
            byte[] ids = [.. products.SelectMany(product => product.ToArray())];
            var access = new AccessBody(caller.Name, SHA256.HashData(ids), (uint)products.Count);
            await node.StateAsync(StatementKind.Access, access.Encode(), cancellation);
        }
    }
}
