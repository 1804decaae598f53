using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_chats</c>.</summary>
internal sealed class TelegramChatConfiguration : IEntityTypeConfiguration<TelegramChat>
{
    public const string Table = "telegram_chats";

    public void Configure(EntityTypeBuilder<TelegramChat> builder)
    {
        builder.ToTable(Table).HasKey(chat => chat.ChatId).HasName("pk_telegram_chats");
        builder.Property(chat => chat.LastFinished).AsJson();
        builder.UseSnakeCase();
    }
}
