using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.Telegram.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>People and chats on Telegram, and the words of voice notes.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261124090000_Telegram")]
internal sealed class TelegramTables : Migration
{
    private const string Timestamp = "timestamp with time zone";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            TelegramPersonConfiguration.Table,
            table => new
            {
                user_id = table.Column<long>("bigint"),
                messages = table.Column<long[]>("bigint[]"),
                told_at = table.Column<DateTimeOffset>(Timestamp, nullable: true),
                day = table.Column<DateOnly>("date"),
                counted_runs = table.Column<long[]>("bigint[]"),
                tokens = table.Column<string>("jsonb"),
                cost_usd = table.Column<double>("double precision"),
            },
            constraints: table => table.PrimaryKey("pk_telegram_people", row => row.user_id));
        migrationBuilder.CreateTable(
            TelegramChatConfiguration.Table,
            table => new
            {
                chat_id = table.Column<string>("text"),
                model = table.Column<string>("text", nullable: true),
                workspace = table.Column<string>("text", nullable: true),
                continues = table.Column<bool>("boolean"),
                last_finished = table.Column<string>("jsonb", nullable: true),
                afresh_message_id = table.Column<long>("bigint", nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_telegram_chats", row => row.chat_id));
        migrationBuilder.CreateTable(
            VoiceTranscriptConfiguration.Table,
            table => new
            {
                audio_hash = table.Column<string>("text"),
                model = table.Column<string>("text"),
                text = table.Column<string>("text"),
                heard_at = table.Column<DateTimeOffset>(Timestamp),
            },
            constraints: table => table.PrimaryKey("pk_voice_transcripts", row => row.audio_hash));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        string[] tables = [VoiceTranscriptConfiguration.Table, TelegramChatConfiguration.Table, TelegramPersonConfiguration.Table];
        foreach (var table in tables) migrationBuilder.DropTable(table);
    }
}
