using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Ingress.Tasks.Viewing;
using Pipeline.Transport.Viewing;
using Pipeline.Transport.Waiting;

namespace Pipeline.Ingress.Tests.Tasks;

/// <summary>What waits for a viewer is bounded.</summary>
public sealed class SlowViewerTests
{
    [Fact]
    public void A_run_is_never_held_back_and_no_more_than_a_mebibyte_waits()
    {
        var buffer = new FrameBuffer(new Signal());
        var payload = new TextWritten { Text = new string('x', 10_000) }.ToPayload();
        for (var sequence = 1; sequence <= 1000; sequence++)
        {
            Assert.True(buffer.TryAccept(new Frame(Guid.Empty, 1, sequence, FrameKind.Transcript, payload)));
            Assert.True(buffer.WaitForRoomAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }

        var kept = 0;
        while (buffer.TryPeek(out var frame))
        {
            Assert.Equal(++kept, frame.Sequence);
            buffer.Take();
        }

        Assert.Equal(FrameBuffer.MaxBytes / payload.Length, kept);
    }

    [Fact]
    public void Ids_stay_what_JavaScript_can_count_and_grow_over_runs()
    {
        TaskEventId[] ids =
        [
            TaskEventId.None, TaskEventId.OfChange(0, 1), TaskEventId.OfChange(0, 900_000_000), TaskEventId.OfStart(1), TaskEventId.Of(TranscriptPosition.Of(1, 1)),
            TaskEventId.Of(TranscriptPosition.Of(1, int.MaxValue)), TaskEventId.OfChange(1, 1), TaskEventId.OfStart(2), TaskEventId.Of(TranscriptPosition.Of(1_000_000, 5)),
        ];
        Assert.Equal(ids, ids.OrderBy(id => id.Value));
        Assert.True(ids[^1].Value < 1L << 53);
        Assert.Equal(TranscriptPosition.Of(2, 7), TaskEventId.Of(TranscriptPosition.Of(2, 7)).Position);
    }
}
