using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;

namespace Gateway.Node.Witnessing;

/// <summary>How a witness stands to our log.</summary>
internal enum WitnessStanding
{
    /// <summary>Not asked yet.</summary>
    Waiting = 1,

    /// <summary>It cosigned the head that it was asked for last.</summary>
    Cosigned = 2,

    /// <summary>It does not answer, or not as the protocol says.</summary>
    Unreachable = 3,

    /// <summary>It does not cosign our log: no witness keys there, or another roster.</summary>
    NoWitness = 4,

    /// <summary>It misses a line of our log's keys: its roster names others.</summary>
    LinesRefused = 5,

    /// <summary>Its lines are not of the keys that our roster names.</summary>
    BadLines = 6,

    /// <summary>ALARM: it holds more of our log than we have.</summary>
    HoldsMore = 7,

    /// <summary>ALARM: it holds a head that is not of our log.</summary>
    Contradicts = 8,
}

/// <summary>What is known of one witness.</summary>
/// <param name="Standing">How it stands to our log.</param>
/// <param name="Held">Entries of our log that it says it holds; 0 where it said nothing.</param>
/// <param name="Cosigned">Entries under the newest head that it cosigned; 0 before the first.</param>
/// <param name="CosignedAt">When it says that it saw that head, by its clock.</param>
/// <param name="AnsweredAt">When it cosigned last, by our clock.</param>
internal sealed record WitnessStatus(
    WitnessStanding Standing, long Held, long Cosigned, DateTimeOffset CosignedAt, DateTimeOffset AnsweredAt);

/// <summary>
/// Asks one partner to cosign our heads: one request at a time, the consistency proof from what it holds, growing pauses when it is away.
/// Whoever asks calls from one thread; <see cref="Status"/> is for all.
/// </summary>
internal sealed class AskedWitness : IDisposable
{
    private const int MostAttempts = 3;

    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly NodeState _node;
    private readonly ILogger _logger;
    private readonly WitnessClient _client;
    private volatile WitnessStatus _status;
    private volatile bool _busy;
    private TimeSpan _pause = ShortestPause;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public AskedWitness(NodeState node, Partner partner, Uri address, ILogger logger)
    {
        (_node, Partner, _logger) = (node, partner.Code, logger);
        _client = new WitnessClient(PartnerConnection.OpenHttp(partner, address, node.Settings.Certificate, node.Clock), node.Clock);
        CosignatureRow? row = node.Read.Cosignatures().FirstOrDefault(known => known.Partner == partner.Code);
        var at = DateTimeOffset.FromUnixTimeSeconds(row?.CosignedAt ?? 0);
        _status = new WitnessStatus(WitnessStanding.Waiting, row?.Size ?? 0, row?.Size ?? 0, at, at);
    }

    public PartnerCode Partner { get; }

    public WitnessStatus Status => _status;

    /// <summary>Whether it should be asked for this head now: a new head, one that it still owes, or a fresh time on the same one.</summary>
    public bool IsDue(SignedHead head, DateTimeOffset now) => !_busy && now >= _next
        && (_status.Standing != WitnessStanding.Cosigned || _status.Cosigned != head.Checkpoint.Size || now - _status.AnsweredAt >= Refresh);

    /// <summary>Asks. Never throws but for cancellation.</summary>
    public async Task AskAsync(SignedHead head, CancellationToken cancellation)
    {
        _busy = true;
        try
        {
            if (await ExchangeAsync(head, cancellation))
            {
                _pause = ShortestPause;
                return;
            }

            Wait();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever a witness does, the node goes on.
            Stand(WitnessStanding.Unreachable, _status.Held, failure.GetType().Name);
            Wait();
        }
        finally
        {
            _busy = false;
        }
    }

    public void Dispose() => _client.Dispose();

