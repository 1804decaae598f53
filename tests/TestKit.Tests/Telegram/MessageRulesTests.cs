using Pipeline.TestKit.Telegram.Rules;

namespace Pipeline.TestKit.Tests.Telegram;

public sealed class The_checker_of_Telegrams_rules
{
    private const string Text = "one 👍 two three";

    [Theory]
    [InlineData("bold", -1, 2)]
    [InlineData("bold", 0, -1)]
    [InlineData("bold", 0, 17)]
    [InlineData("bold", 30, 1)]
    [InlineData("bold", 5, 2)]
    [InlineData("bold", 0, 5)]
    [InlineData("marquee", 0, 3)]
    public void Refuses_entities_that_are_none_or_not_within_the_text(string type, int offset, int length) =>
        Assert.Matches("entity (begin|with incorrect)|MessageEntity: Unsupported type|an entity", MessageRules.Refusal(Text, [new TelegramEntity(type, offset, length)])!);

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("\u200B\u2800")]
    public void Refuses_texts_without_a_visible_character(string text) => Assert.NotNull(MessageRules.Refusal(text, []));

    [Fact]
    public void Refuses_half_a_character() => Assert.NotNull(MessageRules.Refusal("a\uD83D", []));

    [Fact]
    public void Refuses_texts_by_their_length_in_UTF16()
    {
        Assert.Null(MessageRules.Refusal(new string('x', 4096), []));
        Assert.NotNull(MessageRules.Refusal(new string('x', 4097), []));
        Assert.NotNull(MessageRules.Refusal(string.Concat(Enumerable.Repeat("👍", 2049)), []));
    }

    [Theory]
    [InlineData("bold", 0, 9, "italic", 7, 5)]
    [InlineData("code", 0, 9, "bold", 1, 2)]
    [InlineData("bold", 0, 9, "code", 1, 2)]
    [InlineData("bold", 0, 9, "pre", 0, 9)]
    [InlineData("blockquote", 0, 9, "expandable_blockquote", 1, 2)]
    [InlineData("text_link", 0, 9, "code", 1, 2)]
    public void Finds_what_may_not_cross_or_hold_another(string outer, int start, int length, string inner, int innerStart, int innerLength) =>
        Assert.NotEmpty(Changes(Entity(outer, start, length), Entity(inner, innerStart, innerLength)));

    [Theory]
    [InlineData("bold", "italic")]
    [InlineData("blockquote", "pre")]
    [InlineData("blockquote", "text_link")]
    [InlineData("text_link", "bold")]
    [InlineData("bold", "text_link")]
    public void Lets_pass_what_may_hold_another(string outer, string inner)
    {
        Assert.Empty(Changes(Entity(outer, 0, 9), Entity(inner, 0, 3)));
        Assert.Empty(Changes(Entity(outer, 0, 9), Entity(inner, 0, 9)));
    }

    [Theory]
    [InlineData("http://localhost:8080/")]
    [InlineData("src/Program.cs")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://{user}@example.com/")]
    [InlineData("https://example.com:0/")]
    [InlineData("https://example.com:70000/")]
    public void Refuses_a_message_for_a_link(string url) =>
        Assert.Contains($"Entity URL '{url}' is invalid", MessageRules.Refusal(Text, [new TelegramEntity("text_link", 0, 3, url)]), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_message_for_a_person_whom_the_bot_does_not_know() =>
        Assert.Equal("Bad Request: user not found", MessageRules.Refusal(Text, [new TelegramEntity("text_link", 0, 3, "tg://user?id=42")]));

    [Theory]
    [InlineData("https://user:secret@example.com:8443/a?b#c")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("tg://resolve?domain=telegram")]
    [InlineData("mailto:a@b.c")] // Without a scheme that it knows, the parser takes it for a person at a host.
    public void Takes_links_to_the_web_and_its_own(string url) => Assert.Null(MessageRules.Refusal(Text, [new TelegramEntity("text_link", 0, 3, url)]));

    [Fact]
    public void Finds_what_is_trimmed_blanked_or_too_much()
    {
        Assert.NotEmpty(MessageRules.Changes(" x", []));
        Assert.NotEmpty(MessageRules.Changes("x\n", []));
        Assert.NotEmpty(MessageRules.Changes("a\tb", []));
        Assert.NotEmpty(MessageRules.Changes("a\u202Eb", []));
        Assert.NotEmpty(MessageRules.Changes("a b", [Entity("bold", 1, 1)]));
        Assert.NotEmpty(MessageRules.Changes(new string('x', 202), [.. Enumerable.Range(0, 101).Select(at => Entity("bold", at * 2, 1))]));
        Assert.Empty(MessageRules.Changes("  x", [Entity("pre", 0, 3)]));
    }

    private static IReadOnlyList<string> Changes(params TelegramEntity[] entities) => MessageRules.Changes(Text, entities);

    private static TelegramEntity Entity(string type, int offset, int length) =>
        new(type, offset, length, type == "text_link" ? "https://example.com/" : null);
}
