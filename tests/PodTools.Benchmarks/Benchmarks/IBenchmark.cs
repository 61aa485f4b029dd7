namespace PodTools.Benchmarks;

/// <summary>One thing that is measured.</summary>
internal interface IBenchmark
{
    /// <summary>Its name on the command line and in the table.</summary>
    string Name { get; }

    /// <summary>Measures it.</summary>
    Task<Row> RunAsync(Bench bench);
}
