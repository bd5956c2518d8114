/** Where the control plane answers; the console's route handlers pipe to it and its pages read from it. */
export const API_URL = process.env.LEEWAY_API_URL ?? `http://127.0.0.1:${process.env.LEEWAY_API_PORT ?? '4000'}`;

/** Where programs reach the tier: shown in snippets. */
export const SUBMIT_URL =
  process.env.LEEWAY_ENGINE_URL ?? `http://localhost:${process.env.LEEWAY_ENGINE_PORT ?? '4100'}`;

export const IS_DEVELOPMENT = process.env.NODE_ENV === 'development';
