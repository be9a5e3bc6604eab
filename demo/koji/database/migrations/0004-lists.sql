-- What the team's pages look for: the newest of all, of a study, of a standing or reason, and of a respondent.

create index interviews_by_age on interviews (started_at desc, id desc);
create index interviews_by_guide on interviews (guide_digest, started_at desc, id desc);
create index interviews_by_standing on interviews (status, analysis_status, started_at desc, id desc);
create index interviews_by_reason on interviews (reason, started_at desc, id desc);
create index interviews_by_external_id on interviews ((respondent ->> 'external_id'), started_at desc, id desc);
create index guides_by_name on guides (name);
