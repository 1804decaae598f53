using System.Text;
using Pipeline.Persistence.DeadLetters;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.DeadLetters;

/// <summary>What a store of dead letters promises, wherever it keeps them.</summary>
public abstract class DeadLetterStoreTests
{
    protected ManualTime Time { get; } = new();

    [Fact]
    public async Task What_is_added_is_found_byte_by_byte()
    {
        var store = await OpenAsync();
        var failed = Failed("one") with
        {
            Worker = "machine:12",
            Model = "nvidia_nim/some/model",
            Message = new DeadMessage
            {
                Body = [0, 255, 10, 13, 0],
                ContentType = "text/odd; x=\"y\"",
                MessageId = "m-1",
                CorrelationId = "c-1",
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["traceparent"] = "00-é" },
            },
        };

        var added = await store.AddAsync(failed, default);
        var found = (await store.FindAsync(added.Id, default))!;

        Assert.Equivalent(failed.Message, found.Message, strict: true);
        Assert.Equal(failed.Message.Body, found.Message.Body);
        Assert.Equal(
            ("queue", "Type", failed.FailedAt, failed.FailedAt, 3, 1, failed.Error, "machine:12", "nvidia_nim/some/model", DeadLetterState.Waiting),
            (found.Letter.Queue, found.Letter.MessageType, found.Letter.FirstFailedAt, found.Letter.LastFailedAt, found.Letter.Attempts,
                found.Letter.Count, found.Letter.Error, found.Letter.Worker, found.Letter.Model, found.Letter.State));
        Assert.Null(found.Answer);
    }

    [Fact]
    public async Task Text_that_is_none_refuses_no_message()
    {
        const string odd = "a\0b\ud83dc";
        var store = await OpenAsync();
        var failed = Failed("one") with
        {
            MessageType = odd,
            Error = new DeadLetterError(odd, odd),
            Worker = odd,
            Model = odd,
            ReplayOf = odd,
            Occurrence = odd,
            Message = new DeadMessage
            {
                Body = [0, 255],
                ContentType = odd,
                MessageId = odd,
                CorrelationId = odd,
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [odd] = odd },
            },
        };

        await store.AddAsync(failed, default);
        var again = await store.AddAsync(failed, default);

        var found = (await store.FindAsync(again.Id, default))!;
        Assert.Equal(1, found.Letter.Count);
        Assert.Equal(failed.Message.Body, found.Message.Body);
        Assert.All(
            [found.Letter.MessageType, found.Letter.Error.Message, found.Message.MessageId, found.Message.Headers.Single().Value],
            text => Assert.Matches("^a\0?b\ufffd?\ud83d?c$", text));
    }

    [Fact]
    public async Task One_failure_delivered_twice_is_counted_once()
    {
        var store = await OpenAsync();

        var first = await store.AddAsync(Failed("one", occurrence: "a"), default);
        await store.AddAsync(Failed("one", occurrence: "b"), default);
        var again = await store.AddAsync(Failed("one", occurrence: "a"), default);

        Assert.Equal((first.Id, 2), (again.Id, again.Count));
        Assert.Single(await store.ListAsync(default));
    }

    [Fact]
    public async Task The_same_message_failing_at_several_places_at_once_is_one_dead_letter_that_counts_all()
    {
        var store = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => store.AddAsync(Failed("one", occurrence: $"o{index}"), default))).Soon();

        Assert.Equal(8, Assert.Single(await store.ListAsync(default)).Count);
    }

    [Fact]
    public async Task A_list_is_oldest_first_and_changes_nothing()
    {
        var store = await OpenAsync();
        foreach (var name in new[] { "one", "two", "three" })
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await store.AddAsync(Failed(name), default);
        }

        var first = await store.ListAsync(default);
        var second = await store.ListAsync(default);

        Assert.Equal(["one", "two", "three"], first.Select(letter => letter.Fingerprint));
        Assert.Equal(first.Select(letter => letter.Id), second.Select(letter => letter.Id));
    }

    [Fact]
    public async Task What_was_replayed_and_fails_again_waits_again_under_its_old_id()
    {
        var store = await OpenAsync();
        var letter = await store.AddAsync(Failed("one", occurrence: "a"), default);

        Assert.True(await store.MarkReplayedAsync(letter.Id, 1, default));
        Assert.Equal(DeadLetterState.Replayed, Assert.Single(await store.ListAsync(default)).State);

        var failed = Failed("on another model", occurrence: "b") with { ReplayOf = letter.Id, Error = new("worse", "still broken") };
        await store.AddAsync(failed, default);

        var now = Assert.Single(await store.ListAsync(default));
        Assert.Equal((letter.Id, DeadLetterState.Waiting, 2, "worse"), (now.Id, now.State, now.Count, now.Error.Type));
    }

    [Fact]
    public async Task A_replay_that_fails_before_it_is_noted_still_waits()
    {
        var store = await OpenAsync();
        var letter = await store.AddAsync(Failed("one", occurrence: "a"), default);

        await store.AddAsync(Failed("one", occurrence: "b"), default);
        await store.MarkReplayedAsync(letter.Id, letter.Count, default);

        Assert.Equal(DeadLetterState.Waiting, Assert.Single(await store.ListAsync(default)).State);
    }

    [Fact]
    public async Task One_whose_replay_was_lost_waits_again_and_one_that_has_its_answer_does_not()
    {
        var store = await OpenAsync();
        var lost = await store.AddAsync(Failed("lost"), default);
        var answered = await store.AddAsync(Failed("answered"), default);
        await store.MarkReplayedAsync(lost.Id, 1, default);
        await store.KeepAnswerAsync(answered.Id, new KeptAnswer([1], "m", Time.GetUtcNow()), default);

        Assert.True(await store.ReopenAsync(lost.Id, default));
        Assert.True(await store.ReopenAsync(answered.Id, default));

        Assert.Equal(DeadLetterState.Waiting, (await store.FindAsync(lost.Id, default))!.Letter.State);
        Assert.Equal(DeadLetterState.Answered, (await store.FindAsync(answered.Id, default))!.Letter.State);
    }

    [Fact]
    public async Task An_answer_is_kept_and_neither_a_second_one_nor_a_late_failure_takes_it_away()
    {
        var store = await OpenAsync();
        var letter = await store.AddAsync(Failed("one", occurrence: "a"), default);
        var answer = new KeptAnswer(Encoding.UTF8.GetBytes("""{"content":"é"}"""), "nvidia_nim/a/b", Time.GetUtcNow());

        Assert.True(await store.KeepAnswerAsync(letter.Id, answer, default));
        Assert.True(await store.KeepAnswerAsync(letter.Id, answer, default));
        await store.AddAsync(Failed("one", occurrence: "b"), default);
        await store.MarkReplayedAsync(letter.Id, 1, default);

        var found = (await store.FindAsync(letter.Id, default))!;
        Assert.Equal(DeadLetterState.Answered, found.Letter.State);
        Assert.Equal(answer.Message, found.Answer!.Message);
        Assert.Equal((answer.Model, answer.AnsweredAt), (found.Answer.Model, found.Answer.AnsweredAt));
    }

    [Fact]
    public async Task What_is_discarded_is_gone()
    {
        var store = await OpenAsync();
        var letter = await store.AddAsync(Failed("one"), default);

        Assert.True(await store.DiscardAsync(letter.Id, default));

        Assert.False(await store.DiscardAsync(letter.Id, default));
        Assert.Null(await store.FindAsync(letter.Id, default));
        Assert.Empty(await store.ListAsync(default));
    }

    [Theory]
    [InlineData("0000000-0000")]
    [InlineData("../../secret")]
    [InlineData("")]
    public async Task An_id_that_is_not_there_is_no_fault(string id)
    {
        var store = await OpenAsync();

        Assert.Null(await store.FindAsync(id, default));
        Assert.False(await store.MarkReplayedAsync(id, 1, default));
        Assert.False(await store.KeepAnswerAsync(id, new KeptAnswer([1], "m", Time.GetUtcNow()), default));
        Assert.False(await store.DiscardAsync(id, default));
    }

    [Fact]
    public async Task Past_the_number_the_oldest_go_first()
    {
        var store = await OpenAsync(new DeadLetterBounds { MaxCount = 2 });
        foreach (var name in new[] { "one", "two", "three" })
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await store.AddAsync(Failed(name), default);
        }

        Assert.Equal(["two", "three"], (await store.ListAsync(default)).Select(letter => letter.Fingerprint));
    }

    [Fact]
    public async Task Past_the_size_the_oldest_go_first()
    {
        var store = await OpenAsync(new DeadLetterBounds { MaxMebibytes = 2.5 });
        var random = new Random(1);
        foreach (var name in new[] { "one", "two", "three" })
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            var incompressible = new byte[1024 * 1024];
            random.NextBytes(incompressible);
            await store.AddAsync(Failed(name) with { Message = new DeadMessage { Body = incompressible } }, default);
        }

        Assert.Equal(["two", "three"], (await store.ListAsync(default)).Select(letter => letter.Fingerprint));
    }

    [Fact]
    public async Task One_that_is_larger_than_all_may_be_takes_no_other_with_it()
    {
        var store = await OpenAsync(new DeadLetterBounds { MaxMebibytes = 0.5 });
        await store.AddAsync(Failed("small"), default);
        Time.Advance(TimeSpan.FromSeconds(1));
        var incompressible = new byte[1024 * 1024];
        new Random(1).NextBytes(incompressible);

        await store.AddAsync(Failed("huge") with { Message = new DeadMessage { Body = incompressible } }, default);

        Assert.Equal("small", Assert.Single(await store.ListAsync(default)).Fingerprint);
    }

    [Fact]
    public async Task The_size_is_that_of_the_compressed_message()
    {
        var store = await OpenAsync(new DeadLetterBounds { MaxMebibytes = 0.1 });

        await store.AddAsync(Failed("one") with { Message = new DeadMessage { Body = new byte[1024 * 1024] } }, default);

        Assert.Single(await store.ListAsync(default));
    }

    [Fact]
    public async Task What_has_not_failed_for_a_week_is_swept_away()
    {
        var store = await OpenAsync();
        await store.AddAsync(Failed("one"), default);
        Time.Advance(TimeSpan.FromDays(6.9));
        await store.AddAsync(Failed("two"), default);
        Time.Advance(TimeSpan.FromDays(0.2));

        await store.SweepAsync(default);

        Assert.Equal("two", Assert.Single(await store.ListAsync(default)).Fingerprint);
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        var store = await OpenAsync();
        var letter = await store.AddAsync(Failed("one"), default);
        await store.MarkReplayedAsync(letter.Id, 1, default);

        var reopened = await OpenAsync();

        Assert.Equal((letter.Id, DeadLetterState.Replayed), ((await reopened.ListAsync(default)).Single().Id, (await reopened.ListAsync(default)).Single().State));
        Assert.Equal("one"u8.ToArray(), (await reopened.FindAsync(letter.Id, default))!.Message.Body);
    }

    /// <summary>Opens the test's own place of storage, as a process does at its start.</summary>
    protected abstract Task<IDeadLetterStore> OpenAsync(DeadLetterBounds bounds);

    protected FailedMessage Failed(string name, string? occurrence = null) => new()
    {
        Queue = "queue",
        MessageType = "Type",
        FailedAt = Time.GetUtcNow(),
        Attempts = 3,
        Error = new DeadLetterError("Some.Exception", "it broke"),
        Fingerprint = name,
        Occurrence = occurrence ?? name,
        Message = new DeadMessage { Body = Encoding.UTF8.GetBytes(name) },
    };

    private Task<IDeadLetterStore> OpenAsync() => OpenAsync(new DeadLetterBounds());
}
