using Pipeline.Persistence.DeadLetters;

namespace Pipeline.Persistence.Tests.DeadLetters;

public sealed class DeadLetterIdTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Later_ids_sort_behind_earlier_ones()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(second => DeadLetterId.Create(Start.AddSeconds(second * 977)))];
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void What_people_mistype_is_forgiven()
    {
        var id = DeadLetterId.Create(Start);
        var typed = $" {id.ToUpperInvariant().Replace('0', 'O').Replace('1', 'I')} ";

        Assert.Equal(id, DeadLetterId.Normalize(typed));
        Assert.True(DeadLetterId.IsValid(id));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("1abcdefg-abcd")]
    [InlineData("1abcdef-abc/")]
    [InlineData("")]
    public void Whatever_else_is_no_id(string text) => Assert.False(DeadLetterId.IsValid(text));
}
