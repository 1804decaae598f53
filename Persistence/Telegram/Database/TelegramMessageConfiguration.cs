using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_messages</c>.</summary>
internal sealed class TelegramMessageConfiguration : IEntityTypeConfiguration<TelegramMessage>
{
    public const string Table = "telegram_messages";

    public void Configure(EntityTypeBuilder<TelegramMessage> builder)
    {
        builder.ToTable(Table).HasKey(message => message.Key).HasName("pk_telegram_messages");
        builder.UseSnakeCase();
        builder.HasIndex(message => message.TreeId, "ix_telegram_messages_tree_id");
    }
}
