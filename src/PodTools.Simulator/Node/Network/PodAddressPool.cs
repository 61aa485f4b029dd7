using System.Globalization;

namespace PodTools.Simulator.Node.Network;

/// <summary>The addresses of pods: 10.244.0.0/16, each given to one pod at a time. On the loop.</summary>
internal sealed class PodAddressPool
{
    private const int Size = 254 * 255;

    private readonly HashSet<int> _taken = [];
    private int _next;

    /// <summary>An address that no pod has.</summary>
    /// <exception cref="InvalidOperationException">All are taken: more pods than one cluster has addresses for.</exception>
    public string Take()
    {
        if (_taken.Count == Size)
        {
            throw new InvalidOperationException("The simulated cluster has no more addresses for pods.");
        }

        while (!_taken.Add(_next % Size))
        {
            _next++;
        }

        var number = _next++ % Size;
        return string.Create(CultureInfo.InvariantCulture, $"10.244.{number / 254}.{(number % 254) + 1}");
    }

    /// <summary>Takes an address back.</summary>
    public void Return(string address)
    {
        var parts = address.Split('.');
        if (parts is ["10", "244", var high, var low])
        {
            _taken.Remove((int.Parse(high, CultureInfo.InvariantCulture) * 254) + int.Parse(low, CultureInfo.InvariantCulture) - 1);
        }
    }
}
