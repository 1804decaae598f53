using System.Net.Http.Headers;
using System.Text.Json;

namespace Pipeline.Workers.Telegram.Voice.Services;

/// <summary>Deepgram's <c>POST /listen</c> for recorded audio, in whatever language it is.</summary>
internal sealed class DeepgramTranscription(VoiceOptions options) : ITranscriptionService
{
    private readonly Uri _address =
        new($"{options.DeepgramBaseUrl.TrimEnd('/')}/listen?model={Uri.EscapeDataString(options.DeepgramModel)}&smart_format=true&detect_language=true");

    public string Name => "Deepgram";

    public string Model => options.DeepgramModel;

    public string? Key => options.DeepgramApiKey;

    public (string Address, string Key, string Model) Settings => ("DEEPGRAM_BASE_URL", "DEEPGRAM_API_KEY", "DEEPGRAM_MODEL");

    public HttpRequestMessage CreateRequest(VoiceNote note, Stream audio)
    {
        var content = new StreamContent(audio);
        if (MediaTypeHeaderValue.TryParse(note.MimeType, out var type)) content.Headers.ContentType = type;
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", Key);
        return request;
    }

    // results.channels[0].alternatives[0].transcript
    public string? ReadText(JsonElement answer) =>
        answer.TryGetProperty("results", out var results)
        && results.TryGetProperty("channels", out var channels) && channels.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } channel
        && channel.TryGetProperty("alternatives", out var alternatives) && alternatives.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } best
        && best.TryGetProperty("transcript", out var transcript)
            ? transcript.GetString()
            : null;
}
