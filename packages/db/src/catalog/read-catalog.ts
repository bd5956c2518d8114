import type { Pool } from 'pg';
import { columnShape, type Shapes } from './table-shape.ts';

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
  readonly is_nullable: 'YES' | 'NO';
}

/** The tables that a database really has, in its public schema. */
export async function readCatalog(pool: Pool): Promise<Shapes> {
  const { rows } = await pool.query<ColumnRow>(
    `select table_name, column_name, data_type, is_nullable from information_schema.columns
     where table_schema = 'public' order by table_name, ordinal_position`,
  );
  const shapes = new Map<string, Map<string, string>>();
  for (const row of rows) {
    const columns = shapes.get(row.table_name) ?? new Map<string, string>();
    columns.set(row.column_name, columnShape(row.data_type, row.is_nullable === 'YES'));
    shapes.set(row.table_name, columns);
  }
  return shapes;
}
