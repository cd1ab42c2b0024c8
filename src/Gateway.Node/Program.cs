using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Gateway.Core.Releasing;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;
using Gateway.Storage.Sqlite;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Node;

/// <summary>
/// The node process. <c>Gateway.Node --data DIR</c> reads <c>DIR/appsettings.json</c> and the environment; with <c>--until-input-ends</c> it
/// also stops when its standard input ends, so that it does not outlive whoever started it. Exit codes: 0 stopped as asked, 1 refused to
/// start, 2 wrong usage or configuration.
/// </summary>
internal static class Program
{
    private const int Refused = 1;
    private const int Usage = 2;

    private static async Task<int> Main(string[] args)
    {
        bool untilInputEnds = args is [.., "--until-input-ends"];
        string folder = args is ["--data", { } named, ..] && args.Length == (untilInputEnds ? 3 : 2) ? named : "";
        if (!Directory.Exists(folder))
        {
            await Console.Error.WriteLineAsync("Usage: Gateway.Node --data DIR [--until-input-ends]   (DIR holds appsettings.json, keys, roster, policies; see docs/operations.md)");
            return Usage;
        }

        folder = Path.GetFullPath(folder);
        WebApplicationBuilder builder;
        var options = new NodeOptions();
        try
        {
            builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder });
            options.Take(builder.Configuration.GetSection("Gateway"));
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            // The inner message names line and position; neither quotes what the file holds.
            await Console.Error.WriteLineAsync($"The configuration cannot be read: {failure.Message} {failure.InnerException?.Message}");
            return Usage;
        }

        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);

        // It logs an Error with a long trace for every message that cannot be parsed, which any caller may send; the guard names failures.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical);

        if (!SettingsReader.TryRead(options, folder, builder.Environment.IsDevelopment(), out NodeSettings? settings, out ImmutableArray<string> errors))
        {
            await Console.Error.WriteLineAsync($"The configuration has {errors.Length} fault{(errors.Length == 1 ? "" : "s")}:");
            foreach (string error in errors)
            {
                await Console.Error.WriteLineAsync("  " + error);
            }

            return Usage;
        }

        settings.CrashAt?.Arm();
        try
        {
            RefuseTakenAddress(settings.Listen);
            await using NodeState node = await NodeStartup.OpenAsync(settings, TimeProvider.System, CancellationToken.None);
            await RunAsync(NodeHost.Build(builder, node), settings, folder, untilInputEnds);
            return 0;
        }
        catch (Exception failure) when (failure is NodeRefusedException or StoreUnavailableException or IncompatibleStoreException
            or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The node does not start: {failure.Message}");
            return Refused;
        }
    }

    /// <summary>Before the record is opened: the server would tell it later, and with a stack trace.</summary>
    private static void RefuseTakenAddress(IPEndPoint address)
    {
        try
        {
            using var probe = new TcpListener(address);
            probe.Start();
        }
        catch (SocketException failure)
        {
            throw new NodeRefusedException(failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Gateway:Listen: another process listens on {address} already."
                : $"Gateway:Listen: this machine cannot listen on {address}: {failure.Message}.");
        }
    }

    private static async Task RunAsync(WebApplication app, NodeSettings settings, string folder, bool untilInputEnds)
    {
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        string addressFile = Path.Combine(folder, "node.address");
        await File.WriteAllTextAsync(addressFile, address + "\n");
        HostLog.Listening(app.Logger, settings.Self.Value, address);
        if (untilInputEnds)
        {
            _ = Task.Run(() =>
            {
                while (Console.In.Read() >= 0)
                {
                    // Whatever comes is not for us; only the end matters.
                }

                app.Lifetime.StopApplication();
            });
        }

        await app.WaitForShutdownAsync();
        File.Delete(addressFile);
        HostLog.Stopped(app.Logger, settings.Self.Value);
        await app.DisposeAsync();
    }
}
