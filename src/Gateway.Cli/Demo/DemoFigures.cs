using System.Text.Json;

namespace Gateway.Cli.Demo;

/// <summary>What one partner got of another's portions.</summary>
internal sealed class PartnerFigures
{
    public int Released { get; set; }

    public int Withheld { get; set; }
}

/// <summary>The figures of one run, as <c>--json FILE</c> writes them.</summary>
internal sealed class DemoFigures
{
    public int Products { get; set; }

    public int Releases { get; set; }

    public int Refusals { get; set; }

    public int Receipts { get; set; }

    /// <summary>By recipient.</summary>
    public SortedDictionary<string, PartnerFigures> Partners { get; } = new(StringComparer.Ordinal);

    public long LogSize { get; set; }

    public int ChecksDone { get; set; }

    public int AttacksTried { get; set; }

    public int AttacksRefused { get; set; }

    /// <summary>Products that a holder handed on.</summary>
    public int HandedOn { get; set; }

    public int Recalled { get; set; }

    /// <summary>Answers to the recalls, each a receipt that the content is erased; a holder answers on every way that it got the product.</summary>
    public int RecallReceipts { get; set; }

    /// <summary>Cosigners of the newest checkpoints, over all release logs.</summary>
    public int Witnesses { get; set; }

    public double Seconds { get; set; }

    public PartnerFigures Of(string partner) =>
        Partners.TryGetValue(partner, out PartnerFigures? found) ? found : Partners[partner] = new PartnerFigures();

    public void Write(string file)
    {
        using FileStream stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("products", Products);
        json.WriteNumber("releases", Releases);
        json.WriteNumber("refusals", Refusals);
        json.WriteNumber("receipts", Receipts);
        json.WriteStartObject("partners");
        foreach ((string partner, PartnerFigures figures) in Partners)
        {
            json.WriteStartObject(partner);
            json.WriteNumber("portionsReleased", figures.Released);
            json.WriteNumber("portionsWithheld", figures.Withheld);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNumber("logSize", LogSize);
        json.WriteNumber("checksDone", ChecksDone);
        json.WriteNumber("attacksTried", AttacksTried);
        json.WriteNumber("attacksRefused", AttacksRefused);
        json.WriteNumber("handedOn", HandedOn);
        json.WriteNumber("recalled", Recalled);
        json.WriteNumber("recallReceipts", RecallReceipts);
        json.WriteNumber("witnesses", Witnesses);
        json.WriteNumber("seconds", Math.Round(Seconds, 1));
        json.WriteEndObject();
    }
}
