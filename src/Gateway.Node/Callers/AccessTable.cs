namespace Gateway.Node.Callers;

/// <summary>Who may call what. A method that has no row is denied to everyone; a test compares the rows with the services.</summary>
internal static class AccessTable
{
    private static readonly Dictionary<string, Role[]> Local = new(StringComparer.Ordinal)
    {
        ["/gateway.v1.Assessment/Submit"] = [Role.Liaison],
        ["/gateway.v1.Assessment/Get"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Assessment/List"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Assessment/Pull"] = [Role.Liaison, Role.Ministry],
        ["/gateway.v1.Assessment/Subscribe"] = [Role.Liaison, Role.Ministry],
        ["/gateway.v1.Inquiries/Ask"] = [Role.Liaison],
        ["/gateway.v1.Inquiries/Answer"] = [Role.Liaison],
        ["/gateway.v1.Inquiries/Decline"] = [Role.Liaison, Role.Officer],
        ["/gateway.v1.Inquiries/List"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Joint/Seal"] = [Role.Officer],
        ["/gateway.v1.Joint/Standing"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Comparison/Compare"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Comparison/Overlooked"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Search/Find"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Onward/HandOn"] = [Role.Officer],
        ["/gateway.v1.Onward/AskOwners"] = [Role.Officer, Role.Liaison],
        ["/gateway.v1.Onward/ListGrants"] = [Role.Officer],
        ["/gateway.v1.Onward/GiveGrant"] = [Role.Officer],
        ["/gateway.v1.Onward/RefuseGrant"] = [Role.Officer],
        ["/gateway.v1.ReleaseLog/Search"] = [Role.Auditor],
        ["/gateway.v1.ReleaseLog/Get"] = [Role.Auditor],
        ["/gateway.v1.ReleaseLog/Prove"] = [Role.Auditor],
        ["/gateway.v1.ReleaseLog/Checkpoint"] = [Role.Liaison, Role.Ministry, Role.Auditor, Role.Officer],
        ["/gateway.v1.ReleaseLog/Witnesses"] = [Role.Auditor, Role.Officer],
        ["/gateway.v1.ReleaseLog/Contradictions"] = [Role.Auditor],
        ["/gateway.v1.Courier/Export"] = [Role.Officer],
        ["/gateway.v1.Courier/Import"] = [Role.Officer],
        ["/gateway.v1.ReleaseDesk/Preview"] = [Role.Liaison, Role.Officer],
        ["/gateway.v1.ReleaseDesk/ListHolds"] = [Role.Officer],
        ["/gateway.v1.ReleaseDesk/GetHold"] = [Role.Officer],
        ["/gateway.v1.ReleaseDesk/Approve"] = [Role.Officer],
        ["/gateway.v1.ReleaseDesk/Reject"] = [Role.Officer],
        ["/gateway.v1.ReleaseDesk/SaveDraft"] = [Role.Liaison],
        ["/gateway.v1.ReleaseDesk/GetDraft"] = [Role.Liaison, Role.Officer],
        ["/gateway.v1.ReleaseDesk/ListDrafts"] = [Role.Liaison, Role.Officer],
        ["/gateway.v1.ReleaseDesk/DeleteDraft"] = [Role.Liaison],
        ["/gateway.v1.ReleaseDesk/SubmitDraft"] = [Role.Liaison],
        ["/gateway.v1.ReleasePolicy/Activate"] = [Role.PolicyAuthor, Role.PolicyApprover],
        ["/gateway.v1.ReleasePolicy/History"] = [Role.PolicyAuthor, Role.PolicyApprover, Role.Auditor, Role.Officer],
        ["/gateway.v1.ReleasePolicy/GetActive"] = [Role.PolicyAuthor, Role.PolicyApprover, Role.Auditor],
        ["/gateway.v1.Notices/Issue"] = [Role.Officer],
        ["/gateway.v1.Notices/Erase"] = [Role.Officer],
        ["/gateway.v1.Notices/Status"] = [Role.Liaison, Role.Auditor, Role.Officer],
        ["/gateway.v1.Watching/EditWatchlist"] = [Role.Liaison],
        ["/gateway.v1.Watching/GetWatchlist"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Watching/DeclareThreshold"] = [Role.Liaison],
        ["/gateway.v1.Watching/WithdrawThreshold"] = [Role.Liaison],
        ["/gateway.v1.Watching/ListThresholds"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Watching/ListFindings"] = [Role.Liaison, Role.Officer],
        ["/gateway.v1.Watching/SendFinding"] = [Role.Officer],
        ["/gateway.v1.Watching/DismissFinding"] = [Role.Officer],
        ["/gateway.v1.Watching/ListRules"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.HorizonScan/Build"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Channels/Status"] = [Role.Officer, Role.Auditor],
        ["/gateway.v1.Channels/Try"] = [Role.Officer],
        ["/gateway.v1.Channels/Find"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Forecasting/Recompute"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Forecasting/Agreement"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Forecasting/Score"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Forecasting/Rises"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Warnings/List"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Warnings/Get"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Warnings/Watch"] = [Role.Liaison, Role.Ministry, Role.Officer],
        ["/gateway.v1.Warnings/Acknowledge"] = [Role.Liaison, Role.Officer],
        ["/gateway.v1.Warnings/Status"] = [Role.Liaison, Role.Auditor, Role.Officer],
        ["/grpc.health.v1.Health/Check"] = Enum.GetValues<Role>(),
    };

    private static readonly HashSet<string> Peers = new(StringComparer.Ordinal)
    {
        "/gateway.v1.Federation/Subscribe",
        "/gateway.v1.Federation/Acknowledge",
        "/gateway.v1.Federation/ProveConsistency",
        "/gateway.v1.Federation/Status",
        "/gateway.v1.Federation/AskGrant",
        "/gateway.v1.ReleaseLog/Checkpoint",
        "/grpc.health.v1.Health/Check",
    };

    /// <summary>Every method that somebody may call.</summary>
    public static IEnumerable<string> Methods => Local.Keys.Union(Peers);

    public static bool Allows(Caller caller, string method) => caller switch
    {
        Caller.Local local => Local.TryGetValue(method, out Role[]? roles) && roles.Contains(local.Who.Role),
        Caller.Peer => Peers.Contains(method),
        Caller.Unknown => false,
        _ => false,
    };
}
