using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_drafts</c>.</summary>
internal sealed class TelegramDraftConfiguration : IEntityTypeConfiguration<TelegramDraft>
{
    public const string Table = "telegram_drafts";

    public void Configure(EntityTypeBuilder<TelegramDraft> builder)
    {
        builder.ToTable(Table).HasKey(draft => draft.NodeId).HasName("pk_telegram_drafts");
        builder.Property(draft => draft.Files).AsJson();
        builder.Property(draft => draft.Voice).AsJson();
        builder.UseSnakeCase();
    }
}
