using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.LearntModels;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>What upstreams have taught about their models.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261122090000_LearntModels")]
internal sealed class LearntModelsTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        LearntModelStateConfiguration.Table,
        table => new
        {
            model = table.Column<string>("text"),
            quirks = table.Column<string>("jsonb"),
            context_window = table.Column<int>("integer", nullable: true),
            context_window_learnt_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
            output_limit = table.Column<int>("integer", nullable: true),
            output_limit_learnt_at = table.Column<DateTimeOffset>("timestamp with time zone", nullable: true),
        },
        constraints: table => table.PrimaryKey("pk_learnt_models", row => row.model));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(LearntModelStateConfiguration.Table);
}
