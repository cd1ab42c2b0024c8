using System.Net;
using Gateway.Node.Channels;

namespace Gateway.Node.Tests.Channels;

/// <summary>A channel reaches what it was configured for, and nothing inside the house besides.</summary>
public sealed class EgressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void What_is_not_public_is_refused_unless_it_was_named(string address)
    {
        IPAddress ip = IPAddress.Parse(address);
        Assert.False(new Egress([]).Permits(ip));
        Assert.True(new Egress([IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")]).Permits(ip));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    public void What_is_public_needs_no_name(string address) => Assert.True(new Egress([]).Permits(IPAddress.Parse(address)));

    [Fact]
    public void A_named_network_opens_itself_and_no_other()
    {
        var egress = new Egress([IPNetwork.Parse("10.20.0.0/16")]);
        Assert.True(egress.Permits(IPAddress.Parse("10.20.255.1")));
        Assert.True(egress.Permits(IPAddress.Parse("::ffff:10.20.0.1")));
        Assert.False(egress.Permits(IPAddress.Parse("10.21.0.1")));
    }

    [Fact]
    public Task A_name_that_leads_home_is_refused() =>
        Assert.ThrowsAsync<EgressRefusedException>(() => new Egress([]).ConnectAsync("localhost", 443, TestContext.Current.CancellationToken));
}
