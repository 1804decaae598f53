using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.Telegram.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>What comes from Telegram, what becomes of it, and how that is shown.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261125090000_TelegramMessages")]
internal sealed class TelegramMessages : Migration
{
    private const string Timestamp = "timestamp with time zone";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateUpdates(migrationBuilder);
        CreateDrafts(migrationBuilder);
        CreateViews(migrationBuilder);
        migrationBuilder.CreateTable(
            TelegramMessageConfiguration.Table,
            table => new { key = table.Column<string>("text"), tree_id = table.Column<Guid>("uuid"), node_id = table.Column<Guid>("uuid") },
            constraints: table => table.PrimaryKey("pk_telegram_messages", row => row.key));
        migrationBuilder.CreateIndex("ix_telegram_messages_tree_id", TelegramMessageConfiguration.Table, "tree_id");
        migrationBuilder.CreateTable(
            TelegramStrangerConfiguration.Table,
            table => new { user_id = table.Column<long>("bigint"), told_at = table.Column<DateTimeOffset>(Timestamp) },
            constraints: table => table.PrimaryKey("pk_telegram_strangers", row => row.user_id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        string[] tables =
        [
            TelegramStrangerConfiguration.Table, TelegramMessageConfiguration.Table, TelegramViewConfiguration.Table,
            TelegramDraftConfiguration.Table, TelegramUpdateConfiguration.Table,
        ];
        foreach (var table in tables) migrationBuilder.DropTable(table);
    }

    private static void CreateUpdates(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            TelegramUpdateConfiguration.Table,
            table => new
            {
                key = table.Column<string>("text"),
                bot_id = table.Column<long>("bigint"),
                update_id = table.Column<long>("bigint"),
                body = table.Column<string>("text"),
                received_at = table.Column<DateTimeOffset>(Timestamp),
                handled_at = table.Column<DateTimeOffset>(Timestamp, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_telegram_updates", row => row.key));
        migrationBuilder.CreateIndex("ix_telegram_updates_bot_id", TelegramUpdateConfiguration.Table, "bot_id", filter: TelegramUpdateConfiguration.Unhandled);
        migrationBuilder.CreateIndex("ix_telegram_updates_handled_at", TelegramUpdateConfiguration.Table, "handled_at");
    }

    private static void CreateDrafts(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        TelegramDraftConfiguration.Table,
        table => new
        {
            node_id = table.Column<Guid>("uuid"),
            bot_id = table.Column<long>("bigint"),
            tree_id = table.Column<Guid>("uuid"),
            parent_id = table.Column<Guid>("uuid", nullable: true),
            chat = table.Column<long>("bigint"),
            topic = table.Column<int>("integer", nullable: true),
            chat_id = table.Column<string>("text"),
            user_id = table.Column<long>("bigint"),
            message_ids = table.Column<int[]>("integer[]"),
            caption = table.Column<string>("text"),
            files = table.Column<string>("jsonb"),
            voice = table.Column<string>("jsonb", nullable: true),
            heard = table.Column<string>("text", nullable: true),
            heard_message_id = table.Column<int>("integer", nullable: true),
            workspace = table.Column<string>("text", nullable: true),
            model = table.Column<string>("text", nullable: true),
            ready_at = table.Column<DateTimeOffset>(Timestamp),
            submitted_at = table.Column<DateTimeOffset>(Timestamp),
        },
        constraints: table => table.PrimaryKey("pk_telegram_drafts", row => row.node_id));

    private static void CreateViews(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            TelegramViewConfiguration.Table,
            table => new
            {
                node_id = table.Column<Guid>("uuid"),
                tree_id = table.Column<Guid>("uuid"),
                parent_id = table.Column<Guid>("uuid", nullable: true),
                chat = table.Column<long>("bigint"),
                topic = table.Column<int>("integer", nullable: true),
                chat_id = table.Column<string>("text"),
                user_id = table.Column<long>("bigint"),
                message_id = table.Column<int>("integer"),
                workspace = table.Column<string>("text", nullable: true),
                attachments = table.Column<string>("jsonb"),
                bot_message_ids = table.Column<int[]>("integer[]"),
                file_message_id = table.Column<int>("integer", nullable: true),
                file_version = table.Column<long>("bigint"),
                change = table.Column<string>("jsonb", nullable: true),
                shown_version = table.Column<long>("bigint"),
                is_open = table.Column<bool>("boolean"),
                submitted_at = table.Column<DateTimeOffset>(Timestamp),
            },
            constraints: table => table.PrimaryKey("pk_telegram_views", row => row.node_id));
        migrationBuilder.CreateIndex("ix_telegram_views_tree_id", TelegramViewConfiguration.Table, "tree_id");
        migrationBuilder.CreateIndex("ix_telegram_views_is_open", TelegramViewConfiguration.Table, "is_open", filter: TelegramViewConfiguration.Open);
    }
}
