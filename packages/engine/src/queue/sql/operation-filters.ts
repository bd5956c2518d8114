/** Parts of statements that say which jobs an operation is about. `filter`: jsonb, `askedAt`: bigint, as SQL expressions. */
export interface FilterSource {
  readonly filter: string;
  readonly askedAt: string;
}

function isWithin(column: string, { filter }: FilterSource, name: string): string {
  return `and (${filter}->>'${name}From' is null or ${column} >= (${filter}->>'${name}From')::bigint)
    and (${filter}->>'${name}To' is null or ${column} <= (${filter}->>'${name}To')::bigint)`;
}

/** On a row `d` of dead_job. What dies after the operation was asked for is not its business, or it could go on forever. */
export function redriveMatches(source: FilterSource): string {
  const { filter, askedAt } = source;
  return `(d.dead_at <= ${askedAt} ${isWithin('d.dead_at', source, 'died')}
    and (${filter}->>'failureCode' is null or d.failure_code = ${filter}->>'failureCode')
    and (${filter}->>'text' is null or position(lower(${filter}->>'text') in lower(d.failure_message)) > 0))`;
}

/** On a row `d` of job or delayed_job. */
export function cancelMatches(source: FilterSource): string {
  return `(d.submitted_at <= ${source.askedAt} ${isWithin('d.submitted_at', source, 'submitted')}
    ${isWithin('job_deadline_at(d.id)', source, 'deadline')})`;
}

/** Whether the filter is about jobs in this state. */
export function cancelIncludes({ filter }: FilterSource, state: 'waiting' | 'delayed'): string {
  return `coalesce(${filter}->'states' ? '${state}', true)`;
}
