using System.Collections;
using System.Globalization;
using System.Xml.Linq;

namespace PodTools.Tour;

/// <summary>One table, list or text of the module's view file. The views name properties only, so any program can print them.</summary>
internal sealed class View
{
    private readonly List<Column> _columns;
    private readonly bool _isTable;

    private View(XElement view, ComputedProperties computed)
    {
        Name = (string?)view.Element("Name") ?? "";
        Types = [.. view.Descendants("ViewSelectedBy").Elements("TypeName").Select(type => type.Value)];
        _isTable = view.Element("TableControl") is not null;
        _columns = _isTable ? ColumnsOf(view, computed) : ItemsOf(view, computed);
    }

    /// <summary>The view's name, as <c>Format-Table -View</c> takes it.</summary>
    public string Name { get; }

    /// <summary>The full names of the types it shows.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Reads the views of the module.</summary>
    /// <param name="folder">Where its view files are.</param>
    public static IReadOnlyList<View> ReadAll(string folder)
    {
        var computed = new ComputedProperties(Path.Combine(folder, "PodTools.Types.ps1xml"));
        return
        [
            .. Directory.EnumerateFiles(folder, "*.Format.ps1xml").Order(StringComparer.Ordinal)
                .SelectMany(file => XDocument.Load(file).Descendants("View"))
                .Select(view => new View(view, computed)).Where(view => view._columns.Count > 0),
        ];
    }

    /// <summary>The lines that show some objects.</summary>
    public IEnumerable<string> Format(IReadOnlyList<object> values)
    {
        var rows = values.Select(value => _columns.Select(column => column.TextOf(value)).ToArray()).ToList();
        return _isTable ? FormatTable(rows) : FormatText(rows);
    }

    private static List<Column> ColumnsOf(XElement view, ComputedProperties computed)
    {
        var headers = view.Descendants("TableColumnHeader").ToList();
        var items = view.Descendants("TableRowEntry").First().Descendants("TableColumnItem").ToList();
        return [.. items.Select((item, i) => new Column((string?)headers.ElementAtOrDefault(i)?.Element("Label"), item, computed))];
    }

    private static List<Column> ItemsOf(XElement view, ComputedProperties computed) =>
    [
        .. view.Descendants("ListItem").Select(item => new Column((string?)item.Element("Label"), item, computed)),
        .. view.Descendants("ExpressionBinding").Select(item => new Column("", item, computed)),
    ];

    private IEnumerable<string> FormatTable(List<string[]> rows)
    {
        var widths = _columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Label.Length).Max()).ToArray();
        return rows.Prepend([.. _columns.Select(column => column.Label)])
            .Select(row => string.Join("   ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    private IEnumerable<string> FormatText(List<string[]> rows)
    {
        var width = _columns.Max(column => column.Label.Length);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                var label = width == 0 ? "" : _columns[i].Label.PadRight(width) + " : ";
                foreach (var line in row[i].TrimEnd('\n').Split('\n'))
                {
                    yield return label + line;
                    label = new string(' ', label.Length);
                }
            }
        }
    }

    private sealed class Column(string? label, XElement item, ComputedProperties computed)
    {
        private readonly string? _property = (string?)item.Element("PropertyName");

        public string Label => label ?? _property ?? "";

        public string TextOf(object value) => _property is null
            ? value.ToString() ?? ""
            : TextOf(value.GetType().GetProperty(_property) is { } own ? own.GetValue(value) : computed.Get(value, _property), nested: true);

        private static string TextOf(object? value, bool nested) => value switch
        {
            null => "",
            string text => text,
            IDictionary map => string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}={map[key]}")),
            IEnumerable list when nested => string.Join(", ", list.Cast<object?>().Select(item => TextOf(item, nested: false))),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
    }
}
