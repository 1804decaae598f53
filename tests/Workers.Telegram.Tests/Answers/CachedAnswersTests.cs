using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Answers;
using Pipeline.Workers.Telegram.Workspaces.Fingerprints;

namespace Pipeline.Workers.Telegram.Tests.Answers;

public sealed class CachedAnswersTests : IDisposable
{
    private readonly TemporaryDirectory _workspace = new("answers");
    private readonly ManualTime _time = new();
    private readonly CachedAnswers _answers;
    private readonly Guid _node = Guid.NewGuid();

    public CachedAnswersTests() => _answers = Answers(new AnswerCacheOptions());

    private Question Question => new("1", _workspace.Path, null, "explain the parser");

    [Fact]
    public async Task The_same_question_gets_the_same_answer_while_nothing_changes()
    {
        await AnswerAsync(Question);

        var asked = await _answers.AskAsync(Question with { Prompt = " explain  the\nparser " }, refresh: false, default);

        Assert.Equal(new CachedAnswer(_node, _node, "It parses.", _time.GetUtcNow()), asked!.Answer);
    }

    [Fact]
    public async Task Another_chat_model_workspace_or_wording_is_another_question()
    {
        using var elsewhere = new TemporaryDirectory("answers");
        await AnswerAsync(Question);
        Question[] others =
        [
            Question with { ChatId = "1/2" }, Question with { Model = "nvidia_nim/other" }, Question with { Workspace = elsewhere.Path },
            Question with { Prompt = "Explain the parser" }, Question with { Prompt = "explain the parser?" },
        ];

        foreach (var other in others) Assert.Null((await _answers.AskAsync(other, refresh: false, default))!.Answer);
    }

    [Fact]
    public async Task An_answer_is_not_given_again_once_the_workspace_has_changed()
    {
        await AnswerAsync(Question);
        Change();

        Assert.Null((await _answers.AskAsync(Question, refresh: false, default))!.Answer);
    }

    [Fact]
    public async Task An_answer_during_which_the_workspace_changed_is_not_kept()
    {
        var asked = await _answers.AskAsync(Question, refresh: false, default);
        _answers.Expect(_node, asked!);
        Change();
        await _answers.KeepAsync(_node, _node, "It parses.", default);

        Assert.Null((await _answers.AskAsync(Question, refresh: false, default))!.Answer);
    }

    [Fact]
    public async Task Refresh_asks_again_and_the_new_answer_takes_the_place_of_the_old()
    {
        await AnswerAsync(Question);
        var asked = await _answers.AskAsync(Question, refresh: true, default);
        Assert.Null(asked!.Answer);
        _answers.Expect(_node, asked);
        await _answers.KeepAsync(_node, _node, "It still parses.", default);

        Assert.Equal("It still parses.", (await _answers.AskAsync(Question, refresh: false, default))!.Answer!.Text);
    }

    [Fact]
    public async Task What_failed_was_cleared_or_is_an_hour_old_is_asked_again()
    {
        _answers.Expect(_node, (await _answers.AskAsync(Question, refresh: false, default))!);
        _answers.Drop(_node);
        await _answers.KeepAsync(_node, _node, "It parses.", default);
        Assert.Null((await _answers.AskAsync(Question, refresh: false, default))!.Answer);

        await AnswerAsync(Question);
        _answers.Forget(_node);
        Assert.Null((await _answers.AskAsync(Question, refresh: false, default))!.Answer);

        await AnswerAsync(Question);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null((await _answers.AskAsync(Question, refresh: false, default))!.Answer);
    }

    [Fact]
    public async Task What_could_change_something_is_never_looked_up_and_nothing_is_where_it_is_turned_off()
    {
        Assert.Null(await _answers.AskAsync(Question with { Prompt = "fix the parser" }, refresh: false, default));
        Assert.Null(await Answers(new AnswerCacheOptions { Enabled = false }).AskAsync(Question, refresh: false, default));
        Assert.Null(await _answers.AskAsync(Question with { Workspace = Path.Combine(_workspace.Path, "nothing") }, refresh: false, default));
    }

    public void Dispose() => _workspace.Dispose();

    private void Change() => File.AppendAllText(Path.Combine(_workspace.Path, "parser.cs"), "changed");

    private async Task AnswerAsync(Question question)
    {
        _answers.Expect(_node, (await _answers.AskAsync(question, refresh: false, default))!);
        await _answers.KeepAsync(_node, _node, "It parses.", default);
    }

    private CachedAnswers Answers(AnswerCacheOptions options) =>
        new(new WorkspaceFingerprints(_time, NullLogger<WorkspaceFingerprints>.Instance), Options.Create(options), _time);
}
