import { listChecks, runChecks } from '../../../tools/check/checks';

/**
 * Runs all checks, but only records their commands.
 * @param failing words: a check fails if its command contains one of them
 * @returns the commands, and the message at the end
 */
async function runWith(...failing: string[]) {
  const ran: string[] = [];
  const message = await runChecks(listChecks(false), async (args) => {
    ran.push(args.join(' '));
    return !failing.some((word) => args.join(' ').includes(word));
  });
  return { ran, message };
}

describe('npm run check', () => {
  it('checks the environment files, then format and lint rules, then types', async () => {
    const { ran, message } = await runWith();
    expect(ran).toEqual([
      expect.stringContaining('main.ts --check'),
      expect.stringContaining('biome ci'),
      expect.stringContaining('tsc'),
    ]);
    expect(message).toBeUndefined();
  });

  it('runs every check even if all fail, and names the failed checks', async () => {
    const { ran, message } = await runWith('main.ts', 'biome', 'tsc');
    expect(ran).toHaveLength(3);
    expect(message).toMatch(/^npm run check found errors in: the environment files; format and lint rules; types\.\n/);
  });

  it.each([
    ['suggests', 'biome'],
    ['does not suggest', 'tsc'],
  ])('%s npm run format if %s fails', async (verb, failing) => {
    expect((await runWith(failing)).message?.includes('`npm run format`')).toBe(verb === 'suggests');
  });

  it('turns off the colours of biome and tsc, unless the terminal supports them', () => {
    const optionsOf = (isColored: boolean) =>
      listChecks(isColored)
        .flatMap(({ args }) => args)
        .filter((word) => /colors|pretty/.test(word));
    expect([optionsOf(true), optionsOf(false)]).toEqual([[], ['--colors=off', '--pretty']]);
  });
});
