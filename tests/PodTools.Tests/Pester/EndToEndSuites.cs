using Xunit.Abstractions;

namespace PodTools.Tests.Pester;

/// <summary>The suites that run on the simulator and, unchanged, on any cluster.</summary>
public sealed class EndToEndSuites(ITestOutputHelper log) : PesterSuites(log)
{
    public static TheoryData<string> Suites => SuitesOf(endToEnd: true);

    [PesterTheory]
    [MemberData(nameof(Suites))]
    public Task Suite(string suite) => RunAsync(suite);
}
