using MassTransit;
using Pipeline.Contracts.CliTasks;

namespace Pipeline.Workers.Cli.Transcripts;

/// <summary>Takes viewers of any node: who runs it, or will, is not known to who watches it.</summary>
internal sealed class AttachViewerConsumer(Viewers viewers) : IConsumer<AttachViewer>
{
    public Task Consume(ConsumeContext<AttachViewer> context)
    {
        viewers.Attach(context.Message);
        return Task.CompletedTask;
    }
}