    private void Wait()
    {
        _next = _node.Clock.GetUtcNow() + _pause;
        _pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, _pause.Ticks * 2));
    }

    /// <summary>False where trying again has to wait.</summary>
    private async Task<bool> ExchangeAsync(SignedHead head, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            long from = Math.Min(_status.Held, head.Checkpoint.Size);
            byte[] path = [];
            if (from > 0 && !_node.ReleaseLog.TryProveConsistency(from, head.Checkpoint.Size, out path))
            {
                return false;
            }

            switch (await _client.AskAsync(new AddCheckpointRequest(from, path, head.Note), cancellation))
            {
                case WitnessReply.Lines lines:
                    return await TakeAsync(head, lines, cancellation);
                case WitnessReply.Holds holds when holds.Size > (_node.ReleaseLog.Head?.Checkpoint.Size ?? 0):
                    return Stand(WitnessStanding.HoldsMore, holds.Size);
                case WitnessReply.Holds holds when holds.Size == from:
                    // It does hold that size, and refuses nonetheless: another root.
                    return Stand(WitnessStanding.Contradicts, holds.Size);
                case WitnessReply.Holds holds:
                    _status = _status with { Held = holds.Size };
                    if (holds.Size > head.Checkpoint.Size)
                    {
                        // Overtaken by a newer head of ours: that one is asked for next.
                        return true;
                    }

                    break;
                case WitnessReply.NotExtending:
                    return Stand(WitnessStanding.Contradicts, from);
                case WitnessReply.LinesRefused:
                    return Stand(WitnessStanding.LinesRefused, _status.Held);
                case WitnessReply.NoWitness:
                    return Stand(WitnessStanding.NoWitness, _status.Held);
                case WitnessReply.Nothing nothing:
                    return Stand(WitnessStanding.Unreachable, _status.Held, nothing.Reason);
            }
        }

        return false;
    }

    private async Task<bool> TakeAsync(SignedHead head, WitnessReply.Lines lines, CancellationToken cancellation)
    {
        if (_node.Cosigned.Add(head, Partner, lines.Signatures) is not { } added)
        {
            return Stand(WitnessStanding.BadLines, _status.Held);
        }

        try
        {
            await _node.Commit.RunAsync(
                scope =>
                {
                    scope.Store.SetCosignature(added.Row);
                    if (added.Cosigned is { } cosigned && (scope.Store.Cosigned()?.Size ?? 0) <= cosigned.Size)
                    {
                        scope.Store.SetCosigned(cosigned);
                    }

                    return true;
                },
                cancellation);
        }
        catch (StoreUnavailableException)
        {
            // The lines hold without the record; the next ones are stored again.
        }

        bool news = _status.Standing is not (WitnessStanding.Cosigned or WitnessStanding.Waiting);
        _status = new WitnessStatus(
            WitnessStanding.Cosigned,
            added.Row.Size,
            added.Row.Size,
            DateTimeOffset.FromUnixTimeSeconds(added.Row.CosignedAt),
            _node.Clock.GetUtcNow());
        if (news)
        {
            WitnessLog.CosignsAgain(_logger, Partner.Value);
        }

        return true;
    }

    /// <summary>Notes a standing other than cosigned, and says so when it is new.</summary>
    private bool Stand(WitnessStanding standing, long held, string detail = "")
    {
        WitnessStanding before = _status.Standing;
        _status = _status with { Standing = standing, Held = held };
        if (before == standing)
        {
            return false;
        }

        switch (standing)
        {
            case WitnessStanding.HoldsMore:
                WitnessLog.HoldsMore(_logger, Partner.Value, held, _node.ReleaseLog.Head?.Checkpoint.Size ?? 0);
                break;
            case WitnessStanding.Contradicts:
                WitnessLog.Contradicts(_logger, Partner.Value, held);
                break;
            case WitnessStanding.Unreachable:
                WitnessLog.Unreachable(_logger, Partner.Value, detail);
                break;
            case WitnessStanding.NoWitness or WitnessStanding.LinesRefused or WitnessStanding.BadLines:
                WitnessLog.DoesNotCosign(_logger, Partner.Value, standing.ToString());
                break;
            case WitnessStanding.Waiting or WitnessStanding.Cosigned:
                break;
        }

        return false;
    }
}
