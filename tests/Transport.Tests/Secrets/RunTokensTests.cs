using Pipeline.Transport.Secrets;

namespace Pipeline.Transport.Tests.Secrets;

public sealed class RunTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunTokens Tokens = new("secret");
    private static readonly RunToken Token = new("node.7 ü", Now.AddMinutes(1));

    [Fact]
    public void A_token_says_whose_it_is_until_it_ends()
    {
        var text = Tokens.Issue(Token);
        Assert.Equal(Token, Tokens.Verify(text, Now));
        Assert.Null(Tokens.Verify(text, Token.Expires));
    }

    [Fact]
    public void No_single_character_of_a_token_can_be_changed()
    {
        var text = Tokens.Issue(Token);
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var other in "A.z")
            {
                if (text[at] == other) continue;
                Assert.Null(Tokens.Verify($"{text[..at]}{other}{text[(at + 1)..]}", Now));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-run-")]
    [InlineData("sk-run-.")]
    [InlineData("sk-run-..")]
    [InlineData("sk-run-a.b.c.d")]
    [InlineData("secret")]
    public void What_is_no_token_is_refused(string presented) => Assert.Null(Tokens.Verify(presented, Now));

    [Fact]
    public void A_token_of_another_secret_is_refused() => Assert.Null(new RunTokens("Secret").Verify(Tokens.Issue(Token), Now));

    [Fact]
    public void A_token_is_hidden_where_it_turns_up() =>
        Assert.Equal("token [key] of a run", SecretPatterns.Hide($"token {Tokens.Issue(Token)} of a run"));

    [Theory]
    [InlineData("token {0} of a run", "token [key] of a run")]
    [InlineData("{0}\n{0}", "[key]\n[key]")]
    [InlineData("\\n{0}", "\\n[key]")]
    [InlineData("sk-run-{0}", "[key]")]
    public void Tokens_are_taken_from_a_text_wherever_they_stand(string text, string hidden) =>
        Assert.Equal(hidden, RunTokens.Hide(text.Replace("{0}", Tokens.Issue(Token), StringComparison.Ordinal)));

    [Fact]
    public void A_token_of_which_the_last_characters_are_missing_is_taken_too() =>
        Assert.Equal("ends with [key]", RunTokens.Hide($"ends with {Tokens.Issue(Token)[..^8]}"));

    [Theory]
    [InlineData("the pod task-run-7f3 failed")]
    [InlineData("see /var/log/disk-run-2026.1764547200.log")]
    [InlineData("a token begins with sk-run-")]
    public void A_word_that_only_begins_like_a_token_stays_whole(string text) => Assert.Equal(text, RunTokens.Hide(text));

    [Fact]
    public void A_word_that_ends_like_a_key_stays_whole() =>
        Assert.Equal("task-run-7f3 on disk-4711", SecretPatterns.Hide("task-run-7f3 on disk-4711"));
}
