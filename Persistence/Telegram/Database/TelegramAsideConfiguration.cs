using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_asides</c>.</summary>
internal sealed class TelegramAsideConfiguration : IEntityTypeConfiguration<TelegramAside>
{
    public const string Table = "telegram_asides";

    public void Configure(EntityTypeBuilder<TelegramAside> builder)
    {
        builder.ToTable(Table).HasKey(aside => aside.Key).HasName("pk_telegram_asides");
        builder.UseSnakeCase();
        builder.HasIndex(aside => aside.ChatId, "ix_telegram_asides_chat_id");
    }
}
