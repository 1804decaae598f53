using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Persistence.State;
using Pipeline.TestKit;
using Pipeline.TestKit.Transcription;
using Pipeline.Workers.Telegram.Voice;
using Pipeline.Workers.Telegram.Voice.Services;

namespace Pipeline.Workers.Telegram.Tests.Voice;

/// <summary>A transcriber and the service that it asks.</summary>
internal sealed class VoiceBench : IDisposable
{
    public const string Key = "a-key-that-nobody-may-see";

    private readonly ILoggerFactory _logs;
    private readonly TranscriptionClient _client;

    public VoiceBench(IStateStore store, VoiceOptions options, TimeProvider time)
    {
        _logs = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        _client = new TranscriptionClient(Options.Create(options), time, _logs.CreateLogger<TranscriptionClient>());
        Transcriber = new VoiceTranscriber(Options.Create(options), _client, new KnownTranscripts(store, time));
    }

    public LogLines Log { get; } = new();

    public VoiceTranscriber Transcriber { get; }

    public static VoiceOptions OpenAi(FakeTranscription service) => new() { BaseUrl = service.BaseUrl, ApiKey = Key };

    public static VoiceOptions Deepgram(FakeTranscription service) => new() { DeepgramBaseUrl = service.BaseUrl, DeepgramApiKey = Key };

    public static VoiceNote Note(params byte[] audio) => new("voice.oga", "audio/ogg", audio.Length, TimeSpan.FromSeconds(3), _ => Task.FromResult<Stream>(new MemoryStream(audio)));

    public Task<string> TranscribeAsync(params byte[] audio) => Transcriber.TranscribeAsync(Note(audio), default);

    /// <summary>The words in which a note is refused.</summary>
    public async Task<string> RefusalAsync(VoiceNote note) =>
        (await Assert.ThrowsAsync<VoiceException>(() => Transcriber.TranscribeAsync(note, default)).Soon()).Message;

    public void Dispose()
    {
        _client.Dispose();
        _logs.Dispose();
    }
}
