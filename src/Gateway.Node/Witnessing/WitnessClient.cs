using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;

namespace Gateway.Node.Witnessing;

/// <summary>What a witness answered. A closed set.</summary>
internal abstract record WitnessReply
{
    private WitnessReply()
    {
    }

    /// <summary>200: its lines, not verified.</summary>
    public sealed record Lines(ImmutableArray<NoteSignature> Signatures) : WitnessReply;

    /// <summary>409: the size that it holds of the log.</summary>
    public sealed record Holds(long Size) : WitnessReply;

    /// <summary>422: what it holds is no part of the tree that it was asked to cosign.</summary>
    public sealed record NotExtending : WitnessReply;

    /// <summary>403: it misses a line that its roster demands.</summary>
    public sealed record LinesRefused : WitnessReply;

    /// <summary>404: it is no witness, or not of this log.</summary>
    public sealed record NoWitness : WitnessReply;

    /// <summary>It did not answer, or not as the protocol says.</summary>
    public sealed record Nothing(string Reason) : WitnessReply;
}

/// <summary>Asks one witness over HTTP (C2SP tlog-witness). Thread-safe.</summary>
internal sealed class WitnessClient(HttpClient http, TimeProvider clock) : IDisposable
{
    private const int MostSizeBytes = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly Uri Path = new("/witness/add-checkpoint", UriKind.Relative);

    public async Task<WitnessReply> AskAsync(AddCheckpointRequest request, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using var content = new ByteArrayContent(request.ToBytes());
            using var message = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
            using HttpResponseMessage answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            byte[] body = await BodyAsync(answer, either.Token);
            return Reply(answer.StatusCode, body);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new WitnessReply.Nothing(failure is HttpRequestException away ? away.HttpRequestError.ToString() : "no answer in time");
        }
    }

    public void Dispose() => http.Dispose();

    private static WitnessReply Reply(HttpStatusCode status, byte[] body) => (int)status switch
    {
        200 when CosignatureLines.TryParse(body, out ImmutableArray<NoteSignature> lines) => new WitnessReply.Lines(lines),
        409 when TrySize(body, out long size) => new WitnessReply.Holds(size),
        422 => new WitnessReply.NotExtending(),
        403 => new WitnessReply.LinesRefused(),
        404 => new WitnessReply.NoWitness(),
        _ => new WitnessReply.Nothing(FormattableString.Invariant($"status {(int)status}")),
    };

    private static bool TrySize(byte[] body, out long size)
    {
        size = 0;
        return body.Length is > 1 and <= MostSizeBytes && body[^1] == '\n'
            && long.TryParse(body.AsSpan(0, body.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        byte[] buffer = new byte[CosignatureLines.MaxBytes + 1];
        Stream stream = await answer.Content.ReadAsStreamAsync(cancellation);
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return buffer[..length];
    }
}
