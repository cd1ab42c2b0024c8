using System.Globalization;
using System.Text;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Witnessing;

/// <summary>
/// <c>POST /witness/add-checkpoint</c> (C2SP tlog-witness), for partners' nodes alone. Whoever may not call, and whoever calls a node that
/// is no witness, is answered like a place that does not exist.
/// </summary>
internal static class WitnessEndpoint
{
    private const string SizeType = "text/x.tlog.size";

    public static void AddWitness(this IServiceCollection services)
    {
        services.AddHostedService<ContradictionRecorder>();
        services.AddHostedService<CosignatureWorker>();
        services.AddHostedService<HeadComparison>();
    }

    public static void MapWitness(this WebApplication app)
    {
        NodeState node = app.Services.GetRequiredService<NodeState>();
        if (node.Settings.Witness is not { } cosigner)
        {
            WitnessLog.NoWitness(app.Logger);
            return;
        }

        var desk = new WitnessDesk(node, cosigner, app.Logger);
        WitnessLog.IsWitness(app.Logger, cosigner.Name);
        app.MapPost("/witness/add-checkpoint", (Delegate)((HttpContext http) => TakeAsync(http, desk)));
    }

    private static async Task<IResult> TakeAsync(HttpContext http, WitnessDesk desk)
    {
        var resolver = http.RequestServices.GetRequiredService<CallerResolver>();
        if (resolver.Resolve(http.Connection.ClientCertificate) is not Caller.Peer peer)
        {
            return Results.NotFound();
        }

        if (await BodyAsync(http) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            (WitnessDecision decision, ReadOnlyMemory<byte> lines) = await desk.TakeAsync(peer.Partner, body, http.RequestAborted);
            return Answer(decision, lines);
        }
        catch (StoreUnavailableException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Answer(WitnessDecision decision, ReadOnlyMemory<byte> lines) => decision switch
    {
        WitnessDecision.Cosign => Results.Bytes(lines.ToArray(), "text/plain; charset=utf-8"),
        WitnessDecision.Malformed or WitnessDecision.OldAboveSize => Results.StatusCode(StatusCodes.Status400BadRequest),
        WitnessDecision.BadSignature => Results.StatusCode(StatusCodes.Status403Forbidden),
        WitnessDecision.UnknownLog => Results.NotFound(),
        WitnessDecision.OtherSize other => Conflict(other.Size),
        WitnessDecision.OtherRoot other => Conflict(other.Size),
        WitnessDecision.BadProof => Results.StatusCode(StatusCodes.Status422UnprocessableEntity),
        _ => throw new InvalidOperationException("WitnessDecision is closed."),
    };

    private static IResult Conflict(long size) =>
        Results.Text(size.ToString(CultureInfo.InvariantCulture) + "\n", SizeType, Encoding.ASCII, StatusCodes.Status409Conflict);

    private static async Task<byte[]?> BodyAsync(HttpContext http)
    {
        byte[] buffer = new byte[AddCheckpointRequest.MaxBytes + 1];
        int length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        return length > AddCheckpointRequest.MaxBytes ? null : buffer[..length];
    }
}
