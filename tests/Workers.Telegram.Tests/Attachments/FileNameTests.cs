using System.Text;
using Pipeline.Workers.Telegram.Attachments;

namespace Pipeline.Workers.Telegram.Tests.Attachments;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("Übersicht – März (final).txt", "Übersicht – März (final).txt")]
    [InlineData("отчёт 报告 📎.md", "отчёт 报告 📎.md")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\windows\\system.ini", "system.ini")]
    [InlineData("/etc/shadow", "shadow")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData("   ", "file")]
    [InlineData("///", "file")]
    [InlineData(".gitignore", "gitignore")]
    [InlineData("-rf", "rf")]
    [InlineData("a\nb\0c\u001b[31m.txt", "a_b_c_[31m.txt")]
    [InlineData("photo\u202Egnp.exe", "photo_gnp.exe")]
    [InlineData("$(reboot)`x`.sh", "_(reboot)_x_.sh")]
    [InlineData("what?.txt", "what_.txt")]
    [InlineData("CON", "_CON")]
    [InlineData("nul.txt", "_nul.txt")]
    [InlineData("com1.log", "_com1.log")]
    [InlineData("trailing. . ", "trailing")]
    public void A_name_from_another_device_becomes_one_that_is_safe(string? name, string safe) => Assert.Equal(safe, FileName.Safe(name, mimeType: null));

    [Fact]
    public void Half_a_character_does_not_get_into_a_name() => Assert.Equal("a_b.txt", FileName.Safe($"a{(char)0xd800}b.txt", mimeType: null));

    [Fact]
    public void A_file_without_a_name_gets_the_ending_of_its_type() => Assert.Equal("file.png", FileName.Safe(null, "image/png"));

    [Theory]
    [InlineData("é", ".txt")]
    [InlineData("😀", ".md")]
    [InlineData("x", "")]
    public void A_long_name_is_shortened_between_characters_and_keeps_its_ending(string character, string ending)
    {
        var safe = FileName.Safe(string.Concat(Enumerable.Repeat(character, 300)) + ending, mimeType: null);

        Assert.InRange(Encoding.UTF8.GetByteCount(safe), FileName.MostBytes - 4, FileName.MostBytes);
        Assert.EndsWith(character + ending, safe, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_name_is_the_safe_one_stays_in_its_directory()
    {
        const string Alphabet = "ab./\\ :*-_\0\n\u202e~$`é😀CON";
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var name = new string([.. Enumerable.Range(0, random.Next(0, 200)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);

            var safe = FileName.Safe(name, mimeType: null);

            Assert.Equal("/uploads", Path.GetDirectoryName(Path.GetFullPath(Path.Combine("/uploads", safe))));
            Assert.InRange(Encoding.UTF8.GetByteCount(safe), 1, FileName.MostBytes + 1);
            Assert.DoesNotContain(safe, character => char.IsControl(character));
            Assert.Equal(safe, FileName.Safe(safe, mimeType: null));
        }
    }
}
