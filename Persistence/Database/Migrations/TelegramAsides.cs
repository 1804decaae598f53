using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.Telegram.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>Messages that belong to no task, how old messages are, how often an update failed, and whether a stranger was answered.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261130090000_TelegramAsides")]
internal sealed class TelegramAsides : Migration
{
    private const string Timestamp = "timestamp with time zone";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            TelegramAsideConfiguration.Table,
            table => new
            {
                key = table.Column<string>("text"),
                chat_id = table.Column<string>("text"),
                message_id = table.Column<int>("integer"),
                said_at = table.Column<DateTimeOffset>(Timestamp),
            },
            constraints: table => table.PrimaryKey("pk_telegram_asides", row => row.key));
        migrationBuilder.CreateIndex("ix_telegram_asides_chat_id", TelegramAsideConfiguration.Table, "chat_id");
        migrationBuilder.AddColumn<DateTimeOffset>("sent_at", TelegramMessageConfiguration.Table, Timestamp, nullable: true);
        migrationBuilder.AddColumn<int>("failures", TelegramUpdateConfiguration.Table, "integer", defaultValue: 0);
        migrationBuilder.AddColumn<DateTimeOffset>("refused_at", TelegramStrangerConfiguration.Table, Timestamp, nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn("refused_at", TelegramStrangerConfiguration.Table);
        migrationBuilder.DropColumn("failures", TelegramUpdateConfiguration.Table);
        migrationBuilder.DropColumn("sent_at", TelegramMessageConfiguration.Table);
        migrationBuilder.DropTable(TelegramAsideConfiguration.Table);
    }
}
