using MassTransit;
using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Telegram.Views.Recording;

/// <summary>
/// Notes how nodes go on, and has that shown. Any worker may hear of it, more than once and out of order; the one that shows nodes finds
/// it in the record.
/// </summary>
internal sealed class ViewChangeConsumer(ViewRecords records, IViews views) : IConsumer<NodeChanged>
{
    public async Task Consume(ConsumeContext<NodeChanged> context)
    {
        var changed = context.Message;
        if (await records.NoteAsync(changed, context.CancellationToken)) await views.ShowAsync(changed.NodeId, context.CancellationToken);
    }
}
