using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>telegram_people</c>.</summary>
internal sealed class TelegramPersonConfiguration : IEntityTypeConfiguration<TelegramPerson>
{
    public const string Table = "telegram_people";

    public void Configure(EntityTypeBuilder<TelegramPerson> builder)
    {
        builder.ToTable(Table).HasKey(person => person.UserId).HasName("pk_telegram_people");
        builder.Property(person => person.UserId).ValueGeneratedNever();
        builder.Property(person => person.Tokens).AsJson();
        builder.UseSnakeCase();
    }
}
