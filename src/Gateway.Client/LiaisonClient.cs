using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.Client;

/// <summary>
/// What a liaison system does at its own node. Submitting is safe to repeat, reading goes on where it stopped, and both outlive a node
/// that restarts. Failures that asking again cannot mend are thrown as <see cref="RpcException"/>; <c>RichStatus.ReasonOf</c> names the
/// reason and google.rpc.BadRequest all wrong fields. Thread-safe; dispose after use.
/// </summary>
public sealed class LiaisonClient : IDisposable
{
    private readonly NodeConnection _connection;
    private readonly Assessment.AssessmentClient _assessments;
    private readonly RetryPolicy _retry;
    private readonly TimeProvider _clock;

    /// <summary>
    /// For the node of <paramref name="node"/> in a pinned roster. <paramref name="address"/>: where it answers, when not where the roster
    /// says. Throws <see cref="ArgumentException"/> if the roster does not know the partner.
    /// </summary>
    public LiaisonClient(
        Roster roster, PartnerCode node, X509Certificate2 caller, Uri? address = null, RetryPolicy? retry = null, TimeProvider? clock = null)
    {
        if (!roster.TryFind(node, out Partner? partner))
        {
            throw new ArgumentException($"The roster does not know {node}.", nameof(node));
        }

        _clock = clock ?? TimeProvider.System;
        _retry = retry ?? RetryPolicy.Default;
        _connection = new NodeConnection(address ?? partner.Address, partner, caller, _clock);
        _assessments = new Assessment.AssessmentClient(_connection.Channel);
    }

    /// <summary>
    /// Submits, and tries again until there is an answer. <paramref name="submissionId"/> is the caller's own, 1 to 64 characters: keep it with
    /// what is submitted, so that after a crash the same call answers with the same product.
    /// </summary>
    public Task<SubmitResponse> SubmitAsync(
        string submissionId, RiskAssessment assessment, SizeClass sizeClass = SizeClass._128, CancellationToken cancellation = default) =>
        SubmitAsync(new SubmitRequest { SubmissionId = submissionId, Assessment = assessment, SizeClass = sizeClass }, cancellation);

    /// <summary>The same with every field, a lineage for a new edition among them.</summary>
    public async Task<SubmitResponse> SubmitAsync(SubmitRequest request, CancellationToken cancellation = default)
    {
        long started = _clock.GetTimestamp();
        for (int failures = 0; ; failures++)
        {
            try
            {
                DateTime deadline = _clock.GetUtcNow().UtcDateTime + _retry.Deadline;
                return await _assessments.SubmitAsync(request, deadline: deadline, cancellationToken: cancellation).ConfigureAwait(false);
            }
            catch (RpcException failure) when (
                !cancellation.IsCancellationRequested && RetryPolicy.MayPass(failure) && _clock.GetElapsedTime(started) < _retry.GiveUpAfter)
            {
                await Task.Delay(_retry.Pause(failures), _clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Everything since the cursor, in the order of arrival, then ends. A product's cursor is kept when the next one is asked for, that is,
    /// when the caller is done with it: after a crash the one in hand comes again, and none is left out.
    /// </summary>
    public IAsyncEnumerable<SharedProduct> PullAsync(
        Mode mode, ICursorStore cursors, bool includePackage = false, CancellationToken cancellation = default) =>
        ReadAsync(mode, cursors, includePackage, live: false, cancellation);

    /// <summary>The same, and then whatever arrives; connects again by itself until cancelled.</summary>
    public IAsyncEnumerable<SharedProduct> SubscribeAsync(
        Mode mode, ICursorStore cursors, bool includePackage = false, CancellationToken cancellation = default) =>
        ReadAsync(mode, cursors, includePackage, live: true, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async IAsyncEnumerable<SharedProduct> ReadAsync(
        Mode mode, ICursorStore cursors, bool includePackage, bool live, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long lastSign = _clock.GetTimestamp();
        for (int failures = 0; ; failures++)
        {
            var request = new PullRequest { Mode = mode, IncludePackage = includePackage, Cursor = ByteString.CopyFrom(cursors.Load().Span) };
            using AsyncServerStreamingCall<SharedProduct> call = live
                ? _assessments.Subscribe(request, cancellationToken: cancellation)
                : _assessments.Pull(request, cancellationToken: cancellation);
            while (await MoveAsync(call, lastSign, live, cancellation).ConfigureAwait(false) is var step && step != Step.Broken)
            {
                if (step == Step.Ended)
                {
                    yield break;
                }

                (failures, lastSign) = (0, _clock.GetTimestamp());
                SharedProduct product = call.ResponseStream.Current;
                yield return product;
                cursors.Save(product.Cursor.Memory);
            }

            await Task.Delay(_retry.Pause(failures), _clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Step> MoveAsync(AsyncServerStreamingCall<SharedProduct> call, long lastSign, bool live, CancellationToken cancellation)
    {
        try
        {
            // A subscription that ends without a failure was ended by a node that stops.
            return await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false) ? Step.Product : live ? Step.Broken : Step.Ended;
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (RpcException failure) when (RetryPolicy.MayPass(failure) && (live || _clock.GetElapsedTime(lastSign) < _retry.GiveUpAfter))
        {
            return Step.Broken;
        }
    }

    private enum Step
    {
        Product,
        Ended,
        Broken,
    }
}
