using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Tests.Hosting;
using Pipeline.Persistence.RequestLog;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Tests.LocalAnswers;

/// <summary>Nothing that goes wrong with an optimizer is ever seen by the person.</summary>
public sealed class FallbackTests
{
    private const string ByTheModel = "hello wörld";

    // The time is not what these tests are of: it passes, after a first command has been sent by code that is only being compiled, or it need not.
    private static readonly (string, string) Impatient = ("LocalAnswers:PatienceSeconds", "2");
    private static readonly (string, string) Patient = ("LocalAnswers:PatienceSeconds", "30");
    private static readonly (string, string) Restless = ("LocalAnswers:RestSeconds", "0");

    [Fact]
    public async Task An_optimizer_answers_and_no_worker_is_asked()
    {
        await using var host = await IngressHost.StartAsync(Patient);
        host.Optimizer.Play = AnswerAsync;

        Assert.Equal("local", await AskAsync(host, LocalRequests.QuotaProbe()));
        Assert.False(host.Worker.Received.Task.IsCompleted);
        var row = await host.Noted.NextAsync();
        Assert.Equal((RequestRoutes.Local, "pipeline", "local", RequestOutcome.Completed), (row.Route, row.Provider, row.Model, row.Outcome));
        Assert.Equal((4, 2, 1), (row.InputTokens, row.OutputTokens, row.Attempts));
    }

    [Fact]
    public async Task The_command_carries_the_facts_and_not_the_request()
    {
        await using var host = await IngressHost.StartAsync(Patient);
        host.Optimizer.Play = AnswerAsync;

        await AskAsync(host, LocalRequests.FilePaths("cat a.txt", "line 1\nline 2"));
        var command = await host.Optimizer.NextAsync();

        Assert.Equal((LocalAnswerKind.FilePaths, "cat a.txt", "line 1\nline 2"), (command.Kind, command.Text, command.Output));
        Assert.InRange(command.InputTokens, 50, 500);
    }

    [Fact]
    public async Task Without_an_answer_in_time_a_model_is_asked()
    {
        await using var host = await IngressHost.StartAsync(Impatient);

        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.QuotaProbe()));
        Assert.Equal(RequestRoutes.Model, (await host.Noted.NextAsync()).Route);
    }

    [Fact]
    public async Task A_late_answer_is_dropped()
    {
        await using var host = await IngressHost.StartAsync(Impatient);
        var isAnswered = new TaskCompletionSource();
        var isWanted = new TaskCompletionSource<bool>();
        host.Optimizer.Play = async (command, frames) =>
        {
            await isAnswered.Task;
            isWanted.SetResult(await frames.StartAsync("", CancellationToken.None));
        };

        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.QuotaProbe()));
        isAnswered.SetResult();

        Assert.False(await isWanted.Task.Soon());
    }

    [Fact]
    public async Task An_optimizer_that_is_lost_within_its_answer_leaves_no_trace()
    {
        await using var host = await IngressHost.StartAsync(Impatient);
        host.Optimizer.Play = async (_, frames) =>
        {
            await frames.StartAsync("", CancellationToken.None);
            await Answers.BeginAsync(frames);
            await Answers.TextAsync(frames, "half of");
        };

        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.QuotaProbe()));
    }

    [Fact]
    public async Task A_failure_is_a_models_request_at_once()
    {
        await using var host = await IngressHost.StartAsync(Patient);
        host.Optimizer.Play = async (_, frames) =>
        {
            await frames.StartAsync("", CancellationToken.None);
            await frames.FailAsync(new Failure { Status = 500, Type = ErrorTypes.Api, Message = "no idea" }, CancellationToken.None);
        };

        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.Title("Fix the login redirect bug", stream: false)));
    }

    [Fact]
    public async Task After_a_miss_no_optimizer_is_asked_for_a_while()
    {
        await using var host = await IngressHost.StartAsync(Impatient, ("LocalAnswers:RestSeconds", "3600"));

        await AskAsync(host, LocalRequests.QuotaProbe());
        await host.Optimizer.NextAsync();
        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.QuotaProbe()));

        Assert.Equal(0, host.Optimizer.Count);
    }

    [Fact]
    public async Task An_optimizer_that_is_back_is_asked_again()
    {
        await using var host = await IngressHost.StartAsync(("LocalAnswers:PatienceSeconds", "1"), Restless);
        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.QuotaProbe()));

        host.Optimizer.Play = AnswerAsync;

        await Patience.UntilAsync(async () => await AskAsync(host, LocalRequests.QuotaProbe()) == "local");
    }

    [Fact]
    public async Task A_title_in_another_language_than_the_persons_takes_a_model()
    {
        await using var host = await IngressHost.StartAsync(Patient);

        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.Title("Fix the login", stream: false, language: "French. Keep technical terms")));
        Assert.Equal(0, host.Optimizer.Count);
    }

    [Fact]
    public async Task Whether_a_providers_model_is_there_nobody_knows_but_the_provider()
    {
        await using var host = await IngressHost.StartAsync(Patient);
        var probe = LocalRequests.Probe("Hi");
        probe["model"] = "nvidia_nim/some/model";

        Assert.Equal(ByTheModel, await AskAsync(host, probe));
        Assert.Equal(0, host.Optimizer.Count);
    }

    [Fact]
    public async Task Facts_too_large_to_travel_small_go_to_a_model()
    {
        await using var host = await IngressHost.StartAsync(Patient);

        Assert.Equal(ByTheModel, await AskAsync(host, LocalRequests.FilePaths("cat a", new string('x', 40_000), stream: false)));
        Assert.Equal(0, host.Optimizer.Count);
    }

    [Fact]
    public async Task Hits_requests_and_tokens_that_were_saved_are_counted_by_kind()
    {
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var host = await IngressHost.StartAsync(("LocalAnswers:PatienceSeconds", "1"), Restless);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>()) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, amount, tags, _) =>
        {
            if (!instrument.Name.StartsWith("pipeline.local.", StringComparison.Ordinal)) return;
            lock (counted) counted[$"{instrument.Name} {tags[0].Value}"] = counted.GetValueOrDefault($"{instrument.Name} {tags[0].Value}") + amount;
        });
        listener.Start();

        await AskAsync(host, LocalRequests.CommandPrefix("ls", stream: false));
        host.Optimizer.Play = AnswerAsync;
        await AskAsync(host, LocalRequests.CommandPrefix("ls", stream: false));

        Assert.Equal((2, 1, 6), (counted["pipeline.local.hits CommandPrefix"], counted["pipeline.local.requests_saved CommandPrefix"], counted["pipeline.local.tokens_saved CommandPrefix"]));
    }

    private static async Task AnswerAsync(AnswerLocally command, FrameWriter frames)
    {
        if (!await frames.StartAsync("", CancellationToken.None)) return;
        await frames.AnsweringAsync(AnswerLocally.Model, CancellationToken.None);
        await Answers.BeginAsync(frames);
        await Answers.TextAsync(frames, "local");
        await Answers.EndAsync(frames);
    }

    private static async Task<string?> AskAsync(IngressHost host, JsonObject body)
    {
        body["stream"] = false;
        using var response = await host.Client.SendAsync(Requests.Post(RequestClassifierTests.Json(body))).Soon();
        var message = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.StatusCode == HttpStatusCode.OK, message.ToString());
        return (string?)message["content"]![0]!["text"];
    }
}
