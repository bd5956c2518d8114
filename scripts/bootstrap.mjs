// Runs a TypeScript program of this repository on Node 24, from nothing: works on Node 20 without node_modules.
// Usage: node scripts/bootstrap.mjs <program.ts> [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

const ROOT = path.resolve(import.meta.dirname, '..');
const MODULES = path.join(ROOT, 'node_modules');
const BIN = path.join(MODULES, '.bin');
const NODE = path.join(BIN, process.platform === 'win32' ? 'node.cmd' : 'node');
/** Says for which lock file the packages were installed. */
const MARKER = path.join(MODULES, '.leeway-install');
const WATCH_PARENT_MS = 500;
let wasSignalled = false;

function fail(message) {
  process.stderr.write(`✖ ${message}\n`);
  process.exit(1);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function lockHash() {
  const lock = readFileSync(path.join(ROOT, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

/** npm writes down what it installed; a folder that a plain `npm install` made is as good as ours. */
function isInstalledByHand() {
  const written = path.join(MODULES, '.package-lock.json');
  if (!existsSync(written)) return false;
  const installed = readJson(written).packages;
  const wanted = Object.entries(readJson(path.join(ROOT, 'package-lock.json')).packages);
  return wanted.every(([name, entry]) => {
    if (!name.includes('node_modules/') || entry.link || entry.optional || entry.devOptional) return true;
    return installed[name]?.version === entry.version;
  });
}

function isInstalled(hash) {
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hash) return true;
  return isInstalledByHand();
}

async function install(hash) {
  const beganAt = performance.now();
  const stopTicking = startTicking('Installing packages (about a minute the first time)', beganAt);
  const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  stopTicking();
  if (code !== 0)
    fail(`Packages could not be installed. npm said:\n${output.trim().split('\n').slice(-15).join('\n')}`);
  writeFileSync(MARKER, hash);
  process.stdout.write(`✔ Packages installed ${seconds(beganAt)}\n`);
}

async function runNpm(args) {
  const script = process.env.npm_execpath;
  const [command, prefix] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const child = spawn(command, [...prefix, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return await new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** A line that counts the seconds, on a terminal; elsewhere one plain line. */
function startTicking(text, beganAt) {
  if (!process.stderr.isTTY) {
    process.stderr.write(`… ${text}\n`);
    return () => undefined;
  }
  const show = () => process.stderr.write(`\r… ${text} ${seconds(beganAt)} `);
  show();
  const timer = setInterval(show, 200);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\u001b[2K');
  };
}

function seconds(beganAt) {
  return `${((performance.now() - beganAt) / 1000).toFixed(1)} s`;
}

function checkNode() {
  const { status, stdout, error } = spawnSync(NODE, ['--version'], { encoding: 'utf8' });
  if (status === 0 && /^v24\./.test(stdout)) return;
  const reason = error?.code ?? stdout?.trim() ?? `exit code ${status}`;
  fail(
    `Node 24, which comes as a package, does not run (${reason}): run "npm ci --ignore-scripts=false", for its install script is needed.`,
  );
}

async function runProgram([program, ...args]) {
  const child = spawn(NODE, [path.resolve(ROOT, program), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${BIN}${path.delimiter}${process.env.PATH}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      wasSignalled = true;
      child.kill(signal);
    });
  }
  followParent(child);
  const [code, signal] = await new Promise((resolve) => {
    child.once('exit', (...result) => resolve(result));
    child.once('error', (error) => fail(`${program} could not be started: ${error.message}`));
  });
  process.exit(signal === null ? code : 128 + constants.signals[signal]);
}

/** npm's shell ends without a word to us when npm gets a SIGTERM; then the program must end as well. It is told once: twice means force. */
function followParent(child) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    if (!wasSignalled) child.kill('SIGTERM');
  }, WATCH_PARENT_MS);
  timer.unref();
}

if (process.argv.length < 3) fail('Name the program to run, such as scripts/start/main.ts');
const hash = lockHash();
if (!isInstalled(hash)) await install(hash);
checkNode();
await runProgram(process.argv.slice(2));
