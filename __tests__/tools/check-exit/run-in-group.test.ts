import { tmpdir } from 'node:os';
import { runInGroup } from '../../../tools/check-exit/run-in-group';
import { UserError } from '../../../tools/shared/user-error';

function run(script: string, stop = new AbortController().signal): Promise<string> {
  return runInGroup(['sh', '-c', script], { folder: tmpdir(), environment: process.env, stop });
}

describe('runInGroup', () => {
  it('returns what the program printed to both streams', async () => {
    expect(await run('echo one; echo two >&2')).toMatch(/^(one\ntwo|two\none)$/);
  });

  it('fails with what the program printed, if its exit code is not 0', async () => {
    const failure = run('echo reason; exit 3');
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(/^reason$/);
  });

  it('names the command and its exit code, if it printed nothing', async () => {
    await expect(run('exit 3')).rejects.toThrow('sh -c exit 3 failed with exit code 3.');
  });

  it('ends the whole group when it is told to stop, and rejects with the reason', async () => {
    const stop = new AbortController();
    // The shell waits for its child, which would keep the output open for a minute.
    const ended = run('sleep 60; true', stop.signal);
    setTimeout(() => stop.abort('SIGTERM'), 100);
    await expect(ended).rejects.toBe('SIGTERM');
  }, 30_000);

  it('starts nothing after it was told to stop', async () => {
    await expect(run('exit 3', AbortSignal.abort('SIGINT'))).rejects.toBe('SIGINT');
  });
});
