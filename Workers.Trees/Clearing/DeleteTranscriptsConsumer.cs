using MassTransit;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Transcripts;

namespace Pipeline.Workers.Trees.Clearing;

/// <summary>Deletes transcripts once the change that made them useless is durable.</summary>
internal sealed class DeleteTranscriptsConsumer(ITranscriptStore transcripts) : IConsumer<DeleteTranscripts>
{
    public Task Consume(ConsumeContext<DeleteTranscripts> context) =>
        transcripts.DeleteAsync([.. context.Message.NodeIds], context.CancellationToken);
}
