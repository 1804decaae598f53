using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>What failed for good.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261121110000_DeadLetters")]
internal sealed class DeadLetters : Migration
{
    private const string Timestamp = "timestamp with time zone";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "dead_letters",
            table => new
            {
                id = table.Column<string>("text", collation: "C"),
                fingerprint = table.Column<string>("text"),
                queue = table.Column<string>("text"),
                message_type = table.Column<string>("text", nullable: true),
                first_failed_at = table.Column<DateTimeOffset>(Timestamp),
                last_failed_at = table.Column<DateTimeOffset>(Timestamp),
                attempts = table.Column<int>("integer"),
                count = table.Column<int>("integer"),
                error_type = table.Column<string>("text"),
                error_message = table.Column<string>("text"),
                worker = table.Column<string>("text", nullable: true),
                model = table.Column<string>("text", nullable: true),
                state = table.Column<string>("text"),
                replayed_at = table.Column<DateTimeOffset>(Timestamp, nullable: true),
                size = table.Column<int>("integer"),
                occurrences = table.Column<string[]>("text[]"),
                body = table.Column<byte[]>("bytea"),
                content_type = table.Column<string>("text", nullable: true),
                message_id = table.Column<string>("text", nullable: true),
                correlation_id = table.Column<string>("text", nullable: true),
                headers = table.Column<string>("jsonb"),
                answer = table.Column<byte[]>("bytea", nullable: true),
                answer_model = table.Column<string>("text", nullable: true),
                answered_at = table.Column<DateTimeOffset>(Timestamp, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_dead_letters", row => row.id));
        migrationBuilder.CreateIndex("ix_dead_letters_fingerprint", "dead_letters", "fingerprint", unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("dead_letters");
}
