-- Whom to tell what happens to a project's interviews, and each time somebody is told.

create table webhook_endpoints (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id) on delete cascade,
  url text not null,
  events text[] not null check (cardinality(events) > 0),
  -- In the clear, unlike keys and tokens: one who signs needs the secret itself.
  secret text not null,
  created_at timestamptz(3) not null,
  unique (project_id, url)
);

-- The id is the `webhook-id` that the receiver sees, the body what it gets, byte for byte, at every attempt.
create table webhook_deliveries (
  id uuid primary key,
  endpoint_id uuid not null references webhook_endpoints (id) on delete cascade,
  interview_id uuid not null references interviews (id) on delete cascade,
  event text not null,
  body text not null,
  state text not null check (state in ('pending', 'delivered', 'failed')),
  turn integer not null default 0,
  attempts integer not null default 0,
  last_status integer,
  last_error text,
  last_attempt_at timestamptz(3),
  next_attempt_at timestamptz(3),
  created_at timestamptz(3) not null,
  check ((state = 'pending') = (next_attempt_at is not null)),
  check (last_status is null or last_error is null)
);
create index webhook_deliveries_by_time on webhook_deliveries (created_at desc, id desc);
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id);
create index webhook_deliveries_by_interview on webhook_deliveries (interview_id);
