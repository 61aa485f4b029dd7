namespace PodTools.Kubernetes;

/// <summary>A value that follows the calls, and what they start, instead of the connection, which many users share.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class Ambient<T>
{
    private readonly AsyncLocal<T?> _value = new();

    /// <summary>The value for the code that asks; null where none was set.</summary>
    internal T? Current => _value.Value;

    /// <summary>Sets the value until the result is disposed.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Puts the value back that was in force before.</returns>
    internal IDisposable Use(T? value)
    {
        var scope = new Scope(this, _value.Value);
        _value.Value = value;
        return scope;
    }

    private sealed class Scope(Ambient<T> ambient, T? before) : IDisposable
    {
        public void Dispose() => ambient._value.Value = before;
    }
}
