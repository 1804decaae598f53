using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_views</c>.</summary>
internal sealed class TelegramViewConfiguration : IEntityTypeConfiguration<TelegramView>
{
    public const string Table = "telegram_views";

    /// <summary>Only what is still to be shown is looked for.</summary>
    public const string Open = "is_open";

    public void Configure(EntityTypeBuilder<TelegramView> builder)
    {
        builder.ToTable(Table).HasKey(view => view.NodeId).HasName("pk_telegram_views");
        builder.Property(view => view.Attachments).AsJson();
        builder.Property(view => view.Change).AsJson();
        builder.UseSnakeCase();
        builder.HasIndex(view => view.TreeId, "ix_telegram_views_tree_id");
        builder.HasIndex(view => view.IsOpen, "ix_telegram_views_is_open").HasFilter(Open);
    }
}
