namespace Pipeline.TestKit.Transcription;

/// <summary>What has been uploaded to be written down.</summary>
/// <param name="Path">The address, with its query.</param>
/// <param name="Authorization">The key as it was presented; null where none was.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="FileName">The name of the audio; null where the API has none.</param>
/// <param name="ContentType">The type of the audio.</param>
/// <param name="Audio">The audio.</param>
public sealed record TranscriptionRequest(string Path, string? Authorization, string? Model, string? FileName, string? ContentType, ReadOnlyMemory<byte> Audio);
