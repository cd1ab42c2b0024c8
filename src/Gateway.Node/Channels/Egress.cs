using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Node.Channels;

/// <summary>
/// Where a channel may connect to: public addresses, and private ones that its settings name. The address that was checked is the one that is
/// connected to, so a name that resolves to another address in between gains nothing. Thread-safe.
/// </summary>
internal sealed class Egress(ImmutableArray<IPNetwork> allowed)
{
    // IANA special-purpose registries for IPv4 and IPv6: what does not lead to the public internet, or leads to an IPv4 address in disguise.
    private static readonly ImmutableArray<IPNetwork> Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
            "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether it may be connected to.</summary>
    public bool Permits(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Special.Any(network => network.Contains(plain)) || allowed.Any(network => network.Contains(plain));
    }

    /// <summary>
    /// A connection to a host, by the first of its permitted addresses that answers. Throws <see cref="EgressRefusedException"/> when none is
    /// permitted, and <see cref="SocketException"/> when none answers.
    /// </summary>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        IPAddress[] addresses = IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellation);
        IPAddress[] permitted = [.. addresses.Where(Permits)];
        if (permitted.Length == 0)
        {
            throw new EgressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(permitted, port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A channel's host has no address that it may be reached at.</summary>
internal sealed class EgressRefusedException() : Exception("The host has no address that this channel may connect to.");
