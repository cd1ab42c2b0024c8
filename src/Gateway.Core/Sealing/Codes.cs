using Gateway.Core.Partners;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Partner codes in signed messages.</summary>
internal static class Codes
{
    public static void Read(ref WireReader reader, out PartnerCode code)
    {
        if (!PartnerCode.TryParse(reader.Text(Limits.Text), out code))
        {
            reader.Refuse(WireFault.OutOfRange);
        }
    }
}
