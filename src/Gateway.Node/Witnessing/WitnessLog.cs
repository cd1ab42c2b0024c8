namespace Gateway.Node.Witnessing;

/// <summary>What operators read about witnesses.</summary>
internal static partial class WitnessLog
{
    [LoggerMessage(4101, LogLevel.Information, "Witness {Name}: cosigns partners' checkpoints")]
    public static partial void IsWitness(ILogger logger, string name);

    [LoggerMessage(4102, LogLevel.Information, "No witness: no witness.keys here, or the roster names no witness of this partner")]
    public static partial void NoWitness(ILogger logger);

    [LoggerMessage(4103, LogLevel.Warning, "A checkpoint from {Partner} was not cosigned: {Reason}")]
    public static partial void RequestRefused(ILogger logger, string partner, string reason);

    [LoggerMessage(4104, LogLevel.Error, "ALARM: heads of {Origin} contradict each other ({Kind}): size {First} from {FirstPlace}, size {Second} from {SecondPlace}. Both notes are kept")]
    public static partial void Contradiction(
        ILogger logger, string origin, string kind, long first, string firstPlace, long second, string secondPlace);

    [LoggerMessage(4105, LogLevel.Error, "Evidence of a contradiction of {Origin} waits for the record: {Reason}")]
    public static partial void EvidenceWaits(ILogger logger, string origin, string reason);

    [LoggerMessage(4106, LogLevel.Error, "ALARM: witness {Partner} holds {Held} entries of our log, and we have {Own}: rolled back or restored from a backup?")]
    public static partial void HoldsMore(ILogger logger, string partner, long held, long own);

    [LoggerMessage(4107, LogLevel.Error, "ALARM: witness {Partner} holds a head of size {Held} that is not of our log: forked, or rolled back and continued?")]
    public static partial void Contradicts(ILogger logger, string partner, long held);

    [LoggerMessage(4108, LogLevel.Error, "ALARM: {Partner} does not have {Size} entries of its log any more, though it signed them")]
    public static partial void Disowned(ILogger logger, string partner, long size);

    [LoggerMessage(4109, LogLevel.Warning, "Quorum of witnesses lost: {Fresh} of {Required} cosigned lately")]
    public static partial void QuorumLost(ILogger logger, int fresh, int required);

    [LoggerMessage(4110, LogLevel.Information, "Quorum of witnesses is back: {Fresh} cosigned lately")]
    public static partial void QuorumBack(ILogger logger, int fresh);

    [LoggerMessage(4111, LogLevel.Information, "Witness {Partner} is not reachable ({Reason}); trying again")]
    public static partial void Unreachable(ILogger logger, string partner, string reason);

    [LoggerMessage(4112, LogLevel.Warning, "Witness {Partner} does not cosign our log ({Standing})")]
    public static partial void DoesNotCosign(ILogger logger, string partner, string standing);

    [LoggerMessage(4113, LogLevel.Information, "Witness {Partner} cosigns again")]
    public static partial void CosignsAgain(ILogger logger, string partner);
}
