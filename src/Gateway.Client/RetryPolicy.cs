using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Grpc.Core;

namespace Gateway.Client;

/// <summary>
/// When and how often a call is tried again: pauses grow from <see cref="First"/> to <see cref="Longest"/>, each with a random quarter more
/// or less, so that many clients do not come back at one moment. Immutable.
/// </summary>
public sealed record RetryPolicy
{
    /// <summary>Five minutes of trying, in pauses of at most thirty seconds.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>The first pause.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one try may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this the last failure is thrown. Long enough for a node that restarts.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// True for what may pass: the node is away, stops, is slow, or the caller's quota is used up. Everything else is an answer, and asking
    /// again would bring the same.
    /// </summary>
    public static bool MayPass(RpcException failure) => failure.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted => true,
        StatusCode.ResourceExhausted => RichStatus.ReasonOf(failure) == ErrorReason.QuotaExceeded,

        // A connection that breaks within an answer; a node that broke says so with a reason.
        StatusCode.Internal or StatusCode.Cancelled => RichStatus.ReasonOf(failure) == ErrorReason.Unspecified,
        _ => false,
    };

    internal TimeSpan Pause(int failures)
    {
        double factor = Math.Pow(2, Math.Min(failures, 20)) * (0.75 + (Random.Shared.NextDouble() / 2));
        return TimeSpan.FromTicks((long)Math.Min(Longest.Ticks, First.Ticks * factor));
    }
}
