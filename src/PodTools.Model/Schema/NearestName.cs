namespace PodTools.Schema;

/// <summary>Finds the name that somebody who mistyped probably meant.</summary>
public static class NearestName
{
    /// <summary>Picks the candidate that the fewest changes of one character turn into the name; swapping two neighbours counts as one.</summary>
    /// <param name="name">What was written. Its case does not matter.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns>The nearest, or null when even that takes more changes than a third of the name.</returns>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        var limit = Math.Max(1, (name.Length + 1) / 3);
        return candidates
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static int Distance(string from, string to)
    {
        // A row a character of `from`; two rows back is where a swap comes from.
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Cheapest(rows, from, to, i, j);
            }
        }

        return rows[from.Length, to.Length];
    }

    private static int Cheapest(int[,] rows, string from, string to, int i, int j)
    {
        var replace = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        var best = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
