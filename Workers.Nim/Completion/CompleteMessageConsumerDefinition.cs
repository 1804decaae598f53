using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Models;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// The endpoint of one provider's requests. The provider's own concurrency is limited in <see cref="Completer"/>.
/// </summary>
internal sealed class CompleteMessageConsumerDefinition : CommandConsumerDefinition<CompleteMessageConsumer, CompleteMessage>
{
    /// <summary>The queue of the requests.</summary>
    public static readonly string Queue = CommandExchanges.CompleteMessage(ProviderNames.NvidiaNim);

    public CompleteMessageConsumerDefinition()
        : base(Queue) => EndpointName = Queue;
}
