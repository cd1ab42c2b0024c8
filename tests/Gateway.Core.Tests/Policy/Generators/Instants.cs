using System.Globalization;
using CsCheck;

namespace Gateway.Core.Tests.Policy.Generators;

/// <summary>Instants close together, so that rules, agreements, memberships, embargoes, sealings and questions meet at the same ones.</summary>
internal static class Instants
{
    /// <summary>Whole hours around noon: what a policy file can say.</summary>
    public static readonly Gen<DateTimeOffset> Hour = Gen.Int[-3, 3].Select(hours => World.Noon.AddHours(hours));

    /// <summary>A whole hour, the tick before it, the tick after it.</summary>
    public static readonly Gen<DateTimeOffset> Around = Gen.Select(Hour, Gen.Int[-1, 1]).Select((hour, ticks) => hour.AddTicks(ticks));

    /// <summary>As a policy file writes it.</summary>
    public static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
