-- The public id of a holder that was moved to another place in the queue, so that a repeat is told the same id and deadline.
alter table submit_duplicate add column holder_first_id uuid;
