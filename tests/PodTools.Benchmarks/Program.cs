// Measures the module in real PowerShell beside kubectl, on the same cluster and in turns, and prints one table.
//
//   dotnet run -c Release --project tests/PodTools.Benchmarks [-- name ...]
//
// PODTOOLS_TEST_KUBECONFIG names a real cluster in place of the simulator, KUBECTL and PWSH other programs than those on
// PATH. What is measured are whole processes and their ratios, seconds long, against a server that is busy, too: a stop-watch
// and medians do, and BenchmarkDotNet, made for methods of nanoseconds, would add nothing but its dependencies.
using System.Runtime.InteropServices;
using PodTools.Benchmarks;

IBenchmark[] all =
[
    new FirstPod(), new ManyExecs(), new ParallelExecs(), new ExecThroughput(), new CopyTo(), new CopyFrom(), new ForwardThroughput(),
    new ListFirst(), new ExecMemory(), new ListMemory(),
];
if (args.FirstOrDefault(name => !all.Any(benchmark => benchmark.Name == name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. There are: {string.Join(", ", all.Select(benchmark => benchmark.Name))}.");
    return 2;
}

if (Tool.Find("pwsh", "PWSH") is not { } pwsh)
{
    Console.WriteLine("Nothing was measured: there is no pwsh on PATH.");
    return 0;
}

var kubectl = Tool.Find("kubectl", "KUBECTL");
if (kubectl is null)
{
    Console.WriteLine("Nothing is compared: there is no kubectl on PATH.");
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, CleanUp);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, CleanUp);
await using var cluster = await BenchCluster.OpenAsync(stop.Token);
var bench = new Bench(cluster, new PowerShellSession(pwsh, ModuleFile.Path), kubectl, stop.Token);
Console.WriteLine(await Surroundings.TellAsync(bench, pwsh));

var rows = new List<Row>();
foreach (var benchmark in all.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name)).TakeWhile(_ => !stop.IsCancellationRequested))
{
    var row = await RunAsync(benchmark);
    Console.Error.WriteLine(row);
    rows.Add(row);
}

Table.Write(rows, Console.Out);
return rows.Any(row => row.Failed) ? 1 : 0;

// What was created goes also when somebody has seen enough, and what was measured until then is shown.
void CleanUp(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

async Task<Row> RunAsync(IBenchmark benchmark)
{
    try
    {
        return await benchmark.RunAsync(bench);
    }
    catch (Exception failure)
    {
        return Row.OfFailure(benchmark.Name, failure.Message);
    }
}
