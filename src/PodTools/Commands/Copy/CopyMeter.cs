using PodTools.Kubernetes.Copy;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Shows how far a copy is: now and then, since drawing takes longer than copying a piece, and not at all for what is done in a moment.</summary>
/// <param name="activity">What is copied where.</param>
/// <param name="pipeline">Shows it.</param>
internal sealed class CopyMeter(string activity, IPipeline pipeline) : IProgress<CopyProgress>
{
    private const long Interval = 250;
    private long _last = Environment.TickCount64;
    private bool _shown;

    /// <inheritdoc/>
    public void Report(CopyProgress value)
    {
        var now = Environment.TickCount64;
        if (now - _last < Interval)
        {
            return;
        }

        (_last, _shown) = (now, true);
        var percent = value.Total is > 0 and var total ? (int)Math.Min(100, value.Bytes * 100 / total) : -1;
        pipeline.Progress(new PodProgress(activity, $"{value.Path} ({value.Bytes / 1024:N0} KiB)", percent));
    }

    /// <summary>Takes the display away.</summary>
    public void Finish()
    {
        if (_shown)
        {
            pipeline.Progress(new PodProgress(activity, "Done", 100, Completed: true));
        }
    }
}
