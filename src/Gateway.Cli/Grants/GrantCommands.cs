using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Grants;

/// <summary><c>gatewayctl grant</c>: owners let portions go on to one more partner; holders ask them to.</summary>
internal static class GrantCommands
{
    public static Verb Build(Surface surface) => new(
        "grant", "Asks owners to let a product go on, and decides what others ask.", Ask(surface), List(surface), Give(surface), Refuse(surface))
    {
        Examples = ["grant list --data demo/USA"],
    };

    private static Verb Ask(Surface surface)
    {
        var to = new Option<string>("--to") { Required = true, Description = "The partner that it shall go to", HelpName = "CODE" };
        var from = new Option<string?>("--from") { Description = "Ask this owner alone", HelpName = "CODE" };
        var json = Json();
        var node = new NodeOptions("officer");
        var product = new Argument<string>("PRODUCT") { Description = "Product id, 64 hex digits" };
        return new Verb("ask", "Asks every owner of a received product to let it go on; again, it fetches their answers.", [to, from, json, product, .. node.All])
        {
            Examples = ["grant ask 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --to SWE --data demo/FRA"],
        }.Does(async (parsed, cancel) =>
        {
            if (!Hex.TryRead(parsed.GetRequiredValue(product), out byte[] id) || id.Length == 0)
            {
                return surface.Misuse("a product id is 64 hex digits");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                AskOwnersResponse answer = await client.Onward.AskOwnersAsync(
                    new AskOwnersRequest { ProductId = ByteString.CopyFrom(id), To = parsed.GetRequiredValue(to), From = parsed.GetValue(from) ?? "" },
                    cancellationToken: cancel);
                if (parsed.GetValue(json))
                {
                    surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
                    return ExitCode.Done;
                }

                var table = Page.Table("owner", "answer");
                foreach (OwnerAnswer owner in answer.Owners)
                {
                    table.Row(owner.Owner, Word(owner.State));
                }

                surface.Console.Write(table);
                return ExitCode.Done;
            });
        });
    }

    private static Verb List(Surface surface)
    {
        var state = new Option<string>("--state") { Description = "waiting, given or refused", DefaultValueFactory = _ => "waiting" };
        state.AcceptOnlyFromAmong("waiting", "given", "refused");
        var json = Json();
        var node = new NodeOptions("officer");
        return new Verb("list", "Lists what other nodes asked this owner to let go on.", [state, json, .. node.All])
        {
            Examples = ["grant list --data demo/USA", "grant list --state given --json --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            GrantState wanted = Enum.Parse<GrantState>(parsed.GetRequiredValue(state), ignoreCase: true);
            ListGrantsResponse answer = await client.Onward.ListGrantsAsync(new ListGrantsRequest { State = wanted }, cancellationToken: cancel);
            Show(surface, answer.Requests, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static Verb Give(Surface surface) => Decide(
        surface, "give", "Lets the portions go on, as an ONWARD_GRANT in the release log.", "The mission in the region needs it", (client, request, cancel) => client.Onward.GiveGrantAsync(request, cancellationToken: cancel).ResponseAsync);

    private static Verb Refuse(Surface surface) => Decide(
        surface, "refuse", "Refuses a request.", "Not before the source agrees", (client, request, cancel) => client.Onward.RefuseGrantAsync(request, cancellationToken: cancel).ResponseAsync);

    private static Verb Decide(
        Surface surface, string name, string description, string reasonExample, Func<NodeClient, DecideGrantRequest, CancellationToken, Task<GrantRequest>> call)
    {
        var reason = new Option<string>("--reason") { Required = true, Description = "Why, for auditors at home", HelpName = "TEXT" };
        var json = Json();
        var node = new NodeOptions("officer");
        var id = new Argument<ulong>("ID") { Description = "Number of the request, as 'grant list' shows it" };
        return new Verb(name, description, [reason, json, id, .. node.All])
        {
            Examples = [$"grant {name} 1 --reason \"{reasonExample}\" --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            GrantRequest decided = await call(
                client, new DecideGrantRequest { Id = parsed.GetRequiredValue(id), Reason = parsed.GetRequiredValue(reason) }, cancel);
            Show(surface, [decided], parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static void Show(Surface surface, IReadOnlyList<GrantRequest> requests, bool json)
    {
        if (json)
        {
            foreach (GrantRequest request in requests)
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(request));
            }

            return;
        }

        var table = Page.Table(">id", "product", "holder", "to", ">portions", "state");
        foreach (GrantRequest request in requests)
        {
            table.Row(
                request.Id.ToString(CultureInfo.InvariantCulture),
                Convert.ToHexStringLower(request.ProductId.Span)[..12],
                request.Holder,
                request.To,
                request.Index.Count.ToString(CultureInfo.InvariantCulture),
                Word(request.State));
        }

        surface.Console.Write(table);
    }

    private static string Word(GrantState state) => state switch
    {
        GrantState.Unspecified => "unknown",
        GrantState.Waiting => "waiting",
        GrantState.Given => "given",
        GrantState.Refused => "refused",
        GrantState.Unreachable => "unreachable",
        GrantState.Invalid => "does not verify",
    };

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
