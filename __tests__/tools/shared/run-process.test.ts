import { runSuccessfully } from '../../../tools/shared/run-process';
import { UserError } from '../../../tools/shared/user-error';

describe('runSuccessfully', () => {
  const run = (script: string) => runSuccessfully('sh', ['-c', script]);

  it('returns what the program prints to standard output and standard error', async () => {
    // Sorts the lines, because they come from two pipes in any order.
    expect((await run('echo one; echo two >&2')).split('\n').sort()).toEqual(['one', 'two']);
  });

  it('throws the output of a failed program as an error', async () => {
    const failure = run('echo reason; exit 3');
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(/^reason$/);
  });

  it('names the command and the exit code if a failed command printed nothing', async () => {
    await expect(run('exit 3')).rejects.toThrow('sh -c exit 3 failed with exit code 3.');
  });
});
