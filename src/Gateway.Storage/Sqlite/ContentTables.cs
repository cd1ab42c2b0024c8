using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Manifests, portions and packages, verbatim: one set of tables a mode.</summary>
internal static class ContentTables
{
    private const int IndexBits = 16;

    private static readonly Sql Actual = new("actual");
    private static readonly Sql Exercise = new("exercise");
    private static readonly Sql Test = new("test");

    public static SealedProduct? Sealed(Session session, ProductId product)
    {
        if (CatalogTables.Place(session, product) is not { } place)
        {
            return null;
        }

        if (session.Use(Of(place.Mode).Manifest).Bind(place.Ordinal).First(row => new StoredManifest(row.Blob(0), Audience(row))) is not var (bytes, audience))
        {
            return null;
        }

        if (!Manifest.TryDecode(bytes, out Manifest? manifest, out _))
        {
            throw StoreFailure.Unreadable("manifest");
        }

        long first = place.Ordinal << IndexBits;
        List<Portion> portions = session.Use(Of(place.Mode).Portions).Bind(first).Bind(first | ushort.MaxValue).All(Portion);
        return NoticeEffect.On(
            new SealedProduct(product, manifest, bytes, [.. portions]) { Audience = audience }, NoticeTables.Of(session, product));
    }

    public static void AddSealed(Session session, Numbers numbers, SealedProduct product)
    {
        ProductPlace place = CatalogTables.Arrive(session, numbers, product.Id, product.Manifest, default);
        session.Use(Of(place.Mode).InsertManifest).Bind(place.Ordinal).Bind(product.ManifestBytes)
            .Bind(product.Audience.IsDefaultOrEmpty ? null : string.Join(' ', product.Audience)).Done();
        foreach (Portion portion in product.Portions)
        {
            session.Use(Of(place.Mode).InsertPortion)
                .Bind((place.Ordinal << IndexBits) | portion.Index)
                .Bind(portion.Salt)
                .Bind(portion.Encoded)
                .Done();
        }
    }

    /// <summary>Empty when it was erased.</summary>
    public static byte[] Package(Session session, Mode mode, long number) =>
        session.Use(Of(mode).Package).Bind(number).First(row => row.Blob(0)) ?? [];

    public static void AddPackage(Session session, Mode mode, long number, ReadOnlyMemory<byte> package) =>
        session.Use(Of(mode).InsertPackage).Bind(number).Bind(package).Done();

    private static ImmutableArray<PartnerCode> Audience(Statement row) =>
        row.IsNull(1) ? [] : [.. row.Text(1).Split(' ').Select(PartnerCode.Of)];

    private static Portion Portion(Statement row)
    {
        byte[] encoded = row.Blob(2);
        return PortionBody.TryDecode(encoded, out PortionBody? body, out _)
            ? new Portion((ushort)row.Long(0), row.Blob(1), encoded, body)
            : throw StoreFailure.Unreadable("portion");
    }

    private static Sql Of(Mode mode) => mode switch
    {
        Mode.Actual => Actual,
        Mode.Exercise => Exercise,
        Mode.Test => Test,
    };

    private sealed record StoredManifest(byte[] Bytes, ImmutableArray<PartnerCode> Audience);

    private sealed class Sql(string mode)
    {
        public string Manifest { get; } = $"SELECT manifest, audience FROM manifest_{mode} WHERE ordinal = ?";

        public string InsertManifest { get; } = $"INSERT INTO manifest_{mode} (ordinal, manifest, audience) VALUES (?, ?, ?)";

        public string Portions { get; } =
            $"SELECT key & 65535, salt, body FROM portion_{mode} WHERE key BETWEEN ? AND ? ORDER BY key";

        public string InsertPortion { get; } = $"INSERT INTO portion_{mode} (key, salt, body) VALUES (?, ?, ?)";

        public string Package { get; } = $"SELECT package FROM package_{mode} WHERE number = ?";

        public string InsertPackage { get; } = $"INSERT INTO package_{mode} (number, package) VALUES (?, ?)";
    }
}
