namespace PodTools.Benchmarks;

/// <summary>Rows in columns.</summary>
internal static class Table
{
    /// <summary>Writes rows below a head.</summary>
    public static void Write(IReadOnlyList<Row> rows, TextWriter to)
    {
        string[][] cells = [.. rows.Prepend(Row.Head).Select(row => new[] { row.Benchmark, row.PodTools, row.Kubectl, row.Ratio, row.Wanted })];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length))];
        foreach (var row in cells)
        {
            to.WriteLine(string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (row == cells[0])
            {
                to.WriteLine(string.Join("-|-", widths.Select(width => new string('-', width))));
            }
        }
    }
}
