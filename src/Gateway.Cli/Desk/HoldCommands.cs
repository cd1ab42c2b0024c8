using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Desk;

/// <summary><c>gatewayctl hold</c>: the release officers' queue.</summary>
internal static class HoldCommands
{
    private const string SomeProduct = "7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c";

    public static Verb Build(Surface surface) => new(
        "hold", "Shows and decides what waits for a release officer.", List(surface), Show(surface), Approve(surface), Reject(surface))
    {
        Examples = ["hold list --data demo/USA"],
    };

    private static Verb List(Surface surface)
    {
        var state = new Option<string>("--state") { Description = "waiting, approved or rejected", DefaultValueFactory = _ => "waiting" };
        state.AcceptOnlyFromAmong("waiting", "approved", "rejected");
        var json = Json();
        var node = new NodeOptions("officer");
        return new Verb("list", "Lists what waits, as far as the officer is cleared.", [state, json, .. node.All])
        {
            Examples = ["hold list --data demo/USA", "hold list --state rejected --data demo/USA --json"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            var request = new ListHoldsRequest
            {
                State = parsed.GetValue(state) switch { "approved" => HoldState.Approved, "rejected" => HoldState.Rejected, _ => HoldState.Waiting },
            };
            List<HoldRow> rows = [];
            do
            {
                ListHoldsResponse page = await client.Desk.ListHoldsAsync(request, cancellationToken: cancel);
                rows.AddRange(page.Holds);
                request.Page = page.NextPage;
            }
            while (!request.Page.IsEmpty);

            if (parsed.GetValue(json))
            {
                rows.ForEach(row => surface.Out.WriteLine(JsonFormatter.Default.Format(row)));
            }
            else
            {
                DeskReport.Show(surface, rows);
            }

            return ExitCode.Done;
        }));
    }

    private static Verb Show(Surface surface)
    {
        var parts = new Parts();
        return new Verb("show", "Shows what an approval would release, portion by portion.", [parts.To, parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"hold show {SomeProduct} --to FRA --data demo/USA"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, product) =>
        {
            Hold hold = await client.Desk.GetHoldAsync(
                new GetHoldRequest { ProductId = product, Recipient = parsed.GetRequiredValue(parts.To) }, cancellationToken: cancel);
            if (parsed.GetValue(parts.Json))
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(hold));
                return ExitCode.Done;
            }

            DeskReport.Show(surface, hold.Row);
            DeskReport.Show(surface, hold.After);
            if (!hold.Review.IsEmpty)
            {
                surface.Out.WriteLine($"review    {Convert.ToHexStringLower(hold.Review.Span)}");
            }

            return ExitCode.Done;
        }));
    }

    private static Verb Approve(Surface surface)
    {
        var parts = new Parts();
        Option<string> reason = Reason();
        var review = new Option<string?>("--review") { Description = "What 'hold show' showed; otherwise what is there now", HelpName = "HEX" };
        return new Verb(
            "approve",
            "Lets what waits go. Never by who submitted it, nor by who may not see all of it.",
            [parts.To, reason, review, parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"hold approve {SomeProduct} --to FRA --reason \"Agreed with the desk\" --data demo/USA"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, product) =>
        {
            string to = parsed.GetRequiredValue(parts.To);
            if (!Hex.TryRead(parsed.GetValue(review) ?? "", out byte[] seen))
            {
                return surface.Misuse("--review is 64 hex digits");
            }

            ByteString looked = seen.Length > 0
                ? ByteString.CopyFrom(seen)
                : (await client.Desk.GetHoldAsync(new GetHoldRequest { ProductId = product, Recipient = to }, cancellationToken: cancel)).Review;
            HoldRow row = await client.Desk.ApproveAsync(
                new ApproveRequest { ProductId = product, Recipient = to, Reason = parsed.GetRequiredValue(reason), Review = looked },
                cancellationToken: cancel);
            return parts.Say(parsed, surface, row);
        }));
    }

    private static Verb Reject(Surface surface)
    {
        var parts = new Parts();
        Option<string> reason = Reason();
        return new Verb(
            "reject",
            "Keeps what waits at home, for this product for good. A new edition asks again.",
            [parts.To, reason, parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"hold reject {SomeProduct} --to FRA --reason \"Names a source\" --data demo/USA"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, product) => parts.Say(parsed, surface, await client.Desk.RejectAsync(
            new RejectRequest { ProductId = product, Recipient = parsed.GetRequiredValue(parts.To), Reason = parsed.GetRequiredValue(reason) },
            cancellationToken: cancel))));
    }

    private static Option<string> Reason() =>
        new("--reason") { Required = true, Description = "Why, for the record at home; 1 to 512 characters", HelpName = "TEXT" };

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };

    /// <summary>What every verb about one product and partner has.</summary>
    private sealed class Parts
    {
        public Option<string> To { get; } = new("--to") { Required = true, Description = "The partner that would receive", HelpName = "CODE" };

        public Option<bool> Json { get; } = HoldCommands.Json();

        public Argument<string> Product { get; } = new("PRODUCT") { Description = "Product id, 64 hex digits" };

        public NodeOptions Node { get; } = new("officer");

        public Task<ExitCode> WithAsync(ParseResult parsed, Surface surface, Func<NodeClient, ByteString, Task<ExitCode>> run) =>
            Hex.TryRead(parsed.GetRequiredValue(Product), out byte[] id) && id.Length > 0
                ? Node.WithAsync(parsed, surface, client => run(client, ByteString.CopyFrom(id)))
                : Task.FromResult(surface.Misuse("a product id is 64 hex digits"));

        public ExitCode Say(ParseResult parsed, Surface surface, HoldRow row)
        {
            if (parsed.GetValue(Json))
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(row));
            }
            else
            {
                DeskReport.Show(surface, row);
            }

            return ExitCode.Done;
        }
    }
}
