using Microsoft.Extensions.Configuration;
using Pipeline.Transport.Settings;

namespace Pipeline.Workers.Telegram.Hosting;

/// <summary>Refuses a webhook that anybody could call.</summary>
internal sealed class WebhookNeeds(IConfiguration configuration) : IConfigurationRule
{
    public IEnumerable<string> Faults()
    {
        if (!string.IsNullOrEmpty(configuration["Telegram:WebhookUrl"]) && string.IsNullOrEmpty(configuration["Telegram:WebhookSecret"]))
            yield return "TELEGRAM_WEBHOOK_URL is set, but TELEGRAM_WEBHOOK_SECRET is not: set it, here and at the ingress, to a long random value of letters and digits";
    }
}
