using Pipeline.Tokens.Prompts;
using static Pipeline.Tokens.Tests.Prompts.Counted;

namespace Pipeline.Tokens.Tests.Prompts;

public sealed class ImageTests
{
    // The table of Anthropic's documentation, and what is scaled down.
    [Theory]
    [InlineData(200, 200, 54)]
    [InlineData(1_000, 1_000, 1_334)]
    [InlineData(1_092, 1_092, 1_590)]
    [InlineData(1_920, 1_080, 1_600)]
    [InlineData(3_136, 400, 419)]
    [InlineData(400, 3_136, 419)]
    [InlineData(8_000, 8_000, 1_600)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 5, 1_600)]
    public void An_image_counts_by_its_size_whatever_its_format(int width, int height, int tokens)
    {
        byte[][] images = [Png(width, height), Gif(width, height), Jpeg(width, height, before: 0), Jpeg(width, height, before: 70_000), WebP(width, height)];
        if (width > 0) images = [.. images, ExtendedWebP(width, height), LosslessWebP(width, height)];

        Assert.All(images, image => Assert.Equal(tokens, Image(Convert.ToBase64String(image))));
    }

    [Fact]
    public void Escapes_and_line_breaks_in_its_base64_change_nothing()
    {
        var base64 = Convert.ToBase64String(Jpeg(200, 200, before: 3_000), Base64FormattingOptions.InsertLineBreaks);

        Assert.Contains('/', base64);
        Assert.Equal(54, Image(base64.Replace("/", "\\/", StringComparison.Ordinal).ReplaceLineEndings("\\r\\n")));
    }

    [Fact]
    public void A_torn_image_counts_as_much_as_any()
    {
        var jpeg = Jpeg(200, 200, before: 3_000);

        for (var length = 0; length < jpeg.Length - 50; length += 7) Assert.Equal(Overheads.UnknownImage, Image(Convert.ToBase64String(jpeg[..length])));
        Assert.Equal(Overheads.UnknownImage, Image("not base64 at all, but long enough to be looked into"));
    }

    private static int Image(string base64) => Block($$$"""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{base64}}}"}}""").Images;

    private static byte[] Png(int width, int height) =>
        [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, .. Big(width), 0, 0, .. Big(height), 8, 6, 0, 0, 0, .. new byte[40]];

    private static byte[] Gif(int width, int height) => [.. "GIF89a"u8, .. Little(width), .. Little(height), .. new byte[40]];

    private static byte[] WebP(int width, int height) => [.. "RIFF\0\0\0\0WEBPVP8 "u8, .. new byte[7], 0x9D, 0x01, 0x2A, .. Little(width), .. Little(height | 0x4000), .. new byte[40]];

    private static byte[] ExtendedWebP(int width, int height) => [.. "RIFF\0\0\0\0WEBPVP8X"u8, .. new byte[8], .. Little(width - 1), 0, .. Little(height - 1), 0, .. new byte[40]];

    private static byte[] LosslessWebP(int width, int height) => [.. "RIFF\0\0\0\0WEBPVP8L\0\0\0\0"u8, 0x2F, .. BitConverter.GetBytes((width - 1) | (height - 1) << 14), .. new byte[40]];

    /// <summary>A JPEG with tables, repeated marks and a thumbnail of its own before its frame.</summary>
    private static byte[] Jpeg(int width, int height, int before)
    {
        var bytes = new List<byte> { 0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1 };
        for (var left = before; left > 0; left -= 60_000)
        {
            var length = Math.Min(left, 60_000);
            bytes.AddRange([0xFF, 0xE1, .. Big(length + 2), .. Frame(16, 16), .. Enumerable.Repeat((byte)0xFF, length - Frame(16, 16).Length)]);
        }

        return [.. bytes, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xFF, .. Frame(width, height), .. new byte[40]];
    }

    private static byte[] Frame(int width, int height) => [0xFF, 0xC2, 0, 11, 8, .. Big(height), .. Big(width), 1, 1, 0x11, 0];

    private static byte[] Big(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Little(int number) => [(byte)number, (byte)(number >> 8)];
}
