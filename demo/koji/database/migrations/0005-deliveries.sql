-- What the team's page of deliveries looks for: those in one state, or of one event.

create index webhook_deliveries_by_state on webhook_deliveries (state, created_at desc, id desc);
create index webhook_deliveries_by_event on webhook_deliveries (event, created_at desc, id desc);
