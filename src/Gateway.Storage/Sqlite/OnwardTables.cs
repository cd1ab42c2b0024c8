using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>What may go on: the grants of own products, and the ONWARD_GRANTs of others that this node holds.</summary>
internal static class OnwardTables
{
    private const string OfProduct = "(SELECT number FROM product WHERE id = ?)";

    private const string SelectGrants = $"SELECT root, seed, pairs FROM grant_tree WHERE product = {OfProduct} ORDER BY number";
    private const string InsertGrants = "INSERT INTO grant_tree (product, root, seed, pairs) VALUES (?, ?, ?, ?)";
    private const string SelectConsents = $"SELECT proof, checkpoint FROM consent WHERE product = {OfProduct} ORDER BY number";
    private const string InsertConsent = "INSERT INTO consent (product, leaf, proof, checkpoint) VALUES (?, ?, ?, ?) ON CONFLICT (product, leaf) DO NOTHING";

    public static IReadOnlyList<GrantRow> Grants(Session session, ProductId product) =>
        session.Use(SelectGrants).Bind(product.Span).All(row => new GrantRow(product, row.Blob(0), row.Blob(1), Pairs(row.Blob(2))));

    public static void Add(Session session, Numbers numbers, GrantRow row) => session.Use(InsertGrants)
        .Bind(numbers.Product(row.Product))
        .Bind(row.Root)
        .Bind(row.Seed)
        .Bind(GrantedTo.Encode(row.Granted))
        .Done();

    public static IReadOnlyList<ConsentRow> Consents(Session session, ProductId product) =>
        session.Use(SelectConsents).Bind(product.Span).All(row => OnwardProof.TryDecode(row.Blob(0), out OnwardProof? proof)
            ? new ConsentRow(product, proof, row.Blob(1))
            : throw StoreFailure.Unreadable("onward grant"));

    public static void Add(Session session, Numbers numbers, ConsentRow row) => session.Use(InsertConsent)
        .Bind(numbers.Product(row.Product))
        .Bind(row.Proof.Leaf)
        .Bind(row.Proof.Encode())
        .Bind(row.Checkpoint)
        .Done();

    private static ImmutableArray<GrantedTo> Pairs(byte[] bytes) =>
        GrantedTo.TryDecode(bytes, out ImmutableArray<GrantedTo> granted) ? granted : throw StoreFailure.Unreadable("grants");
}
