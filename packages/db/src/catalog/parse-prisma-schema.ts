import { columnShape, type Shapes, type TableShape } from './table-shape.ts';

const MODEL = /^model\s+(\w+)\s*\{\n([\s\S]*?)^\}/gm;
const FIELD = /^ {2}(?<field>\w+)\s+(?<type>\w+)(?<mark>\?|\[\])?(?<attributes>.*)$/;
const TABLE_NAME = /@@map\("([^"]+)"\)/;
const COLUMN_NAME = /@map\("([^"]+)"\)/;

/** The Postgres type that Prisma reads and writes a scalar as. */
const SQL_TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Boolean: 'boolean',
  Json: 'jsonb',
  Bytes: 'bytea',
  'DateTime @db.Timestamptz(6)': 'timestamp with time zone',
  'String @db.Uuid': 'uuid',
};

/** The tables that a Prisma schema expects. Relations are left out; a scalar without a known type throws. */
export function parsePrismaSchema(text: string): Shapes {
  const models = [...text.matchAll(MODEL)];
  const names = new Set(models.map(([, name]) => name));
  return new Map(
    models.map(([, name = '', body = '']) => [TABLE_NAME.exec(body)?.[1] ?? name, parseBody(body, names)]),
  );
}

function parseBody(body: string, models: ReadonlySet<string | undefined>): TableShape {
  const columns = new Map<string, string>();
  for (const line of body.split('\n')) {
    const parts = FIELD.exec(line)?.groups;
    if (parts === undefined || models.has(parts.type)) continue;
    const { field = '', type = '', mark, attributes = '' } = parts;
    const sqlType = SQL_TYPES[[type, ...(/@db\.\S+/.exec(attributes) ?? [])].join(' ')];
    if (sqlType === undefined) throw new Error(`${field}: no column type is known for ${type} ${attributes.trim()}`);
    columns.set(COLUMN_NAME.exec(attributes)?.[1] ?? field, columnShape(sqlType, mark === '?'));
  }
  return columns;
}
