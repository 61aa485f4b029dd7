using System.Diagnostics;
using System.Net.Sockets;
using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Copy;

/// <summary>Runs a copy's commands as processes of this machine, with only some of its tools, as a poor container has them.</summary>
internal sealed class LocalShell : IRemoteShell, IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("podtools-tools-").FullName;
    private readonly bool _canEndInput;

    public LocalShell(bool canEndInput, params string[] without)
    {
        _canEndInput = canEndInput;
        foreach (var tool in new[] { "sh", "tar", "head", "tail", "dd", "stat", "cat", "mkdir", "mv", "rm", "wc", "chmod", "touch", "ln", "readlink", "sha256sum", "md5sum" }.Except(without))
        {
            var found = new[] { "/usr/bin", "/bin" }.Select(folder => Path.Combine(folder, tool)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(_path, tool), found);
        }
    }

    public async Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken)
    {
        var program = Path.Combine(_path, command[0]);
        if (!File.Exists(program))
        {
            return new RemoteRun(new RemoteExit(null, new KubernetesException(StreamReason.CommandNotFound, command[0])), "", _canEndInput);
        }

        using var process = Process.Start(new ProcessStartInfo(program, command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = _path },
        })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var feeding = FeedAsync(process, feed, cancellationToken);
        await (read ?? StreamPump.Into(Stream.Null))(process.StandardOutput.BaseStream, cancellationToken);
        await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await feeding;
        return new RemoteRun(new RemoteExit(process.ExitCode, null), await errors, _canEndInput);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private async Task FeedAsync(Process process, StreamWork? feed, CancellationToken cancellationToken)
    {
        if (feed is not null)
        {
            try
            {
                await feed(process.StandardInput.BaseStream, cancellationToken);
                await process.StandardInput.BaseStream.FlushAsync(cancellationToken);
            }
            catch (IOException closed) when (closed.InnerException is SocketException)
            {
                // The command ended before it had read all; its exit code tells why, as a container's does.
                return;
            }
            catch
            {
                process.Kill();
                throw;
            }
        }

        // Where the input has no end, the command must find its own.
        if (feed is null || _canEndInput)
        {
            process.StandardInput.Close();
        }
    }
}
