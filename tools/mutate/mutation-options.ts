import { existsSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { UserError } from '../shared/user-error';

export interface Mutations {
  /** Relative to the repository, with lines or without: `stacks/names.ts:10-20`. */
  readonly files: readonly string[];
  /** Patterns of test files, relative to the repository. @default the tests of the same folders */
  readonly tests?: readonly string[] | undefined;
  /** Changes that are tested at a time. */
  readonly concurrency: number;
}

/**
 * The options of Stryker for this repository.
 * https://stryker-mutator.io/docs/stryker-js/configuration/
 * @throws UserError if a file does not exist or is not source
 */
export function mutationOptions({ files, tests, concurrency }: Mutations) {
  const sources = files.map((file) => file.replace(/:[\d:-]+$/, ''));
  for (const file of sources) assertSource(file);
  const testMatch = tests ?? [...new Set(sources.map(testsOf))];
  return {
    mutate: [...files],
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    // Most suites synthesize while they are loaded, and not in a test, so a mutation cannot be assigned to tests.
    coverageAnalysis: 'off' as const,
    jest: {
      enableFindRelatedTests: false,
      config: { testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`), reporters: [] },
    },
    concurrency,
    // TypeScript 7 has no API, with which Stryker would rewrite tsconfig.json. Jest does not read that.
    tsconfigFile: 'none',
    // For endless loops only: on a busy machine, a late test would count as a mutation that was noticed.
    timeoutMS: 180_000,
    tempDirName: '.local/mutate',
    cleanTempDir: 'always' as const,
    ignorePatterns: ['cdktf.out', '.gen', '.terraform', 'coverage'],
    reporters: ['progress-append-only', 'clear-text'],
    clearTextReporter: { allowColor: process.stdout.isTTY, allowEmojis: false, logTests: false, reportTests: false },
  };
}

/** How many changes to test at a time. */
export function parseConcurrency(value: string): number {
  const processes = Number(value);
  if (Number.isInteger(processes) && processes >= 1) return processes;
  throw new InvalidArgumentError('A whole number from 1 is allowed.');
}

/** The pattern of the tests that mirror a file's folder. */
function testsOf(file: string): string {
  return path.posix.join('__tests__', path.posix.dirname(file), '**/*.test.ts');
}

function assertSource(file: string): void {
  if (!/^(app|stacks|tools)\/.+\.ts$/.test(file)) {
    throw new UserError(
      `${file} is not source that tests are about. Name a TypeScript file of app/, stacks/ or tools/.`,
    );
  }
  if (!existsSync(file)) throw new UserError(`${file} does not exist. Name it relative to the repository.`);
}
