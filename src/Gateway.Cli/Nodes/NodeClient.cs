using Gateway.Client;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Nodes;

/// <summary>A caller's connection to a node, with the stubs that commands use.</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly NodeAccess.Known _access;
    private readonly TimeProvider _time;
    private readonly NodeConnection _connection;

    public NodeClient(NodeAccess.Known access, TimeProvider time)
    {
        _access = access;
        _time = time;
        _connection = new NodeConnection(access.Address, access.Partner, access.Caller, time);
        Assessments = new Assessment.AssessmentClient(_connection.Channel);
        Comparisons = new Comparison.ComparisonClient(_connection.Channel);
        Log = new ReleaseLog.ReleaseLogClient(_connection.Channel);
        Courier = new Protocol.V1.Courier.CourierClient(_connection.Channel);
        Desk = new ReleaseDesk.ReleaseDeskClient(_connection.Channel);
        Notices = new Notices.NoticesClient(_connection.Channel);
        Joint = new Protocol.V1.Joint.JointClient(_connection.Channel);
        Inquiries = new Protocol.V1.Inquiries.InquiriesClient(_connection.Channel);
        Onward = new Onward.OnwardClient(_connection.Channel);
        Watching = new Protocol.V1.Watching.WatchingClient(_connection.Channel);
        Channels = new Protocol.V1.Channels.ChannelsClient(_connection.Channel);
        HorizonScan = new Protocol.V1.HorizonScan.HorizonScanClient(_connection.Channel);
        Forecasting = new Protocol.V1.Forecasting.ForecastingClient(_connection.Channel);
        Warnings = new Protocol.V1.Warnings.WarningsClient(_connection.Channel);
        Policies = new ReleasePolicy.ReleasePolicyClient(_connection.Channel);
        Searches = new Search.SearchClient(_connection.Channel);
    }

    public Assessment.AssessmentClient Assessments { get; }

    public Comparison.ComparisonClient Comparisons { get; }

    public ReleaseLog.ReleaseLogClient Log { get; }

    public Protocol.V1.Courier.CourierClient Courier { get; }

    public ReleaseDesk.ReleaseDeskClient Desk { get; }

    public Notices.NoticesClient Notices { get; }

    public Protocol.V1.Joint.JointClient Joint { get; }

    public Protocol.V1.Inquiries.InquiriesClient Inquiries { get; }

    public Onward.OnwardClient Onward { get; }

    public Protocol.V1.Channels.ChannelsClient Channels { get; }

    public Protocol.V1.HorizonScan.HorizonScanClient HorizonScan { get; }

    public Protocol.V1.Forecasting.ForecastingClient Forecasting { get; }

    public ReleasePolicy.ReleasePolicyClient Policies { get; }

    public Protocol.V1.Watching.WatchingClient Watching { get; }

    public Search.SearchClient Searches { get; }

    public Protocol.V1.Warnings.WarningsClient Warnings { get; }

    /// <summary>Whose node it is.</summary>
    public Core.Partners.Partner Partner => _access.Partner;

    /// <summary>The release log's checkpoint and tiles, over HTTP.</summary>
    public HttpClient ReleaseLogTiles() =>
        new(NodeConnection.NewHandler(_access.Partner, _access.Caller, _time), disposeHandler: true) { BaseAddress = new Uri(_access.Address, "log/") };

    public void Dispose()
    {
        _connection.Dispose();
        _access.Caller.Dispose();
    }
}
