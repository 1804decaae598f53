using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Telegram.Views.Following;

/// <summary>What has come of a node since the part before.</summary>
/// <param name="Run">The run that the events belong to; a higher one than before begins anew. Without events the run of the last one; 0 before the first.</param>
/// <param name="Events">The events, in order; may be empty.</param>
/// <param name="HasChange">Whether the node was heard to have changed. Its record tells how, perhaps a moment later.</param>
internal sealed record FeedPart(int Run, IReadOnlyList<TranscriptEvent> Events, bool HasChange);
