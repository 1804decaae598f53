using System.Text.Json;
using MassTransit;
using Pipeline.Contracts.Telegram;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>Stores what the webhook has taken.</summary>
internal sealed class TelegramUpdateConsumer(UpdateInbox inbox) : IConsumer<HandleTelegramUpdate>
{
    public async Task Consume(ConsumeContext<HandleTelegramUpdate> context)
    {
        using var update = JsonDocument.Parse(context.Message.Body);
        await inbox.StoreAsync([update.RootElement], context.CancellationToken);
    }
}
