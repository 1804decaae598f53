using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Pipeline.Ingress.Telegram;

/// <summary>
/// <c>POST /telegram/webhook</c>: takes an update from whoever knows the secret, and says so once it is durable; what is not, Telegram
/// brings again.
/// </summary>
internal sealed class TelegramWebhook(TelegramUpdates updates, IOptions<TelegramWebhookOptions> options)
{
    /// <summary>Where it is.</summary>
    public const string Path = "/telegram/webhook";

    /// <summary>What carries the secret (core.telegram.org/bots/api#setwebhook).</summary>
    public const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    // An update holds one message, or two of them, of 4,096 characters; never a file.
    private const long MostBytes = 1024 * 1024;

    private readonly byte[]? _secret = options.Value.WebhookSecret is { Length: > 0 } secret ? Hash(secret) : null;

    /// <summary>Whether it takes updates at all.</summary>
    public bool IsOpen => _secret is not null;

    public async Task HandleAsync(HttpContext http)
    {
        if (!IsOpen)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // Hashes have one length, so that the comparison's time tells nothing about the secret's.
        if (!CryptographicOperations.FixedTimeEquals(Hash(http.Request.Headers[SecretHeader].ToString()), _secret))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        http.Response.StatusCode = IsObject(body) ? await updates.TakeAsync(body, http.RequestAborted) : StatusCodes.Status400BadRequest;
    }

    private static bool IsObject(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>Registers the webhook.</summary>
internal static class TelegramWebhookExtensions
{
    public static IServiceCollection AddTelegramWebhook(this IServiceCollection services)
    {
        services.AddOptions<TelegramWebhookOptions>().BindConfiguration(TelegramWebhookOptions.Section);
        return services.AddSingleton<TelegramUpdates>().AddSingleton<TelegramWebhook>();
    }

    public static void MapTelegramWebhook(this WebApplication app) =>
        app.MapPost(TelegramWebhook.Path, (HttpContext http, TelegramWebhook webhook) => webhook.HandleAsync(http));
}
