using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Products;

/// <summary><c>product hand-on</c>: a received product goes on to one more partner, as far as its originator lets it.</summary>
internal static class ProductHandOn
{
    public static Verb Build(Surface surface)
    {
        var to = new Option<string>("--to") { Required = true, Description = "The partner that it goes to", HelpName = "CODE" };
        var json = new Option<bool>("--json") { Description = "JSON, one object a line" };
        var node = new NodeOptions("officer");
        var product = new Argument<string>("PRODUCT") { Description = "Product id, 64 hex digits" };
        return new Verb("hand-on", "Hands a received product on to one more partner, as far as its originator lets it go there.", [to, json, product, .. node.All])
        {
            Examples = ["product hand-on 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --to SWE --data demo/FRA"],
        }.Does(async (parsed, cancel) =>
        {
            if (!Hex.TryRead(parsed.GetRequiredValue(product), out byte[] id) || id.Length == 0)
            {
                return surface.Misuse("a product id is 64 hex digits");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                string partner = parsed.GetRequiredValue(to);
                HandOnResponse answer = await client.Onward.HandOnAsync(
                    new HandOnRequest { ProductId = ByteString.CopyFrom(id), To = partner }, cancellationToken: cancel);
                Show(surface, partner, answer, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static void Show(Surface surface, string partner, HandOnResponse answer, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
            return;
        }

        surface.Console.Say($"banner  {answer.Banner?.Text}");
        surface.Console.Write(Page.Table("partner", "outcome", ">released", ">withheld").Row(
            partner,
            answer.Again ? "before" : "released",
            answer.Released.ToString(CultureInfo.InvariantCulture),
            answer.Withheld.ToString(CultureInfo.InvariantCulture)));
    }
}
