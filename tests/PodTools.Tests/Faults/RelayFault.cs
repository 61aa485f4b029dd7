namespace PodTools.Tests.Faults;

/// <summary>What an <see cref="ApiRelay"/> does to the first request that it is to disturb.</summary>
internal enum RelayFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Answers 429 and asks to come back after a second.</summary>
    Busy,

    /// <summary>Answers 429 and asks to come back after an hour.</summary>
    BusyForLong,

    /// <summary>Answers 500.</summary>
    Broken,

    /// <summary>Answers 503.</summary>
    Unavailable,

    /// <summary>Answers 401, whereupon there is another token to be had.</summary>
    Unauthorized,

    /// <summary>Answers 403.</summary>
    Forbidden,

    /// <summary>Resets the connection and passes nothing on.</summary>
    ResetBefore,

    /// <summary>Passes the request on, and resets the connection instead of answering.</summary>
    ResetAfter,

    /// <summary>Closes the connection in the middle of the body, after the request was carried out.</summary>
    Truncated,

    /// <summary>Spoils the body.</summary>
    Corrupt,

    /// <summary>Stops in the middle of the body, and keeps the connection open.</summary>
    Stalled,

    /// <summary>Sends the body a few bytes at a time.</summary>
    Slow,

    /// <summary>Refuses connections, until the client pauses for the first time.</summary>
    Away,

    /// <summary>Has lost all connections.</summary>
    Restarted,

    /// <summary>Has lost all connections, and shows another certificate.</summary>
    OtherCertificate,
}
