import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printAnnotations } from '../../stacks/annotations';

const outdir = mkdtempSync(join(tmpdir(), 'annotations-'));
const print = jest.spyOn(console, 'error').mockImplementation(() => {});

afterEach(() => {
  process.exitCode = undefined;
  print.mockClear();
});
afterAll(() => rmSync(outdir, { recursive: true }));

function annotated(level: string): void {
  const annotation = { constructPath: 'dev/app', level, message: 'look here' };
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({ stacks: { dev: { annotations: [annotation] } } }));
}

it.each([
  ['@cdktf/info', 'info: dev/app: look here'],
  ['@cdktf/warn', 'warn: dev/app: look here'],
  ['@cdktf/error', 'error: dev/app: look here'],
])('prints %s', (level, line) => {
  annotated(level);
  printAnnotations(outdir);
  expect(print).toHaveBeenCalledWith(line);
});

it('makes the process fail on an error', () => {
  annotated('@cdktf/error');
  printAnnotations(outdir);
  expect(process.exitCode).toBe(1);
});

it('lets the process succeed on a warning', () => {
  annotated('@cdktf/warn');
  printAnnotations(outdir);
  expect(process.exitCode).toBeUndefined();
});
