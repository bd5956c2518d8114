import { styleText } from 'node:util';
import type { WorkspaceState } from '../demo/ensure-workspace.ts';
import type { ScriptEnv } from '../env.ts';

/** What a person needs after a start: where, as whom, with which key, a first job, and how to stop. */
export function readyText(env: ScriptEnv, { workspace, hasDemo }: WorkspaceState): string {
  const signIn =
    workspace === null
      ? [row('Sign in', 'with your own account')]
      : [row('Sign in', workspace.email), row('Password', workspace.password), row('API key', workspace.apiKey)];
  const first = hasDemo && workspace !== null ? firstJob(env, workspace.apiKey) : firstUseCase(env);
  return [
    '',
    row('Console', styleText('bold', env.webUrl)),
    ...signIn,
    '',
    ...first,
    '',
    row('Stop', 'Ctrl-C'),
    '',
  ].join('\n');
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(10)}${text}`;
}

function firstJob({ engineUrl, host, enginePort }: ScriptEnv, apiKey: string): string[] {
  const url = engineUrl.startsWith('http://localhost') ? `http://${host}:${enginePort}` : engineUrl;
  return [
    '  Submit a first job:',
    '',
    `  curl -sS ${url}/v1/use-cases/send-receipt/jobs \\`,
    `    -H 'authorization: Bearer ${apiKey}' \\`,
    `    -H 'content-type: application/json' \\`,
    `    -d '{"jobs":[{"payload":{"orderId":"A-1001"}}]}'`,
  ];
}

function firstUseCase({ webUrl }: ScriptEnv): string[] {
  return [`  Register a use case at ${webUrl}/use-cases/new; its page shows how to submit to it.`];
}
