namespace Gateway.Storage.Sqlite;

/// <summary>
/// The database at this place is not one that this code may open: newer than the code, changed by other means, or not a Gateway store.
/// Trying again does not help; an operator has to. Thrown when a store is opened.
/// </summary>
public sealed class IncompatibleStoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    public IncompatibleStoreException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes the exception.</summary>
    public IncompatibleStoreException(string message)
        : this(message, null)
    {
    }

    /// <summary>Makes the exception with a general message.</summary>
    public IncompatibleStoreException()
        : this("The store is not one that this version may open.")
    {
    }
}
