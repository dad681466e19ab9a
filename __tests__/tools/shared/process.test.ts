import { Process, type ProcessOptions } from '../../../tools/shared/process';
import { runProcess } from '../../../tools/shared/run-process';
import { useFakeTimeouts } from '../../support/jest/fake-timeouts';

const shell = (script: string, options?: ProcessOptions) => new Process('sh', ['-c', script], options);

describe('Process', () => {
  afterEach(() => jest.useRealTimers());

  it('reports the exit code and the output of a program', async () => {
    const process = shell('echo one; read line; echo two >&2; exit 3', { stdio: 'pipe', keepsInputOpen: true });
    await process.prints(/one/);
    process.child.stdin?.end('\n');
    expect(await process.ended).toEqual({
      exitCode: 3,
      signal: null,
      stdout: 'one\n',
      stderr: 'two\n',
      output: 'one\ntwo\n',
    });
  });

  it('reports the signal that ended a program', async () => {
    expect(await shell('kill -TERM $$').ended).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
  });

  it('fails if the program does not exist', async () => {
    await expect(runProcess('/nowhere/program', [])).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('passes the input to a program', async () => {
    expect(await runProcess('cat', [], { input: 'text' })).toMatchObject({ stdout: 'text' });
  });

  it('succeeds if a program ends without reading its input', async () => {
    expect(await runProcess('true', [], { input: 'x'.repeat(1_000_000) })).toMatchObject({ exitCode: 0 });
  });

  it('waits until the output of a program matches, and can clear the earlier output', async () => {
    const process = shell('echo first; read line; echo $line', { stdio: 'pipe' });
    expect((await process.prints(/fi(rst)/))[1]).toBe('rst');
    process.clear();
    expect(process.output).toBe('');
    await process.ended;
  });

  it('fails with the output if a program ends before its output matches', async () => {
    await expect(shell('echo reason').prints(/ready/)).rejects.toThrow(/ended without printing \/ready\/.*\nreason\n$/);
  });

  it('fails with the output if the output of a program does not match in time', async () => {
    const process = shell('echo reason; exec sleep 60');
    await process.prints(/reason/);
    await expect(process.prints(/ready/, 10)).rejects.toThrow(/did not print \/ready\/ within 0\.01 s\..*\nreason\n$/);
    process.signal('SIGKILL');
    await process.ended;
  });

  it('kills a program that ignores SIGTERM, but not before the timeout', async () => {
    const process = shell("trap '' TERM; echo ready; while true; do sleep 0.1; done");
    await process.prints(/ready/);
    const signals = jest.spyOn(process, 'signal');
    useFakeTimeouts();
    const stopped = process.stop(60_000);
    jest.advanceTimersByTime(59_999);
    expect(signals.mock.calls).toEqual([['SIGTERM']]);
    jest.advanceTimersByTime(1);
    jest.useRealTimers();
    await stopped;
    expect(await process.ended).toMatchObject({ signal: 'SIGKILL' });
  });
});

describe('Stop signal of a process', () => {
  let stop: AbortController;
  beforeEach(() => {
    stop = new AbortController();
  });

  it('prevents the start of a program if the signal is already aborted', () => {
    expect(() => shell('exit 3', { stop: AbortSignal.abort('SIGINT') })).toThrow('SIGINT');
  });

  it('ends the whole process group, and fails with the reason of the signal', async () => {
    // If only the shell ended, its child would keep the output open for a minute.
    const process = shell('echo ready; sleep 60; true', { stop: stop.signal, detached: true });
    await process.prints(/ready/);
    stop.abort('SIGTERM');
    await expect(process.ended).rejects.toBe('SIGTERM');
  });

  const finishing = "trap 'echo interrupted; sleep 0.1; exit 5' INT; echo ready; while true; do sleep 0.01; done";

  it('interrupts a program that was started with the `finishes` option, and waits for its exit code', async () => {
    const process = shell(finishing, { stop: stop.signal, finishes: true });
    await process.prints(/ready/);
    stop.abort('SIGTERM');
    expect(await process.ended).toMatchObject({ exitCode: 5, output: 'ready\ninterrupted\n' });
  });

  it('does not interrupt a program that the terminal has already interrupted', async () => {
    const waiting = "trap 'echo interrupted' INT; echo ready; read line; echo done";
    const process = shell(waiting, { stop: stop.signal, finishes: true, stdio: 'pipe', keepsInputOpen: true });
    await process.prints(/ready/);
    stop.abort('SIGINT');
    process.child.stdin?.end('\n');
    expect(await process.ended).toMatchObject({ output: 'ready\ndone\n' });
  });

  it('interrupts a program in another process group, because the terminal has not interrupted that group', async () => {
    const process = shell(finishing, { stop: stop.signal, finishes: true, detached: true });
    await process.prints(/ready/);
    stop.abort('SIGINT');
    expect(await process.ended).toMatchObject({ exitCode: 5 });
  });
});
