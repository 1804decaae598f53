using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Titles;

namespace Pipeline.Workers.Optimizer.Tests.Titles;

public sealed class SessionTitleTests
{
    private static readonly string[] Pieces =
    [
        "fix", "the", "Login", "bug", " ", " ", " ", "\n", "please", "hi", "src/auth/login.ts", "https://github.com/o/r/issues/12", "```\ncode\n```", "<system-reminder>x</system-reminder>", "🚀", "👨‍👩‍👧", "日本語", "ไทย", "مرحبا", "\u202E", "\ud800", "\0", "\u001b[31m", "[Image #1]", "/review", "a_b()", "…", "。", "!!!", "\"", "\\", "ß", "İ", new string('x', 300),
    ];

    [Theory]
    [InlineData("please fix the login redirect bug in src/auth.py", "Login redirect bug in auth.py")]
    [InlineData("Can you add a dark mode toggle to the settings page?", "Dark mode toggle to the settings page")]
    [InlineData("Hi! Could you look into why the cache of images is cold", "Why the cache of images is cold")]
    [InlineData("hello there\n\nThe build fails on Windows since yesterday", "Build fails on Windows since yesterday")]
    [InlineData("FIX THE FLAKY UPLOAD TESTS NOW", "Flaky upload tests now")]
    [InlineData("explain what getUserById() does", "What getUserById() does")]
    [InlineData("Bitte erkläre mir den Unterschied zwischen git merge und git rebase", "Erkläre mir den Unterschied")]
    [InlineData("https://github.com/dotnet/runtime/issues/12345", "Session about runtime #12345")]
    [InlineData("review https://github.com/dotnet/runtime/pull/12345 for thread safety", "Runtime #12345 for thread safety")]
    [InlineData("/code-review the new parser of dates", "New parser of dates")]
    [InlineData("<command-name>/review</command-name><command-args>the new parser of dates</command-args>", "New parser of dates")]
    [InlineData("<system-reminder>be kind to all</system-reminder>\nrename the widget factory class", "Widget factory class")]
    [InlineData("why does this crash at start?\n```cs\nvar x = y.z;\n```", "Why does this crash at start")]
    [InlineData("- [ ] speed up the nightly import", "Speed up the nightly import")]
    [InlineData("Kannst du bitte den Fehler beim Anmelden beheben?", "Fehler beim Anmelden beheben")]
    [InlineData("corrige el error de inicio de sesión", "Corrige el error de inicio de sesión")]
    [InlineData("Почини ошибку входа на странице настроек", "Почини ошибку входа на странице настроек")]
    [InlineData("إصلاح خطأ تسجيل الدخول في الصفحة", "إصلاح خطأ تسجيل الدخول في الصفحة")]
    [InlineData("修复登录页面的重定向错误", "修复登录页面的重定向错误")]
    [InlineData("ログインのリダイレクトのバグを直してください。お願いします", "ログインのリダイレクトのバグを直してください")]
    [InlineData("แก้ไขข้อผิดพลาดการเข้าสู่ระบบ", "แก้ไขข้อผิดพลาดการเข้าสู่ระบบ")]
    [InlineData("로그인 리디렉션 버그 수정", "로그인 리디렉션 버그 수정")]
    public void A_title_is_made_of_the_persons_words(string words, string title) => Assert.Equal(title, SessionTitle.Of(words));

    [Theory]
    [InlineData("hi", "New coding session")]
    [InlineData("", "New coding session")]
    [InlineData("🚀🚀", "New coding session")]
    [InlineData("hola", "Nueva sesión iniciada")]
    [InlineData("Guten Morgen", "Neue Sitzung begonnen")]
    [InlineData("привет", "Сессия на тему привет")]
    [InlineData("你好", "关于你好的会话")]
    [InlineData("tests", "Session about tests")]
    [InlineData("fix tests", "Session about tests")]
    public void Too_few_words_get_a_title_around_them(string words, string title) => Assert.Equal(title, SessionTitle.Of(words));

    [Fact]
    public void A_very_long_message_is_named_by_its_beginning() =>
        Assert.Equal("Parser drops the last line", SessionTitle.Of("The parser drops the last line. " + string.Concat(Enumerable.Repeat("And on and on it goes. ", 100_000))));

    [Fact]
    public void Any_message_gets_three_to_seven_words_that_fit_the_schema() => Prop
        .ForAll(Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary(), IsTitle)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Theory]
    [InlineData("Fix the login redirect bug", "{", "\"isNewTopic\": true, \"title\": \"Login redirect bug\"}")]
    [InlineData("Fix the login redirect bug", "", "{\"isNewTopic\": true, \"title\": \"Login redirect bug\"}")]
    [InlineData("yes", "{", "\"isNewTopic\": false, \"title\": null}")]
    public void The_older_form_goes_on_from_what_the_client_has_written(string words, string prefill, string answer) => Assert.Equal(answer, new TopicAnswer().Write(Command(words) with { Prefill = prefill }));

    private static bool IsTitle(string words)
    {
        using var json = JsonDocument.Parse(new TitleAnswer().Write(Command(words)));
        var title = Assert.Single(json.RootElement.EnumerateObject()).Value.GetString()!;
        var count = title.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return title.Trim().Length > 0 && title.Length <= 200 && !title.Any(char.IsControl) && count <= 7 && (count >= 3 || title.Any(character => character is >= '\u0E00' and <= '\u9FFF'));
    }

    private static AnswerLocally Command(string words) => new()
    {
        StreamId = Guid.Empty,
        RequestId = "req_1",
        ReplyTo = "here",
        RequestedModel = "m",
        Kind = LocalAnswerKind.Title,
        Text = words,
        InputTokens = 1,
    };
}
