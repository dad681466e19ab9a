import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportSynthesis } from '../../stacks/annotations';

const outdir = mkdtempSync(join(tmpdir(), 'annotations-'));
const file = join(outdir, 'stacks/dev/cdk.tf.json');
const say = jest.spyOn(console, 'log').mockImplementation(() => {});
const print = jest.spyOn(console, 'error').mockImplementation(() => {});

afterEach(() => {
  process.exitCode = undefined;
  print.mockClear();
  say.mockClear();
});
afterAll(() => rmSync(outdir, { recursive: true }));

function annotated(level: string): void {
  const annotation = { constructPath: 'dev/app', level, message: 'look here' };
  const dev = { synthesizedStackPath: 'stacks/dev/cdk.tf.json', annotations: [annotation] };
  mkdirSync(join(outdir, 'stacks/dev'), { recursive: true });
  writeFileSync(file, '{}');
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({ stacks: { dev } }));
}

it.each([
  ['@cdktf/info', 'info: dev/app: look here'],
  ['@cdktf/warn', 'warn: dev/app: look here'],
  ['@cdktf/error', 'error: dev/app: look here'],
])('prints %s', (level, line) => {
  annotated(level);
  reportSynthesis(outdir);
  expect(print).toHaveBeenCalledWith(line);
});

it('makes the process fail on an error', () => {
  annotated('@cdktf/error');
  reportSynthesis(outdir);
  expect(process.exitCode).toBe(1);
});

it('lets the process succeed on a warning', () => {
  annotated('@cdktf/warn');
  reportSynthesis(outdir);
  expect(process.exitCode).toBeUndefined();
});

it('says where the JSON of a stack is', () => {
  annotated('@cdktf/warn');
  reportSynthesis(outdir);
  expect(say).toHaveBeenCalledWith(file);
});

it('leaves no JSON of a stack with an error, which somebody might apply', () => {
  annotated('@cdktf/error');
  reportSynthesis(outdir);
  expect(existsSync(file)).toBe(false);
  expect(say).not.toHaveBeenCalled();
});
