import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportSynthesis } from '../../../stacks/synthesis/annotations';

const outdir = mkdtempSync(join(tmpdir(), 'annotations-'));
const file = join(outdir, 'stacks/dev/cdk.tf.json');
const log = jest.spyOn(console, 'log').mockImplementation(() => {});
const logError = jest.spyOn(console, 'error').mockImplementation(() => {});

afterEach(() => {
  process.exitCode = undefined;
  logError.mockClear();
  log.mockClear();
});
afterAll(() => rmSync(outdir, { recursive: true }));

/** Writes the output of a synthesis: the stack `dev` with one annotation of this level. */
function writeStack(level: string): void {
  const annotation = { constructPath: 'dev/app', level, message: 'look here' };
  const dev = { synthesizedStackPath: 'stacks/dev/cdk.tf.json', annotations: [annotation] };
  mkdirSync(join(outdir, 'stacks/dev'), { recursive: true });
  writeFileSync(file, '{}');
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({ stacks: { dev } }));
}

describe('reportSynthesis', () => {
  it.each([
    ['@cdktf/info', 'info: dev/app: look here'],
    ['@cdktf/warn', 'warn: dev/app: look here'],
    ['@cdktf/error', 'error: dev/app: look here'],
  ])('prints an annotation of the level %s', (level, line) => {
    writeStack(level);
    reportSynthesis(outdir);
    expect(logError).toHaveBeenCalledWith(line);
  });

  it('sets exit code 1 if a stack has an error annotation', () => {
    writeStack('@cdktf/error');
    reportSynthesis(outdir);
    expect(process.exitCode).toBe(1);
  });

  it('leaves the exit code unset if the only annotation is a warning', () => {
    writeStack('@cdktf/warn');
    reportSynthesis(outdir);
    expect(process.exitCode).toBeUndefined();
  });

  it('prints the path of the JSON of a stack without errors', () => {
    writeStack('@cdktf/warn');
    reportSynthesis(outdir);
    expect(log).toHaveBeenCalledWith(file);
  });

  it('deletes the JSON of a stack with an error, and does not print its path', () => {
    writeStack('@cdktf/error');
    reportSynthesis(outdir);
    expect(existsSync(file)).toBe(false);
    expect(log).not.toHaveBeenCalled();
  });
});
