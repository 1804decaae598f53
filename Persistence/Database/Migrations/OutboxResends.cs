using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>How often a batch of the outbox was sent again after a restart.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261126090000_OutboxResends")]
internal sealed class OutboxResends : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<int>("resends", "outbox_batches", "integer", defaultValue: 0);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("resends", "outbox_batches");
}
