/** A program of `npm run check`. */
export interface Check {
  /** The subject of the check, for the summary. */
  readonly title: string;
  /** The arguments of Node: the program and its own arguments. */
  readonly args: readonly string[];
  /** A sentence that may help if the check fails. */
  readonly remedy?: string;
}

/**
 * Returns the checks in their order: wrong settings come first, because they are the user's own.
 * @param isColored whether the programs may print colours
 */
export function listChecks(isColored: boolean): readonly Check[] {
  return [
    { title: 'the environment files', args: ['--import', 'tsx', 'main.ts', '--check'] },
    {
      title: 'format and lint rules',
      args: ['node_modules/@biomejs/biome/bin/biome', 'ci', ...(isColored ? [] : ['--colors=off']), '.'],
      remedy: '`npm run format` corrects the format, and what the linter can fix.',
    },
    { title: 'types', args: ['node_modules/typescript/bin/tsc', ...(isColored ? [] : ['--pretty', 'false'])] },
  ];
}

/**
 * Runs all checks one after the other, also after one has failed.
 * @param run runs Node with these arguments, and returns whether it succeeded
 * @returns the message about the failed checks; undefined if there are none
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
