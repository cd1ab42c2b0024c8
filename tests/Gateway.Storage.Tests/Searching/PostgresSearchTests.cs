using Gateway.Core.Partners;
using Gateway.Core.Searching;
using Gateway.Storage.Postgres;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Searching;

/// <summary>One server for the tests of a class, a database for each test.</summary>
public sealed class PostgresFixture : IDisposable
{
    public PostgresServer? Server { get; } = PostgresServer.TryStart();

    public void Dispose() => Server?.Dispose();
}

/// <summary>The same index in PostgreSQL, on a real server.</summary>
public sealed class PostgresSearchTests : SearchContract, IClassFixture<PostgresFixture>, IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly string _connection;
    private PostgresSearchIndex? _index;

    public PostgresSearchTests(PostgresFixture fixture)
    {
        Assert.SkipUnless(fixture.Server is not null, PostgresServer.Absent);
        _server = fixture.Server;
        _connection = _server.NewDatabase();
    }

    protected override ISearchIndex Index => _index ??= Open("FRA");

    protected override void Reopen()
    {
        _index?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _index = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_index is { } index)
        {
            await index.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be_and_goes_on_when_it_is_back()
    {
        await Put(Doc(1, "siege"));
        _server.Stop();
        try
        {
            var failure = await Assert.ThrowsAsync<SearchUnavailableException>(() => Hits("siege"));
            Assert.DoesNotContain("siege", failure.ToString(), StringComparison.Ordinal);
            await Assert.ThrowsAsync<SearchUnavailableException>(() => Index.ApplyAsync([Doc(2, "siege")], 2, Cancellation));
        }
        finally
        {
            _server.Start();
        }

        Assert.Equal([(1L, 0)], await Hits("siege"));
    }

    [Fact]
    public async Task The_index_of_another_node_is_refused()
    {
        await Put(Doc(1, "siege"));
        await using PostgresSearchIndex other = Open("SWE");
        await Assert.ThrowsAsync<SearchUnavailableException>(() => other.ThroughAsync(Cancellation));
    }

    [Fact]
    public async Task Clearing_it_begins_from_the_first_change()
    {
        await Put(Doc(1, "siege"));
        await Index.ClearAsync(Cancellation);
        Assert.Equal(0, await Index.ThroughAsync(Cancellation));
        Assert.Empty(await Hits("siege"));
    }

    [Fact]
    public async Task What_is_removed_is_vacuumed()
    {
        await Put(Doc(1, "foxglove"), Doc(2, "siege"));
        await Put(Doc(1, "drought"));
        Assert.Equal("t", _server.Sql(_connection, "SELECT untidy FROM gateway_search.state"));
        Assert.True(await Index.TidyAsync(Cancellation));
        Assert.Equal("f", _server.Sql(_connection, "SELECT untidy FROM gateway_search.state"));
        Assert.Equal("0", _server.Sql(_connection, "SELECT count(*) FROM gateway_search.portion_actual WHERE words @@ 'foxglove'::tsquery"));
    }

    [Theory]
    [InlineData("Host=/run/postgresql;Database=gateway", true)]
    [InlineData("Host=127.0.0.1;Database=gateway", true)]
    [InlineData("Host=db.example.org;Database=gateway;SSL Mode=VerifyFull", true)]
    [InlineData("Host=db.example.org;Database=gateway;Password=hush-hush", false)]
    [InlineData("Host=127.0.0.1,db.example.org;Database=gateway;SSL Mode=Require", false)]
    [InlineData("Database=gateway", false)]
    [InlineData("hush-hush", false)]
    [InlineData("Password=hush-hush;Nonsense=1", false)]
    public void A_connection_goes_over_a_network_only_to_a_server_that_proves_who_it_is(string connection, bool taken)
    {
        Assert.Equal(taken, PostgresOptions.TryRead(connection, PartnerCode.Of("FRA"), out PostgresOptions? options, out string? fault));
        Assert.DoesNotContain("hush", fault ?? options!.ToString()!, StringComparison.Ordinal);
    }

    private PostgresSearchIndex Open(string node)
    {
        Assert.True(PostgresOptions.TryRead(_connection, PartnerCode.Of(node), out PostgresOptions? options, out _));
        return new PostgresSearchIndex(options);
    }
}
