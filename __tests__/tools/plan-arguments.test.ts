import { endTools, runTool } from '../support/commands/tool-process';

afterEach(endTools);

async function plan(args: readonly string[], environment: Record<string, string> = {}) {
  const tool = runTool('plan', args, { environment });
  return { exitCode: await tool.ended, output: tool.output() };
}

describe('the arguments of npm run plan', () => {
  it.each([
    ['dev', '--offlin'],
    ['--offlin', 'dev'],
  ])('refuses the misspelt option in "%s %s"', async (...args) => {
    const { exitCode, output } = await plan(args);
    expect(exitCode).toBe(1);
    expect(output).toContain("unknown option '--offlin'\n(Did you mean --offline?)");
  });

  it('gives an example where there is no name', async () => {
    const { exitCode, output } = await plan([]);
    expect(exitCode).toBe(1);
    expect(output).toContain('npm run plan -- dev --offline');
  });

  it('says where --offline belongs when npm has kept it to itself', async () => {
    const { exitCode, output } = await plan(['dev'], { npm_config_offline: 'true' });
    expect(exitCode).toBe(1);
    expect(output).toBe('npm has kept --offline to itself. Put -- before it: npm run plan -- dev --offline\n');
  });
});
