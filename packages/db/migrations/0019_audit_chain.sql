-- The audit log as a chain: every entry has a number without gaps and a hash over itself and the hash before, so that
-- whoever changes, removes, adds or moves one breaks it there. Both are given by a trigger: whoever inserts says neither.
-- What exactly is hashed: docs/audit-log.md; packages/db/src/audit-chain computes the same in JavaScript.

-- The last entry's number and hash. Whoever inserts holds this row until they commit, so it comes last in a transaction.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null default 0,
  hash bytea not null default decode(repeat('00', 32), 'hex')
) with (fillfactor = 50);
insert into audit_head default values;

-- Each text with its length before it, so that no two different entries give the same bytes; null is a dash.
create function audit_text(value text) returns text language sql stable parallel safe as
$$ select coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value, '-') $$;

create function audit_hash(previous bytea, entry audit_entry) returns bytea language sql stable parallel safe as
$$ select sha256(previous || convert_to(
     audit_text(entry.seq::text)
     || audit_text(trim_scale(extract(epoch from entry.at) * 1000000)::text)
     || audit_text(entry.actor_id) || audit_text(entry.actor_name) || audit_text(entry.action)
     || audit_text(entry.object_type) || audit_text(entry.object_id) || audit_text(entry.object_name)
     || audit_text(entry.team_id) || audit_text(entry.before::text) || audit_text(entry.after::text)
     || audit_text(entry.reason), 'UTF8')) $$;

-- What is there is chained in its order. Numbers that undone transactions left out are closed up: the n-th is at least n, so none is taken.
alter table audit_entry add column hash bytea;
alter table audit_entry alter column seq drop identity;
alter table audit_entry disable trigger audit_entry_only_grows;
do $$
declare
  entry audit_entry;
  old_seq bigint;
  head audit_head;
begin
  select * into strict head from audit_head;
  for entry in select * from audit_entry order by seq loop
    old_seq := entry.seq;
    head.seq := head.seq + 1;
    entry.seq := head.seq;
    head.hash := audit_hash(head.hash, entry);
    update audit_entry set seq = head.seq, hash = head.hash where seq = old_seq;
  end loop;
  update audit_head set seq = head.seq, hash = head.hash;
end
$$;
alter table audit_entry enable trigger audit_entry_only_grows;
alter table audit_entry alter column hash set not null;

create function chain_audit_entry() returns trigger language plpgsql as $$
declare
  head audit_head;
begin
  select * into strict head from audit_head for update;
  new.seq := head.seq + 1;
  new.hash := audit_hash(head.hash, new);
  update audit_head set seq = new.seq, hash = new.hash;
  return new;
end
$$;
create trigger audit_entry_chained before insert on audit_entry
  for each row execute function chain_audit_entry();

-- The head moves with an entry and in no other way.
create function refuse_head_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and pg_trigger_depth() > 1 then return null; end if;
  raise exception 'the head of the audit log moves with its entries only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_head_moves_with_entries before insert or update or delete or truncate on audit_head
  for each statement execute function refuse_head_change();
