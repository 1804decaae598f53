using System.IO.Pipelines;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Messages;
using Pipeline.Ingress.Relay;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Messages;

public sealed class StreamingAnswerTests
{
    [Fact]
    public async Task A_frame_that_a_new_attempt_takes_back_does_not_start_the_response()
    {
        var stream = new RelayStream(bufferBytes: 100, TimeProvider.System, reconnections: 0, _ => { });
        var writer = new FlushRecorder(PipeWriter.Create(Stream.Null));
        using var silence = new SilenceTimer(stream, TimeSpan.FromHours(1), TimeProvider.System);

        // The reader is woken, but before it can read, the frame is gone.
        var turns = new ManualTurns();
        var answer = turns.Run(() => new StreamingAnswer(new DefaultHttpContext(), writer, stream, silence).WriteAsync());
        stream.TryAccept(new Frame(Guid.Empty, 1, 0, FrameKind.Started, default));
        stream.Ping();
        stream.TryAccept(new Frame(Guid.Empty, 2, 0, FrameKind.Started, default));
        await turns.NextAsync();
        stream.End(RelayFailures.ShuttingDown);
        await turns.NextAsync();

        await Assert.ThrowsAsync<ApiException>(() => answer.Soon());
        Assert.False(writer.HasFlushed);
    }

    /// <summary>A response whose first flush would send its headers, as Kestrel's does.</summary>
    private sealed class FlushRecorder(PipeWriter inner) : PipeWriter
    {
        public bool HasFlushed { get; private set; }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            HasFlushed = true;
            return inner.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Lets continuations run one at a time, when the test says so.</summary>
    private sealed class ManualTurns : SynchronizationContext
    {
        private readonly Channel<Action> _turns = Channel.CreateUnbounded<Action>();

        public override void Post(SendOrPostCallback d, object? state) => _turns.Writer.TryWrite(() => d(state));

        public Task Run(Func<Task> action)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return action();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public async Task NextAsync()
        {
            var turn = await _turns.Reader.ReadAsync().AsTask().Soon();
            await Run(() =>
            {
                turn();
                return Task.CompletedTask;
            });
        }
    }
}
