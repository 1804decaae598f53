using System.Net.Http.Headers;
using System.Text.Json;
using Pipeline.Workers.Telegram.Attachments;

namespace Pipeline.Workers.Telegram.Voice.Services;

/// <summary>OpenAI's <c>POST /audio/transcriptions</c>, which NIM and local Whisper servers speak too.</summary>
internal sealed class OpenAiTranscription(VoiceOptions options) : ITranscriptionService
{
    private readonly Uri _address = new($"{options.BaseUrl!.TrimEnd('/')}/audio/transcriptions");

    public string Name => $"The transcription service at {_address.Authority}";

    public string Model => options.Model;

    public string? Key => options.ApiKey;

    public (string Address, string Key, string Model) Settings => ("TRANSCRIPTION_BASE_URL", "TRANSCRIPTION_API_KEY", "TRANSCRIPTION_MODEL");

    public HttpRequestMessage CreateRequest(VoiceNote note, Stream audio)
    {
        var file = new StreamContent(audio);
        if (MediaTypeHeaderValue.TryParse(note.MimeType, out var type)) file.Headers.ContentType = type;
        var form = new MultipartFormDataContent
        {
            { new StringContent(options.Model), "model" },
            { new StringContent("json"), "response_format" },
            { file, "file", FileName.Safe(note.FileName, note.MimeType) },
        };
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = form };
        if (!string.IsNullOrEmpty(Key)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return request;
    }

    public string? ReadText(JsonElement answer) => answer.TryGetProperty("text", out var text) ? text.GetString() : null;
}
