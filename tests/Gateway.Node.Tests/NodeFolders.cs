using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Node.Callers;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;
using Gateway.Testing;
using Microsoft.Extensions.Configuration;

namespace Gateway.Node.Tests;

/// <summary>Folders with development keys, read as a node reads them; no process is started.</summary>
internal sealed class NodeFolders : IAsyncDisposable
{
    public static readonly LocalCaller Liaison = new("liaison@test", Role.Liaison, Level.TopSecret, "TEST");

    private readonly NodeSet _set = NodeSet.Prepare();

    public string Folder(string code) => _set.Folder(code);

    public string Database(string code) => _set.Database(code);

    public NodeOptions Options(string code)
    {
        var options = new NodeOptions();
        options.Take(new ConfigurationBuilder().AddJsonFile(Path.Combine(Folder(code), "appsettings.json")).Build().GetSection("Gateway"));
        return options;
    }

    public NodeSettings Settings(string code) =>
        SettingsReader.TryRead(Options(code), Folder(code), development: true, out NodeSettings? settings, out ImmutableArray<string> errors)
            ? settings
            : throw new InvalidOperationException(string.Join('\n', errors));

    public ImmutableArray<string> Errors(string code, Action<NodeOptions> change, bool development = true)
    {
        NodeOptions options = Options(code);
        change(options);
        Assert.False(SettingsReader.TryRead(options, Folder(code), development, out _, out ImmutableArray<string> errors));
        return errors;
    }

    public Task<NodeState> OpenAsync(string code, TimeProvider clock, Func<NodeModel, NodeModel>? change = null)
    {
        NodeSettings settings = Settings(code);
        return NodeStartup.OpenAsync(
            change is null ? settings : settings with { Model = change(settings.Model) }, clock, TestContext.Current.CancellationToken);
    }

    public Task<NodeState> OpenAsync(string code) => NodeStartup.OpenAsync(Settings(code), TimeProvider.System, TestContext.Current.CancellationToken);

    public void SetPolicy(string code, string text) => _set.SetPolicy(code, text);

    public void AddCaller(string code, string name, string role) => _set.AddCaller(code, name, role, "SECRET");

    public ValueTask DisposeAsync() => _set.DisposeAsync();
}
