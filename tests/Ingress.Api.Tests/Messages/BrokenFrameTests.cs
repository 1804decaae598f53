using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Tests.Hosting;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Messages;

/// <summary>Faults of ours while an answer is relayed: a client must never take the rest for the whole.</summary>
public sealed class BrokenFrameTests
{
    [Fact]
    public async Task A_fault_after_the_first_event_cuts_the_connection_and_stops_the_worker()
    {
        await using var host = await IngressHost.StartAsync();
        var seen = new TaskCompletionSource();
        host.Worker.Play = async (_, frames) =>
        {
            await Answers.BeginAsync(frames);
            await seen.Task;
            await Answers.SendAsync(frames, (FrameKind)99, "{}");
        };
        using var response = await host.Client.AskAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("event: message_start", await reader.ReadLineAsync());
        seen.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(() => reader.ReadToEndAsync());
        await host.Worker.Cancelled.Task.Soon();
        Assert.Single(host.Log.Text.Split('\n'), line => line.Split(' ', 3) is [_, "Error", ..]);
    }

    [Fact]
    public async Task A_fault_while_the_first_events_are_written_does_not_look_like_an_answer()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = (_, frames) =>
        {
            // Without a pause, so that both are read at once.
            var first = frames.WriteAsync(FrameKind.MessageStart, Encoding.UTF8.GetBytes(Answers.Start), CancellationToken.None);
            var second = frames.WriteAsync((FrameKind)99, "{}"u8.ToArray(), CancellationToken.None);
            return Task.WhenAll(first.AsTask(), second.AsTask());
        };

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await host.Client.AskAsync(stream: true);
            await response.Content.ReadAsStringAsync();
        });
        await host.Worker.Cancelled.Task.Soon();
        Assert.Single(host.Log.Text.Split('\n'), line => line.Split(' ', 3) is [_, "Error", ..]);
    }
}
