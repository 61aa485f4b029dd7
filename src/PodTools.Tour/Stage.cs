using PodTools.Pipeline;

namespace PodTools.Tour;

/// <summary>Runs the steps: prints each as a user would type it, and its result as PowerShell would show it.</summary>
internal sealed class Stage(TextWriter output, CancellationToken stop)
{
    private readonly IReadOnlyList<View> _views = View.ReadAll(AppContext.BaseDirectory);

    /// <summary>The folder that relative paths in the steps are relative to.</summary>
    public static string Manifests { get; } = Path.Combine(AppContext.BaseDirectory, "manifests");

    /// <summary>How many steps have begun.</summary>
    public int Steps { get; private set; }

    /// <summary>Prints the heading of the steps that follow.</summary>
    public void Chapter(string title) => output.WriteLine($"\n== {title}\n");

    /// <summary>Prints a line of explanation.</summary>
    public void Say(string text) => output.WriteLine(text);

    /// <summary>Runs a step that must succeed.</summary>
    /// <param name="typed">The command as a user types it.</param>
    /// <param name="cmdlet">The cmdlet, its parameters set.</param>
    /// <param name="view">The view that the command asks for; null for the default one.</param>
    /// <returns>What the cmdlet wrote.</returns>
    public IReadOnlyList<object> Run(string typed, PodCmdlet cmdlet, string? view = null) =>
        Show(Do(typed, pipeline => pipeline.Run(cmdlet, stop)), view);

    /// <summary>Runs a step whose cmdlet gets objects from the pipeline.</summary>
    public IReadOnlyList<object> Pipe<TCmdlet, TInput>(
        string typed, IEnumerable<TInput> input, TCmdlet cmdlet, Action<TCmdlet, TInput> bind, string? view = null)
        where TCmdlet : PodCmdlet => Show(Do(typed, pipeline => pipeline.Run(cmdlet, input, bind, stop)), view);

    /// <summary>Runs a step that ends as soon as an object is written that the user waits for.</summary>
    public IReadOnlyList<object> RunUntil(string typed, PodCmdlet cmdlet, Func<object, bool> isLast)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pipeline = new RecordingPipeline
        {
            Location = Manifests,
            Written = value =>
            {
                if (isLast(value))
                {
                    enough.Cancel();
                }
            },
        };
        Begin(typed);
        try
        {
            pipeline.Run(cmdlet, enough.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The object that was waited for has come.
        }

        return Show(pipeline, null);
    }

    /// <summary>Runs a step that must be refused, and shows with what words.</summary>
    /// <param name="typed">The command as a user types it.</param>
    /// <param name="cmdlet">The cmdlet, its parameters set.</param>
    /// <param name="id">The id of the error that must come.</param>
    public void Refuse(string typed, PodCmdlet cmdlet, string id)
    {
        var pipeline = Do(typed, recorder => recorder.Run(cmdlet, stop));
        var error = pipeline.Errors.FirstOrDefault(each => each.Id == id)
            ?? throw new StepFailedException($"'{typed}' should have been refused as {id}.");
        output.WriteLine($"{error.Id}: {error.Exception.Message}");
        if (error.Advice is { Length: > 0 } advice)
        {
            output.WriteLine(advice);
        }
    }

    /// <summary>Runs a step that needs no cmdlet.</summary>
    /// <param name="typed">The command as a user types it.</param>
    /// <param name="act">Does it, and gives what is to be printed.</param>
    public void Show(string typed, Func<string> act)
    {
        Begin(typed);
        output.WriteLine(act());
    }

    /// <summary>Fails the step that has just run unless it kept its promise.</summary>
    public static void Expect(bool kept, string promise)
    {
        if (!kept)
        {
            throw new StepFailedException($"expected that {promise}.");
        }
    }

    private void Begin(string typed)
    {
        stop.ThrowIfCancellationRequested();
        Steps++;
        output.WriteLine($"\nPS> {typed}");
    }

    private RecordingPipeline Do(string typed, Action<RecordingPipeline> run)
    {
        Begin(typed);
        var pipeline = new RecordingPipeline { Location = Manifests };
        run(pipeline);
        return pipeline;
    }

    private IReadOnlyList<object> Show(RecordingPipeline pipeline, string? view)
    {
        foreach (var warning in pipeline.Warnings)
        {
            output.WriteLine($"WARNING: {warning}");
        }

        foreach (var sameType in pipeline.Output.GroupBy(value => value.GetType()))
        {
            foreach (var line in Format(sameType.Key, [.. sameType], view))
            {
                output.WriteLine(line);
            }
        }

        return pipeline.Errors.Count == 0 ? pipeline.Output : throw new StepFailedException(pipeline.Errors[0].Exception.Message);
    }

    private IEnumerable<string> Format(Type type, IReadOnlyList<object> values, string? view)
    {
        var fitting = _views.FirstOrDefault(each => each.Types.Contains(type.FullName!) && (view is null || each.Name == view));
        return fitting is null ? values.Select(value => value.ToString() ?? "") : fitting.Format(values);
    }
}
