using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_updates</c>.</summary>
internal sealed class TelegramUpdateConfiguration : IEntityTypeConfiguration<TelegramUpdate>
{
    public const string Table = "telegram_updates";

    /// <summary>Only what has not been handled is looked for by its bot.</summary>
    public const string Unhandled = "handled_at IS NULL";

    public void Configure(EntityTypeBuilder<TelegramUpdate> builder)
    {
        builder.ToTable(Table).HasKey(update => update.Key).HasName("pk_telegram_updates");
        builder.Property(update => update.Failures).HasDefaultValue(0);
        builder.UseSnakeCase();
        builder.HasIndex(update => update.BotId, "ix_telegram_updates_bot_id").HasFilter(Unhandled);
        builder.HasIndex(update => update.HandledAt, "ix_telegram_updates_handled_at");
    }
}
