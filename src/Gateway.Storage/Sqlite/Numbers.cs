using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// The small numbers that stand for partners, origins, lineages and products, and the ends of logs and lanes, as the one writer knows
/// them. They hold as long as nothing is undone: after any rollback <see cref="Forget"/>.
/// </summary>
internal sealed class Numbers(Session session)
{
    private const int MostProducts = 8_192;

    private const string SelectPartner = "SELECT number FROM partner WHERE code = ?";
    private const string InsertPartner = "INSERT INTO partner (code) VALUES (?)";
    private const string SelectOrigin = "SELECT number FROM origin WHERE name = ?";
    private const string InsertOrigin = "INSERT INTO origin (name) VALUES (?)";
    private const string SelectProduct = "SELECT number FROM product WHERE id = ?";
    private const string InsertProduct = "INSERT INTO product (id) VALUES (?)";
    private const string SelectLineage = "SELECT number FROM lineage WHERE id = ? AND originator = ?";
    private const string InsertLineage = "INSERT INTO lineage (id, originator) VALUES (?, ?)";

    private readonly Dictionary<PartnerCode, long> _partners = [];
    private readonly Dictionary<string, long> _origins = [];
    private readonly Dictionary<ProductId, long> _products = [];
    private readonly Dictionary<LogName, long> _sizes = [];
    private readonly Dictionary<(PartnerCode, Lane), long> _sequences = [];

    private long _portionsOf = -1;
    private List<(long Number, ReadOnlyMemory<byte> Bytes)> _portions = [];

    public void Forget()
    {
        ForgetPortions();
        _partners.Clear();
        _origins.Clear();
        _products.Clear();
        _sizes.Clear();
        _sequences.Clear();
    }

    public long Partner(PartnerCode code)
    {
        if (!_partners.TryGetValue(code, out long number))
        {
            number = session.Use(SelectPartner).Bind(code.Value).Number() ?? Insert(session.Use(InsertPartner).Bind(code.Value));
            _partners.Add(code, number);
        }

        return number;
    }

    public long? PartnerOrNull(PartnerCode code) => code == default ? null : Partner(code);

    public long Origin(string name)
    {
        if (!_origins.TryGetValue(name, out long number))
        {
            number = session.Use(SelectOrigin).Bind(name).Number() ?? Insert(session.Use(InsertOrigin).Bind(name));
            _origins.Add(name, number);
        }

        return number;
    }

    public long Product(ProductId id)
    {
        if (!_products.TryGetValue(id, out long number))
        {
            number = session.Use(SelectProduct).Bind(id.Span).Number() ?? Insert(session.Use(InsertProduct).Bind(id.Span));
            if (_products.Count >= MostProducts)
            {
                _products.Clear();
            }

            _products.Add(id, number);
        }

        return number;
    }

    public long Lineage(PartnerCode originator, ReadOnlyMemory<byte> id)
    {
        long partner = Partner(originator);
        return session.Use(SelectLineage).Bind(id).Bind(partner).Number() ?? Insert(session.Use(InsertLineage).Bind(id).Bind(partner));
    }

    /// <summary>Entries of a log.</summary>
    public long Size(LogName log)
    {
        if (!_sizes.TryGetValue(log, out long size))
        {
            _sizes.Add(log, size = LogTables.Size(session, log));
        }

        return size;
    }

    public void SetSize(LogName log, long size) => _sizes[log] = size;

    /// <summary>The last sequence of a partner's lane.</summary>
    public long LastSequence(PartnerCode partner, Lane lane)
    {
        if (!_sequences.TryGetValue((partner, lane), out long last))
        {
            _sequences.Add((partner, lane), last = FeedTables.LastSequence(session, partner, lane));
        }

        return last;
    }

    public void SetLastSequence(PartnerCode partner, Lane lane, long last) => _sequences[(partner, lane)] = last;

    /// <summary>What is stored of the portions of one product's decision records. One product is recorded at a time, so one is remembered.</summary>
    public List<(long Number, ReadOnlyMemory<byte> Bytes)> Portions(long product, Func<IEnumerable<(long Number, ReadOnlyMemory<byte> Bytes)>> stored)
    {
        if (_portionsOf != product)
        {
            _portions = [.. stored()];
            _portionsOf = product;
        }

        return _portions;
    }

    public void ForgetPortions() => _portionsOf = -1;

    private long Insert(Statement insert)
    {
        insert.Done();
        return session.LastNumber;
    }
}
