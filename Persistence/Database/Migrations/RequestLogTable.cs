using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.RequestLog.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>The request log.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261121120000_RequestLog")]
internal sealed class RequestLogTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: RequestEntryConfiguration.Table,
            columns: table => new
            {
                request_id = table.Column<string>("text", nullable: false, collation: RequestEntryConfiguration.ByteOrder),
                time = table.Column<DateTimeOffset>("timestamp with time zone", nullable: false),
                client = table.Column<string>("text", nullable: true),
                session = table.Column<string>("text", nullable: true),
                requested_model = table.Column<string>("text", nullable: true),
                route = table.Column<string>("text", nullable: true),
                provider = table.Column<string>("text", nullable: true),
                model = table.Column<string>("text", nullable: true),
                stream = table.Column<bool>("boolean", nullable: true),
                input_tokens = table.Column<int>("integer", nullable: true),
                cached_tokens = table.Column<int>("integer", nullable: true),
                output_tokens = table.Column<int>("integer", nullable: true),
                first_token_ms = table.Column<double>("double precision", nullable: true),
                duration_ms = table.Column<double>("double precision", nullable: false),
                outcome = table.Column<string>("text", nullable: false),
                status = table.Column<int>("integer", nullable: true),
                error_type = table.Column<string>("text", nullable: true),
                attempts = table.Column<int>("integer", nullable: false),
                prompt = table.Column<string>("text", nullable: true),
                answer = table.Column<string>("text", nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_request_log", row => row.request_id));

        migrationBuilder.CreateIndex("ix_request_log_time", RequestEntryConfiguration.Table, ["time", "request_id"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(RequestEntryConfiguration.Table);
}
