using Gateway.Core.Sealing;

namespace Gateway.Protocol.Products;

/// <summary>
/// Ids of paths (<see cref="PortionPath"/>), drawn in blocks: one call to the generator per id would cost more than all else.
/// </summary>
internal sealed class IdSource(RandomSource random)
{
    private const int IdBytes = PortionPath.IdLength / 2;

    private readonly byte[] _block = new byte[64 * IdBytes];
    private int _used = 64 * IdBytes;

    public string Next()
    {
        if (_used == _block.Length)
        {
            random.Fill(_block);
            _used = 0;
        }

        string id = Convert.ToHexStringLower(_block.AsSpan(_used, IdBytes));
        _used += IdBytes;
        return id;
    }
}
