/**
 * Writes the welcome e-mail of a new member, in the member's language; submitted ahead, for some minutes after sign-up.
 *
 * Payload: `{ "member": "Ada", "language": "en" }`.
 */
export default async function welcomeEmail(payload: unknown): Promise<void> {
  const { member, language } = (payload ?? {}) as { member?: unknown; language?: unknown };
  if (typeof member !== 'string') throw new TypeError('member must be a text such as "Ada"');
  const greeting = GREETINGS.get(String(language));
  if (greeting === undefined) throw new TypeError(`language must be one of ${[...GREETINGS.keys()].join(', ')}`);
  new TextEncoder().encode(`${greeting} ${member}`.normalize('NFC'));
}

const GREETINGS = new Map([
  ['en', 'Welcome,'],
  ['de', 'Willkommen,'],
  ['fr', 'Bienvenue,'],
  ['ja', 'ようこそ、'],
]);
