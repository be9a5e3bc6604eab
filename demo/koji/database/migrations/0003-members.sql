-- Who of the team may see the dashboard. Of addresses and sessions only hashes are kept.

create table members (
  id uuid primary key default gen_random_uuid(),
  -- In lower case.
  email text not null unique,
  role text not null check (role in ('viewer', 'editor')),
  created_at timestamptz(3) not null
);

create table member_sign_ins (
  hash text primary key,
  member_id uuid not null references members (id) on delete cascade,
  expires_at timestamptz(3) not null
);
create index member_sign_ins_by_member on member_sign_ins (member_id);

create table member_sessions (
  hash text primary key,
  member_id uuid not null references members (id) on delete cascade,
  expires_at timestamptz(3) not null
);
create index member_sessions_by_member on member_sessions (member_id);
