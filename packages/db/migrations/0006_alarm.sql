-- What the engines watch on behalf of people: one row per kind. They look by turn, so a row also says when one last looked.
create table alarm (
  kind text primary key,
  looked_at bigint not null default 0,
  -- what was measured at the last look; the kind says of what
  value double precision not null default 0,
  -- since when there is something to be alarmed about; null: there is nothing
  raised_at bigint,
  detail jsonb,
  check ((raised_at is null) = (detail is null))
) with (fillfactor = 50);
-- ms for which the oldest transaction has kept vacuum from cleaning
insert into alarm (kind) values ('heldSnapshot');
