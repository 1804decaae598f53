using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Trees.Database;

/// <summary>The table <c>chat_message_links</c>.</summary>
internal sealed class ChatMessageLinkConfiguration : IEntityTypeConfiguration<ChatMessageLink>
{
    public const string Table = "chat_message_links";

    public void Configure(EntityTypeBuilder<ChatMessageLink> builder)
    {
        builder.ToTable(Table).HasKey(link => link.Key).HasName("pk_chat_message_links");
        builder.UseSnakeCase();
    }
}
