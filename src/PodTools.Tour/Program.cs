using PodTools.Tour;

// dotnet run --project src/PodTools.Tour [-- path/to/pod.yaml]
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var stage = new Stage(Console.Out, stop.Token);
try
{
    new WalkThrough(stage, args.Length > 0 ? Path.GetFullPath(args[0]) : null).Run();
    Console.WriteLine($"\nAll {stage.Steps} steps worked.");
    return 0;
}
catch (StepFailedException failure)
{
    Console.WriteLine($"\nStep {stage.Steps} failed: {failure.Message}");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine($"\nStopped in step {stage.Steps}.");
    return 130;
}
