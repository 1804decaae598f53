using Pipeline.Contracts.Commands;
using Pipeline.Transport.Bus.Quarantine;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Where a request waits alone that may have taken its workers down.</summary>
internal sealed class CompleteMessageQuarantine()
    : QuarantineDefinition<CompleteMessageConsumer, CompleteMessage>(CompleteMessageConsumerDefinition.Queue);
