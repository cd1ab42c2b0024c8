namespace Gateway.Fuzz;

/// <summary>
/// One reader of bytes that come from outside. <paramref name="Run"/> reads an input, checks what must hold of the outcome, and gives a
/// word for what happened: an input with a new word joins the corpus. A broken promise is thrown as <see cref="BrokenPromiseException"/>;
/// any other exception is a finding as well, since readers never throw for what they read.
/// </summary>
/// <param name="Name">Name on the command line and of reproducers.</param>
/// <param name="Run">Reads and checks. Safe to call again; keeps nothing.</param>
/// <param name="MemoryBase">Bytes that reading any input may allocate.</param>
/// <param name="MemoryPerByte">Bytes more that it may allocate for each byte of input.</param>
public sealed record FuzzTarget(string Name, Func<byte[], string> Run, long MemoryBase = 1 << 20, long MemoryPerByte = 128);

/// <summary>What was read does not hold what readers promise.</summary>
public sealed class BrokenPromiseException(string promise) : Exception(promise);

/// <summary>An input that breaks a promise.</summary>
/// <param name="Target">Which reader.</param>
/// <param name="Input">The input, made small.</param>
/// <param name="Reason">What was broken.</param>
/// <param name="Seed">Seed of the run that found it.</param>
public sealed record Finding(string Target, byte[] Input, string Reason, int Seed)
{
    /// <summary>Name of its reproducer: target and the beginning of the input's hash.</summary>
    public string FileName => $"{Target}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Input))[..12]}.hex";
}
