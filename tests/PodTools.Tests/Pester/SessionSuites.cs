using Xunit.Abstractions;

namespace PodTools.Tests.Pester;

/// <summary>The suites about what the module is in a session: its help, views, completion, contexts and secrets.</summary>
public sealed class SessionSuites(ITestOutputHelper log) : PesterSuites(log)
{
    public static TheoryData<string> Suites => SuitesOf(endToEnd: false);

    [PesterTheory]
    [MemberData(nameof(Suites))]
    public Task Suite(string suite) => RunAsync(suite);
}
