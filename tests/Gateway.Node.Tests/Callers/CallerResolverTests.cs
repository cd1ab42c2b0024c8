using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Node.Callers;
using Gateway.Node.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Node.Tests.Callers;

public sealed class CallerResolverTests : IAsyncLifetime
{
    private readonly NodeFolders _folders = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private CallerResolver _resolver = null!;

    public ValueTask InitializeAsync()
    {
        _resolver = new CallerResolver(_folders.Settings("USA"), _clock);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Theory]
    [InlineData("liaison", Role.Liaison)]
    [InlineData("auditor", Role.Auditor)]
    public void A_mapped_certificate_is_a_local_caller(string name, object role) =>
        Assert.Equal(role, Assert.IsType<Caller.Local>(_resolver.Resolve(Certificate("USA", "callers", name))).Who.Role);

    [Fact]
    public void A_pinned_key_is_a_partner_whatever_its_certificate_says()
    {
        using X509Certificate2 node = Certificate("FRA", "keys", "node");
        Assert.Equal(new Caller.Peer(PartnerCode.Of("FRA")), _resolver.Resolve(node));
        var request = new CertificateRequest("CN=renewed", node.GetECDsaPrivateKey()!, HashAlgorithmName.SHA256);
        using X509Certificate2 renewed = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal(new Caller.Peer(PartnerCode.Of("FRA")), _resolver.Resolve(renewed));
    }

    [Fact]
    public void The_nodes_own_certificate_and_those_of_other_nodes_callers_are_nobody()
    {
        Assert.IsType<Caller.Unknown>(_resolver.Resolve(Certificate("USA", "keys", "node")));
        Assert.IsType<Caller.Unknown>(_resolver.Resolve(Certificate("FRA", "callers", "auditor")));
        Assert.IsType<Caller.Unknown>(_resolver.Resolve(null));
    }

    [Fact]
    public void A_partner_stays_a_partner_though_its_certificate_is_mapped_to_a_role()
    {
        using X509Certificate2 node = Certificate("FRA", "keys", "node");
        NodeSettings settings = _folders.Settings("USA") with
        {
            Callers = new Dictionary<string, LocalCaller>
            {
                [Convert.ToHexStringLower(SHA256.HashData(node.RawData))] = NodeFolders.Liaison,
            }.ToFrozenDictionary(),
        };
        Assert.IsType<Caller.Peer>(new CallerResolver(settings, _clock).Resolve(node));
    }

    [Theory]
    [InlineData("callers", "liaison", "USA")]
    [InlineData("keys", "node", "FRA")]
    public void Outside_its_dates_a_certificate_is_nobody(string folder, string name, string code)
    {
        using X509Certificate2 certificate = Certificate(code, folder, name);
        _clock.SetUtcNow(new DateTimeOffset(certificate.NotAfter));
        Assert.IsNotType<Caller.Unknown>(_resolver.Resolve(certificate));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<Caller.Unknown>(_resolver.Resolve(certificate));
        var early = new FakeTimeProvider(new DateTimeOffset(certificate.NotBefore).AddSeconds(-1));
        Assert.IsType<Caller.Unknown>(new CallerResolver(_folders.Settings("USA"), early).Resolve(certificate));
    }

    private X509Certificate2 Certificate(string code, string folder, string name) => X509Certificate2.CreateFromPemFile(
        Path.Combine(_folders.Folder(code), folder, name + ".crt"), Path.Combine(_folders.Folder(code), folder, name + ".key"));
}
