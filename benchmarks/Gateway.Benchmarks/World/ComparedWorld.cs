using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using CoreMode = Gateway.Core.Sealing.Mode;
using Mode = Gateway.Protocol.V1.Mode;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Benchmarks.World;

/// <summary>A record with many partners' judgements of many countries in many editions, for whoever reads it. Its folder is removed with it.</summary>
internal sealed class ComparedWorld : IDisposable
{
    private const int Batch = 500;

    private static readonly (string Scale, string Term)[] Words =
    [
        ("icd203", "very unlikely"), ("icd203", "unlikely"), ("icd203", "roughly even chance"), ("phia", "highly unlikely"), ("phia", "realistic possibility"),
        ("ajp21", "unlikely"), ("ajp21", "even chance"), ("", ""),
    ];

    private readonly DirectoryInfo _folder;

    public ComparedWorld(BenchWorld world, string folder, int countries, int partners, int editions)
    {
        Model = world.Model with { Schemas = name => Schemas.TryGet(name, out ProductSchema? schema) ? schema : null };
        _folder = Directory.CreateDirectory(Path.Combine(folder, "compared-" + Path.GetRandomFileName()));
        Store = SqliteNodeStore.Open(new SqliteOptions { Path = Path.Combine(_folder.FullName, "node.db") });
        PartnerCode[] codes = [.. Model.Recipients.Take(partners)];
        string[] places = [.. Countries.All.Select(country => country.Iso3).Union(IsoCodes.Countries)];
        Fill(codes, places[..countries], editions);
    }

    public NodeModel Model { get; }

    public SqliteNodeStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Fill(PartnerCode[] codes, string[] countries, int editions)
    {
        using var sealer = new Sealer(RandomSource.System);
        Schemas.TryGet(SizeClass._32, out ProductSchema? schema);
        var products = from edition in Enumerable.Range(0, editions) from code in codes from country in countries select (edition, code, country);
        foreach ((int edition, PartnerCode code, string country)[] batch in products.Chunk(Batch))
        {
            using INodeWrite write = Store.BeginWrite();
            foreach ((int edition, PartnerCode code, string country) in batch)
            {
                long at = new DateTimeOffset(2018 + edition, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
                var flattened = (FlattenOutcome.Flattened)Flattener.Flatten(Assessment(edition, code, country, at), schema!, RandomSource.System);
                write.AddSealed(sealer.Seal(flattened.Portions, new SealTerms(code, RandomSource.System.Bytes(Limits.Hash), at, CoreMode.Actual, schema!)));
            }

            write.Commit();
        }
    }

    private static RiskAssessment Assessment(int edition, PartnerCode code, string country, long at)
    {
        int seed = HashCode.Combine(edition, code.Value[0], code.Value[2], country[0], country[1], country[2]) & 0x7fffffff;
        (string scale, string term) = Words[seed % Words.Length];
        var judgement = new Judgement
        {
            Portion = Marked("j1"),
            Statement = "A new mass killing begins in the next two years.",
            Event = new Event { DefinitionId = "ewp-mass-killing", Threshold = 1000, WindowMonths = 12 },
            HorizonMonths = 24,
            Likelihood = new Likelihood { ScaleId = scale, Term = term },
            Rank = (uint)(seed % 168) + 1,
            Of = 168,
            BaseRate = 0.016,
            Confidence = { new Confidence { Portion = Marked(), Level = ConfidenceLevel.Moderate } },
        };
        if (term.Length == 0)
        {
            judgement.Likelihood.PBest = seed % 100 / 1000.0;
        }

        return new RiskAssessment
        {
            Header =
            {
                new Header
                {
                    Portion = Marked(), Title = "Annual assessment", Type = AssessmentType.Annual, Mode = Mode.Actual, Edition = $"{2018 + edition}",
                    ValidFromMs = at, AuthoredAtMs = at,
                },
            },
            Subject = { new Subject { Portion = Marked(), Iso3 = country } },
            Judgements = { judgement },
        };
    }

    private static Portion Marked(string id = "") => new() { Id = id, Marking = new Marking { Policy = "US", Text = BenchWorld.Marks[0] } };
}
