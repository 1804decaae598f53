using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_strangers</c>.</summary>
internal sealed class TelegramStrangerConfiguration : IEntityTypeConfiguration<TelegramStranger>
{
    public const string Table = "telegram_strangers";

    public void Configure(EntityTypeBuilder<TelegramStranger> builder)
    {
        builder.ToTable(Table).HasKey(stranger => stranger.UserId).HasName("pk_telegram_strangers");
        builder.Property(stranger => stranger.UserId).ValueGeneratedNever();
        builder.UseSnakeCase();
    }
}
