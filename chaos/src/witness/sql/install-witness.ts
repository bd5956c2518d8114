/**
 * What the store writes down for the checker, in the transactions that it is about: every change of a shard's owner, and every
 * row that leaves the ready queue, with who took it out (the session's name) and who owned its shard in that moment. Times in
 * ms with fractions. Tables and triggers of the run alone; the product knows nothing of them.
 */
export const installWitness = `
create schema witness;
create table witness.shard_epoch (
  shard smallint not null, epoch integer not null, owner text not null, at double precision not null, is_take_over boolean not null
);
create table witness.settled (
  id uuid not null, attempt smallint not null, job_count smallint not null, settler text not null, owner text not null, epoch integer not null,
  at double precision not null
);
create function witness.note_epoch() returns trigger language plpgsql as $$
begin
  insert into witness.shard_epoch values (
    new.shard, new.epoch, new.owner, extract(epoch from clock_timestamp()) * 1000, old.owner is not null
  );
  return null;
end
$$;
create trigger note_epoch after update on shard_lease
  for each row when (new.owner is not null and new.epoch <> old.epoch) execute function witness.note_epoch();
create function witness.note_settled() returns trigger language plpgsql as $$
begin
  insert into witness.settled
  select g.id, g.attempt, g.job_count, split_part(current_setting('application_name'), ' ', 2), coalesce(l.owner, ''), l.epoch,
    extract(epoch from clock_timestamp()) * 1000
  from gone g join public.shard_lease l on l.shard = public.job_shard(g.id);
  return null;
end
$$;
create trigger note_settled after delete on job
  referencing old table as gone for each statement execute function witness.note_settled()`;
