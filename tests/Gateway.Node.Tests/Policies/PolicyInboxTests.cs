using Gateway.Core.Policy.Activation;
using Gateway.Node.Hosting;
using Gateway.Node.Policies;
using Microsoft.Extensions.Logging;

namespace Gateway.Node.Tests.Policies;

/// <summary>What is left in the folder is looked at when it stands still, once.</summary>
public sealed class PolicyInboxTests : IAsyncDisposable
{
    private readonly NodeFolders _folders = new();
    private readonly Lines _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Approval => Path.Combine(_folders.Folder("USA"), "policies", PolicyBundle.ApprovalName);

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_change_is_looked_at_when_it_was_the_same_at_two_looks_and_not_again()
    {
        await using NodeState node = await _folders.OpenAsync("USA");
        using var desk = new PolicyDesk(node);
        var inbox = new PolicyInbox(node, desk, _log);
        await Look(inbox, 3);
        Assert.Empty(_log.Said);

        await File.WriteAllTextAsync(Approval, "half", Cancellation);
        await Look(inbox, 1);
        await File.AppendAllTextAsync(Approval, " a note", Cancellation);
        await Look(inbox, 1);
        Assert.Empty(_log.Said);
        await Look(inbox, 3);
        (int id, LogLevel level, _) = Assert.Single(_log.Said);
        Assert.Equal((2302, LogLevel.Warning), (id, level));
        Assert.Equal(1, node.Read.ActivePolicy()!.Number);
    }

    [Fact]
    public async Task A_stray_file_beside_a_change_is_told()
    {
        await using NodeState node = await _folders.OpenAsync("USA");
        using var desk = new PolicyDesk(node);
        var inbox = new PolicyInbox(node, desk, _log);
        await File.WriteAllTextAsync(Approval, "a note", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folders.Folder("USA"), "policies", "limits.RELPOL"), "limit", Cancellation);
        await Look(inbox, 2);
        Assert.Contains("limits.RELPOL", Assert.Single(_log.Said).Text, StringComparison.Ordinal);
    }

    private static async Task Look(PolicyInbox inbox, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await inbox.LookAsync(Cancellation);
        }
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILogger<PolicyInbox>
    {
        public List<(int Id, LogLevel Level, string Text)> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add((eventId.Id, logLevel, formatter(state, exception)));
    }
}
