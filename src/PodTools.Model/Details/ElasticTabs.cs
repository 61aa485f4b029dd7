using System.Text;

namespace PodTools.Details;

/// <summary>
/// Lines up text with elastic tab stops: cells that end with a tab, in lines that follow each other, are as wide as the widest
/// of them and two blanks. Text after the last tab of a line does not count.
/// </summary>
internal static class ElasticTabs
{
    private const int Gap = 2;

    /// <summary>Replaces the tabs of a text by blanks.</summary>
    public static string Align(string text)
    {
        var lines = text.Split('\n').Select(line => line.Split('\t')).ToArray();
        var widths = lines.Select(cells => new int[cells.Length - 1]).ToArray();
        var columns = widths.Max(line => line.Length);
        for (var column = 0; column < columns; column++)
        {
            Measure(lines, widths, column);
        }

        return string.Join('\n', lines.Select((cells, line) => Pad(cells, widths[line])));
    }

    /// <summary>Finds the runs of lines that have a column, and gives the whole run one width.</summary>
    private static void Measure(string[][] lines, int[][] widths, int column)
    {
        var start = 0;
        while (start < lines.Length)
        {
            var end = start;
            while (end < lines.Length && widths[end].Length > column)
            {
                end++;
            }

            var width = Gap + (end == start ? 0 : lines[start..end].Max(cells => Length(cells[column])));
            for (var line = start; line < end; line++)
            {
                widths[line][column] = width;
            }

            start = end + 1;
        }
    }

    private static string Pad(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < widths.Length; i++)
        {
            line.Append(cells[i]).Append(' ', widths[i] - Length(cells[i]));
        }

        return line.Append(cells[^1]).ToString();
    }

    /// <summary>Counts characters as people see them, not the halves of surrogate pairs.</summary>
    private static int Length(string cell) => cell.EnumerateRunes().Count();
}
