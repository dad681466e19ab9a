import { Steps } from '../../../tools/console/steps';

/** Creates steps and collects what they print, with every duration replaced by 0.0 s. */
function createSteps(terminal: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  let output = '';
  const write = (text: string) => {
    output += text;
    return true;
  };
  return { steps: new Steps({ write, ...terminal }), output: () => output.replace(/\d+\.\d s/g, '0.0 s') };
}

describe('Steps', () => {
  it('print one line for each new message if the output is not a terminal', async () => {
    const { steps, output } = createSteps();
    await steps.run('Deploy', async (report) => {
      report('aws_vpc.network');
      report('aws_vpc.network');
      report('Interrupt received.\nPlease wait.');
      steps.line('    task 1 stopped');
    });
    expect(output()).toBe(
      'Deploy ...\n  aws_vpc.network\n  Interrupt received. Please wait.\n    task 1 stopped\n✓ Deploy 0.0 s\n',
    );
  });

  it('mark a failed step with ✗, and rethrow its error', async () => {
    const { steps, output } = createSteps();
    const failure = steps.run('Plan', async () => {
      throw new Error('no');
    });
    await expect(failure).rejects.toThrow('no');
    expect(output()).toContain('✗ Plan 0.0 s');
    expect(steps.finished).toEqual([{ title: 'Plan', succeeded: false, seconds: expect.any(Number) }]);
  });

  it('overwrite the line of the running step on a terminal, and truncate lines that would wrap', async () => {
    const { steps, output } = createSteps({ isTTY: true, columns: 20 });
    await steps.run('Deploy', async (report) => {
      report('aws_ecs_service.with_a_long_name');
      steps.line('news');
    });
    const lines = output().split('\r\x1b[K');
    expect(lines.every((line) => line.trimEnd().length < 20)).toBe(true);
    expect(lines).toContain('news\n');
    expect(lines.at(-1)).toBe('✓ Deploy 0.0 s\n');
  });
});
