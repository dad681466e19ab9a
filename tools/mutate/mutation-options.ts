import { existsSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { UserError } from '../shared/user-error';

export interface Mutations {
  /** The source files to change, relative to the repository, optionally with line numbers: `stacks/names.ts:10-20`. */
  readonly files: readonly string[];
  /** Patterns of the test files to run, relative to the repository. @default the tests of the folders that contain the source files */
  readonly tests?: readonly string[] | undefined;
  /** How many mutations are tested at the same time. */
  readonly concurrency: number;
}

/**
 * Returns the configuration of Stryker for this repository.
 * https://stryker-mutator.io/docs/stryker-js/configuration/
 * @throws UserError if a file does not exist, or is not a source file with tests
 */
export function mutationOptions({ files, tests, concurrency }: Mutations) {
  const sources = files.map((file) => file.replace(/:[\d:-]+$/, ''));
  for (const file of sources) assertSource(file);
  const testMatch = tests ?? [...new Set(sources.map(testsOf))];
  return {
    mutate: [...files],
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    // Coverage is off, because most suites synthesize a stack while they are loaded. Stryker could not attribute the
    // covered code to a test.
    coverageAnalysis: 'off' as const,
    jest: {
      enableFindRelatedTests: false,
      config: { testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`), reporters: [] },
    },
    concurrency,
    // Stryker gets no tsconfig.json, because Stryker would rewrite the file with an API that TypeScript 7 does not
    // have. Jest does not read the file.
    tsconfigFile: 'none',
    // This timeout only ends infinite loops. With a shorter timeout, a slow test on a busy machine would count as a detected
    // mutation.
    timeoutMS: 180_000,
    tempDirName: '.local/mutate',
    cleanTempDir: 'always' as const,
    ignorePatterns: ['cdktf.out', '.gen', '.terraform', 'coverage'],
    reporters: ['progress-append-only', 'clear-text'],
    clearTextReporter: { allowColor: process.stdout.isTTY, allowEmojis: false, logTests: false, reportTests: false },
  };
}

/** Parses the value of the option `--concurrency`. */
export function parseConcurrency(value: string): number {
  const processes = Number(value);
  if (Number.isInteger(processes) && processes >= 1) return processes;
  throw new InvalidArgumentError('The value must be a whole number, 1 or more.');
}

/** Returns the pattern of the tests for a source file: the tests of its folder or, in a package, all tests of the package. */
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
  if (!existsSync(file))
    throw new UserError(`${file} does not exist. Give its path relative to the root of the repository.`);
}
