using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// Destroys content. The writer runs with secure_delete, which overwrites freed cells; what older frames of the write-ahead log still hold
/// goes when <see cref="Writer"/> truncates it after the commit.
/// </summary>
internal static class ErasureTables
{
    private const string SelectProduct = "SELECT number FROM product WHERE id = ?";
    private const string SelectReceived = "SELECT number FROM received WHERE product = ?";
    private const string DeleteDecisions = "DELETE FROM decision WHERE product = ?";
    private const string DeleteDecisionPortions = "DELETE FROM decision_portions WHERE product = ?";
    private const string UpdateFeed = "UPDATE feed SET opened = x'', terms = x'', seed = ? WHERE partner = ? AND lane = ? AND seq = ?";
    private const string SelectSetAside = "SELECT number, package FROM received_set_aside WHERE length(package) > 0";
    private const string UpdateSetAside = "UPDATE received_set_aside SET package = x'' WHERE number = ?";
    private const string DeleteStub = "DELETE FROM stub WHERE product = ?";
    private const string InsertStub = "INSERT INTO stub (product, seq, marking) VALUES (?, ?, ?)";

    private static readonly string[] DeletePortions = Sql("DELETE FROM portion_{0} WHERE key BETWEEN ? AND ?");
    private static readonly string[] DeletePackage = Sql("DELETE FROM package_{0} WHERE number = ?");

    public static void Portions(Session session, ProductId product)
    {
        if (CatalogTables.Place(session, product) is { } place)
        {
            long first = place.Ordinal << 16;
            session.Use(DeletePortions[(int)place.Mode - 1]).Bind(first).Bind(first | ushort.MaxValue).Done();
            EraseWords(session, place);
        }
    }

    public static void Decisions(Session session, Numbers numbers, ProductId product)
    {
        if (session.Use(SelectProduct).Bind(product.Span).Number() is { } number)
        {
            session.Use(DeleteDecisions).Bind(number).Done();
            session.Use(DeleteDecisionPortions).Bind(number).Done();
            numbers.ForgetPortions();
        }
    }

    public static void Releases(Session session, Numbers numbers, ProductId product)
    {
        foreach (FeedRow row in FeedTables.Releases(session, product))
        {
            session.Use(UpdateFeed).Bind(row.Erase().Seed).Bind(numbers.Partner(row.Partner)).Bind((long)row.Lane).Bind(row.Sequence).Done();
        }
    }

    public static void Packages(Session session, Numbers numbers, StubRow stub)
    {
        long product = numbers.Product(stub.Product);
        if (CatalogTables.Place(session, stub.Product) is { } place)
        {
            foreach (long number in session.Use(SelectReceived).Bind(product).All(row => row.Long(0)))
            {
                session.Use(DeletePackage[(int)place.Mode - 1]).Bind(number).Done();
            }

            EraseWords(session, place);
        }

        // Rare rows, and the product of one stands in its package only.
        foreach ((long number, byte[] package) in session.Use(SelectSetAside).All(row => (row.Long(0), row.Blob(1))))
        {
            if (Package.TryDecode(package, out Package? decoded, out _) && ProductId.OfManifest(decoded.Manifest.Span) == stub.Product)
            {
                session.Use(UpdateSetAside).Bind(number).Done();
            }
        }

        session.Use(DeleteStub).Bind(product).Done();
        long sequence = 0;
        foreach (Marking marking in stub.Markings)
        {
            session.Use(InsertStub).Bind(product).Bind(++sequence).Bind(new PortionNotice(0, marking, false).Encode()).Done();
        }
    }

    // An index elsewhere learns of it from the change.
    private static void EraseWords(Session session, ProductPlace place)
    {
        SearchTables.Erase(session, place.Mode, place.Ordinal);
        SearchTables.Changed(session, place.Mode, place.Ordinal, erased: true);
    }

    // By mode, from 1.
    private static string[] Sql(string text) => [.. Enum.GetValues<Mode>().Order().Select(mode => string.Format(null, text, mode.ToString().ToLowerInvariant()))];
}
