using System.Reflection;
using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Node.Tests.Assessments;

/// <summary>"Absent" and "not for you" are one answer after the same work.</summary>
public sealed class SharedViewTests : IAsyncDisposable
{
    private static readonly LocalCaller Uncleared = new("ministry@test", Role.Ministry, Level.Unclassified, "TEST");
    private readonly NodeFolders _folders = new();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_product_that_is_absent_and_one_that_is_withheld_are_looked_for_with_the_same_reads()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SubmitRequest request = Samples.Request("withheld");
        foreach (Portion portion in (Portion[])
            [.. request.Assessment.Header.Select(one => one.Portion), .. request.Assessment.Subject.Select(one => one.Portion),
                .. request.Assessment.Judgements.Select(one => one.Portion)])
        {
            portion.Marking.Text = "(TS//NF)";
        }

        SubmitResponse submitted = await new Submissions(usa, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, TestContext.Current.CancellationToken);
        Assert.True(ProductId.TryFrom(submitted.ProductId.Span, out ProductId withheld));

        var watched = new WatchedStore(usa.Store);
        var node = new NodeState(usa.Settings, watched, usa.ReleaseLog, usa.InternalLog, usa.Cursors, usa.Clock);
        var view = new SharedView(node);
        Assert.NotNull(view.Of(withheld, NodeFolders.Liaison));
        string[] forWithheld = Reads(withheld), forAbsent = Reads(ProductId.OfManifest("absent"u8));
        await node.Commit.DisposeAsync();
        Assert.Contains("Sealed", forAbsent);
        Assert.Equal(forWithheld, forAbsent);

        string[] Reads(ProductId product)
        {
            watched.Calls.Clear();
            Assert.Null(view.Of(product, Uncleared));
            return [.. watched.Calls];
        }
    }

    /// <summary>A store that notes what is read.</summary>
    private sealed class WatchedStore : INodeStore
    {
        private readonly INodeStore _store;

        public WatchedStore(INodeStore store)
        {
            _store = store;
            Read = DispatchProxy.Create<INodeRead, Watch>();
            ((Watch)Read).Inner = store.Read;
            ((Watch)Read).Calls = Calls;
        }

        public List<string> Calls { get; } = [];

        public INodeRead Read { get; }

        public StoreChanges Changes => _store.Changes;

        public INodeWrite BeginWrite() => _store.BeginWrite();

        public void Dispose()
        {
        }
    }

    /// <summary>Passes every call on.</summary>
    public class Watch : DispatchProxy
    {
        internal INodeRead Inner { get; set; } = null!;

        internal List<string> Calls { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            ArgumentNullException.ThrowIfNull(targetMethod);
            Calls.Add(targetMethod.Name);
            return targetMethod.Invoke(Inner, args);
        }
    }
}
