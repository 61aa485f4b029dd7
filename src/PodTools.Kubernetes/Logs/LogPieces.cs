namespace PodTools.Kubernetes.Logs;

/// <summary>
/// How much of a log to ask for at once over connections that break: a connection that is reset may lose even what it had
/// brought, so only an answer that is over before that counts. Sizes grow slowly while that goes well, and halve when it does not.
/// </summary>
internal sealed class LogPieces
{
    private const long Smallest = 512;
    private const long First = 16 * 1024;
    private const long Growth = 512;

    /// <summary>Pieces grow to this size, and beyond it only when a line is longer.</summary>
    private const long Usual = 64 * 1024;

    private long _size = First;
    private bool _isOn;

    /// <summary>How many bytes to ask for; null for all.</summary>
    public long? Limit => _isOn ? _size : null;

    /// <summary>A connection broke before it had brought what it was opened for.</summary>
    public void Broke(bool isNew)
    {
        _size = _isOn && !isNew ? Math.Max(Smallest, _size / 2) : _size;
        _isOn = true;
    }

    /// <summary>A piece came through.</summary>
    /// <param name="isNew">Whether it held a whole line that is new.</param>
    /// <param name="isLast">Whether there was less to bring than the piece could hold.</param>
    public void Came(bool isNew, bool isLast)
    {
        _isOn = !isLast;
        _size = isNew ? Math.Max(_size, Math.Min(_size + Growth, Usual)) : _size * 2;
    }
}
