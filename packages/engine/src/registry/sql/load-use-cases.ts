import { USE_CASE_COLUMNS } from './use-case-columns.ts';

/** Every use case with what the engine needs of its policy: one small row each, read only when the registry changed. */
export const loadUseCases = {
  name: 'load-use-cases',
  text: `select ${USE_CASE_COLUMNS} from use_case`,
};
