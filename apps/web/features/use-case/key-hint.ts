/** What a concurrency key is, beside every field for one. */
export const KEY_HINT =
  'Whose it is, such as customer-17: of one key only so many jobs run at once as the use case’s limit per key says';
