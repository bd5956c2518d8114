import { Logger, run, type TaskList } from 'graphile-worker';
import type { Work } from '../work.ts';
import { graphilePreset } from './settings.ts';

export const workGraphileWorker: Work = async ({ place, workload }, handle, handled) => {
  const taskList: TaskList = {};
  for (const name of workload.useCases) {
    taskList[name] = async (payload) => {
      await handle(payload as never);
      handled(1);
    };
  }
  await run({
    preset: graphilePreset(place.databaseUrl, workload.aim),
    taskList,
    parsedCronItems: [],
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
  });
};
