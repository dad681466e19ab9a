/** A check that `npm run check` performs by running a program with Node. */
export interface Check {
  /** What the check examines, for the summary. */
  readonly title: string;
  /** The arguments of Node: the path of the program, followed by the program's own arguments. */
  readonly args: readonly string[];
  /** A sentence that says what may help if the check fails; undefined if there is no general advice. */
  readonly remedy?: string;
}

/**
 * Returns the checks in the order in which they run. The environment files come first, because the user writes them.
 * @param isColored whether the programs may print colours
 */
export function listChecks(isColored: boolean): readonly Check[] {
  return [
    { title: 'the environment files', args: ['--import', 'tsx', 'main.ts', '--check'] },
    {
      title: 'format and lint rules',
      args: ['node_modules/@biomejs/biome/bin/biome', 'ci', ...(isColored ? [] : ['--colors=off']), '.'],
      remedy: '`npm run format` corrects the format, and fixes what the linter can fix automatically.',
    },
    { title: 'types', args: ['node_modules/typescript/bin/tsc', ...(isColored ? [] : ['--pretty', 'false'])] },
  ];
}

/**
 * Runs all checks one after the other, even after one has failed.
 * @param run runs Node with these arguments, and returns whether the program succeeded
 * @returns the message about the failed checks; undefined if all have passed
 */
export async function runChecks(
  checks: readonly Check[],
  run: (args: readonly string[]) => Promise<boolean>,
): Promise<string | undefined> {
  const failed: Check[] = [];
  for (const check of checks) if (!(await run(check.args))) failed.push(check);
  if (failed.length === 0) return undefined;
  const titles = failed.map(({ title }) => title).join('; ');
  return [`npm run check found errors in: ${titles}.`, ...failed.flatMap(({ remedy }) => remedy ?? [])].join('\n');
}
