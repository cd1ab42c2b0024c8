using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.Cli.Courier;

/// <summary><c>gatewayctl package</c>: feeds and receipts as files, for partners that no network reaches.</summary>
internal static class PackageCommands
{
    private const int ChunkSize = 64 * 1024;

    public static Verb Build(Surface surface) => new(
        "package", "Carries a partner's feed, and receipts, through a file.", Export(surface), Import(surface))
    {
        Examples = ["package export --to FRA usa-for-fra.feed --data demo/USA", "package import usa-for-fra.feed --data demo/FRA"],
    };

    private static Verb Export(Surface surface)
    {
        var to = new Option<string>("--to") { Required = true, Description = "Partner that the file is closed for", HelpName = "CODE" };
        var after = new Option<long?>("--after") { Description = "Start behind this place of the products lane, in place of where its last file says", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var node = new NodeOptions("officer");
        var file = new Argument<FileInfo>("FILE") { Description = "File to write; must be new" };
        return new Verb("export", "Writes what the partner may have and has not confirmed, and receipts for what it sent; only its node can open the file.", [to, after, json, file, .. node.All])
        {
            Examples = ["package export --to FRA usa-for-fra.feed --data demo/USA"],
        }.Does(async (parsed, cancel) =>
        {
            FileInfo target = parsed.GetRequiredValue(file);
            if (target.Exists)
            {
                return surface.Misuse($"{target.Name} exists already");
            }

            if (parsed.GetValue(after) is < 0)
            {
                return surface.Misuse("--after is 0 or more");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                var request = new CourierExportRequest { Partner = parsed.GetRequiredValue(to) };
                if (parsed.GetValue(after) is { } place)
                {
                    request.After.Add(new LanePosition { Lane = Lane.Products, LastSeq = (ulong)place });
                }

                long bytes = await WriteAsync(client.Courier.Export(request, cancellationToken: cancel), target, cancel);
                if (parsed.GetValue(json))
                {
                    surface.Out.WriteJson(line =>
                    {
                        line.WriteString("file", target.FullName);
                        line.WriteString("to", request.Partner);
                        line.WriteNumber("bytes", bytes);
                    });
                }
                else
                {
                    surface.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes for {request.Partner} in {target.Name}"));
                }

                return ExitCode.Done;
            });
        });
    }

    private static Verb Import(Surface surface)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var node = new NodeOptions("officer");
        var file = new Argument<FileInfo>("FILE") { Description = "File that a partner's node wrote for this one" };
        return new Verb("import", "Takes a partner's file, with the checks that its feed would go through.", [json, file, .. node.All])
        {
            Examples = ["package import usa-for-fra.feed --data demo/FRA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            using FileStream source = parsed.GetRequiredValue(file).OpenRead();
            using AsyncClientStreamingCall<CourierChunk, CourierReport> call = client.Courier.Import(cancellationToken: cancel);
            await SendAsync(source, call, cancel);
            Show(surface, await call.ResponseAsync, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    /// <summary>Writes beside the target and moves it there when it is whole: nobody carries half a file.</summary>
    private static async Task<long> WriteAsync(AsyncServerStreamingCall<CourierChunk> call, FileInfo target, CancellationToken cancellation)
    {
        string partial = target.FullName + ".partial";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            long length;
            await using (var stream = new FileStream(partial, options))
            {
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    await stream.WriteAsync(call.ResponseStream.Current.Data.Memory, cancellation);
                }

                await stream.FlushAsync(cancellation);
                stream.Flush(flushToDisk: true);
                length = stream.Length;
            }

            File.Move(partial, target.FullName);
            return length;
        }
        finally
        {
            File.Delete(partial);
            call.Dispose();
        }
    }

    private static async Task SendAsync(FileStream source, AsyncClientStreamingCall<CourierChunk, CourierReport> call, CancellationToken cancellation)
    {
        var buffer = new byte[ChunkSize];
        int read;
        try
        {
            while ((read = await source.ReadAsync(buffer, cancellation)) > 0)
            {
                await call.RequestStream.WriteAsync(new CourierChunk { Data = ByteString.CopyFrom(buffer, 0, read) }, cancellation);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException or IOException && !cancellation.IsCancellationRequested)
        {
            // The node ended the call early; the answer says why.
        }
    }

    private static void Show(Surface surface, CourierReport report, bool json)
    {
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("from", report.Partner);
                line.WriteNumber("items", report.Items);
                line.WriteNumber("receipts", report.Receipts);
                foreach (LanePosition position in report.Positions)
                {
                    line.WriteNumber(Name(position.Lane), position.LastSeq);
                }
            });
            return;
        }

        surface.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Items} items and {report.Receipts} receipts of {report.Partner}"));
        foreach (LanePosition position in report.Positions)
        {
            surface.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Name(position.Lane)} held through {position.LastSeq}"));
        }
    }

    private static string Name(Lane lane) => lane switch
    {
        Lane.Warnings => "warnings",
        Lane.Notices => "notices",
        Lane.Products => "products",
        Lane.Unspecified => "none",
        _ => "none",
    };
}
