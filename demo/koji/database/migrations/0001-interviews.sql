-- Projects and their keys, interviews and what was said in them, and what the analysis made of it.

create table projects (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  created_at timestamptz(3) not null default now()
);

create table api_keys (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id) on delete cascade,
  prefix text not null unique,
  hash text not null unique,
  permissions text[] not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);

-- A guide as it was when an interview began: an interview under way, and its analysis, keep to that.
create table guides (
  digest text primary key,
  name text not null,
  body jsonb not null
);

create table interviews (
  id uuid primary key,
  project_id uuid not null references projects (id) on delete cascade,
  guide_digest text not null references guides (digest),
  session_token_hash text not null,
  status text not null check (status in ('active', 'concluded', 'completed')),
  locale text,
  respondent jsonb,
  open_question jsonb,
  started_at timestamptz(3) not null,
  completed_at timestamptz(3),
  reason text check (reason in ('natural', 'respondent_left', 'timeout', 'manual')),
  duration_seconds integer,
  respondent_messages integer not null default 0,
  interviewer_messages integer not null default 0,
  analysis_status text check (analysis_status in ('processing', 'completed', 'failed')),
  check ((status = 'completed') = (completed_at is not null)),
  check ((status = 'completed') = (reason is not null)),
  check ((status = 'completed') = (duration_seconds is not null)),
  check ((status = 'completed') = (analysis_status is not null))
);
create index interviews_by_start on interviews (project_id, started_at desc, id);

create table messages (
  id uuid primary key,
  interview_id uuid not null references interviews (id) on delete cascade,
  place integer not null,
  role text not null check (role in ('interviewer', 'respondent')),
  content text not null,
  question jsonb,
  answer jsonb,
  guide_question text,
  follow_up integer not null default 0,
  concluded boolean not null default false,
  client_message_id uuid,
  created_at timestamptz(3) not null,
  unique (interview_id, place),
  unique (interview_id, client_message_id)
);

create table analyses (
  interview_id uuid primary key references interviews (id) on delete cascade,
  body jsonb not null,
  created_at timestamptz(3) not null
);

create table analysis_steps (
  interview_id uuid not null references interviews (id) on delete cascade,
  step text not null,
  at timestamptz(3) not null,
  primary key (interview_id, step)
);

create table settings (
  name text primary key,
  value text not null
);
