import { existsSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { UserError } from '../shared/user-error';

export interface Mutations {
  /** Relative to the repository, optionally with lines: `stacks/names.ts:10-20`. */
  readonly files: readonly string[];
  /** Patterns of test files, relative to the repository. @default the tests of the same folders */
  readonly tests?: readonly string[] | undefined;
  /** How many mutations are tested at the same time. */
  readonly concurrency: number;
}

/**
 * Returns the options of Stryker for this repository.
 * https://stryker-mutator.io/docs/stryker-js/configuration/
 * @throws UserError if a file does not exist or is not a source file
 */
export function mutationOptions({ files, tests, concurrency }: Mutations) {
  const sources = files.map((file) => file.replace(/:[\d:-]+$/, ''));
  for (const file of sources) assertSource(file);
  const testMatch = tests ?? [...new Set(sources.map(testsOf))];
  return {
    mutate: [...files],
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    // Most suites synthesize while they are loaded and not in a test, so Stryker cannot know which test covers a
    // mutation.
    coverageAnalysis: 'off' as const,
    jest: {
      enableFindRelatedTests: false,
      config: { testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`), reporters: [] },
    },
    concurrency,
    // Stryker rewrites tsconfig.json with the API of TypeScript, which version 7 does not have. Jest does not read the file.
    tsconfigFile: 'none',
    // This timeout is only for infinite loops. With a lower one, a slow test on a busy machine would count as a detected mutation.
    timeoutMS: 180_000,
    tempDirName: '.local/mutate',
    cleanTempDir: 'always' as const,
    ignorePatterns: ['cdktf.out', '.gen', '.terraform', 'coverage'],
    reporters: ['progress-append-only', 'clear-text'],
    clearTextReporter: { allowColor: process.stdout.isTTY, allowEmojis: false, logTests: false, reportTests: false },
  };
}

/** Parses the option `--concurrency`. */
export function parseConcurrency(value: string): number {
  const processes = Number(value);
  if (Number.isInteger(processes) && processes >= 1) return processes;
  throw new InvalidArgumentError('It must be a whole number, at least 1.');
}

/** Returns the pattern of the tests for the folder of a file, or of a package's tests for its files. */
function testsOf(file: string): string {
  const [, folder] = /^(packages\/[^/]+)\/src\//.exec(file) ?? [];
  if (folder !== undefined) return `${folder}/__tests__/**/*.test.ts`;
  return path.posix.join('__tests__', path.posix.dirname(file), '**/*.test.ts');
}

function assertSource(file: string): void {
  if (!/^(app|stacks|tools|packages\/[^/]+\/src)\/.+\.ts$/.test(file)) {
    throw new UserError(
      `${file} is not a source file with tests. Name a TypeScript file in app/, stacks/, tools/ or the src/ of a package.`,
    );
  }
  if (!existsSync(file)) throw new UserError(`${file} does not exist. Name it relative to the repository.`);
}
