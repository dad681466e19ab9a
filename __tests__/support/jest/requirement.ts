import { execFileSync } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { findChromium, howToInstallChromium } from '../../../tools/screenshot/find-chromium';
import { executableFile, findOnPath } from '../../../tools/shared/find-program';

/** A program that some tests need and that `npm ci` does not install. */
export interface Requirement {
  /** The name of the program in reports, including the minimum version if there is one. */
  readonly name: string;
  /** The absolute path of the program, or null if it is not installed. The search runs when this property is first read. */
  readonly path: string | null;
  /** How to install the program, in one line. */
  readonly install: string;
}

/**
 * If a program is missing, one test replaces the tests that need it. The title of that test begins with this, so that the reporter finds
 * it.
 */
export const notRun = 'NOT RUN';

export const chromium = defineRequirement({
  name: 'Chromium',
  install: howToInstallChromium,
  find: findChromium,
});

export const terraform = defineRequirement({
  name: 'Terraform 1.11 or newer',
  install:
    'https://developer.hashicorp.com/terraform/install, then check that `terraform version` prints 1.11 or newer',
  find: () => {
    const found = findOnPath('terraform');
    return found !== null && isAtLeast(terraformVersion(found), [1, 11]) ? found : null;
  },
});

export const curl = defineRequirement({
  name: 'curl',
  install: 'apt-get install curl (Debian); macOS has it',
  find: () => findOnPath('curl'),
});

export const dockerRegistry = defineRequirement({
  name: 'docker-registry',
  install: 'apt-get install docker-registry (Debian), or put a `docker-registry` of CNCF Distribution 2.8 on the PATH',
  find: () => findOnPath('docker-registry'),
});

export const buildah = defineRequirement({
  name: 'buildah',
  install: 'apt-get install --no-install-recommends buildah (Debian)',
  find: () => findOnPath('buildah'),
});

/** The linter zizmor, which finds unsafe workflows. */
export const zizmor = defineRequirement({
  name: 'zizmor',
  install: 'pipx install zizmor==1.32.0',
  find: () => findOnPath('zizmor'),
});

/**
 * A DynamoDB engine with which some suites run in addition to dynalite. It is an optional dependency, which npm installs only on Linux x64.
 */
export const dynoxide = defineRequirement({
  name: 'dynoxide',
  install:
    'npm ci with optional dependencies on Linux x64, or a dynoxide binary on the PATH (https://github.com/nubo-db/dynoxide)',
  find: () => packagedDynoxide() ?? findOnPath('dynoxide'),
});

/** PostgreSQL. The path is the folder with its programs, which Debian does not put on the PATH. */
export const postgres = defineRequirement({
  name: 'PostgreSQL 15 or newer',
  install: 'apt-get install --no-install-recommends postgresql (Debian), or put initdb and postgres on the PATH',
  find: () => {
    const programs = [
      ...versionsOf('/usr/lib/postgresql').map((folder) => executableFile(`${folder}/bin/initdb`)),
      findOnPath('initdb'),
    ];
    const initdb = programs.find((program) => program !== null) ?? null;
    return initdb && path.dirname(realpathSync(initdb));
  },
});

/**
 * A `describe` whose tests need a program. If the program is missing, one test replaces them. It fails if `CI` is set. Otherwise, it is
 * skipped, and the reporter prints at the end of the run how to install the program.
 * @param body defines the tests. It gets the path of the program
 */
export function describeIf(requirement: Requirement, title: string, body: (programPath: string) => void): void {
  const { path: programPath, name, install } = requirement;
  describe(title, () => {
    if (programPath !== null) {
      body(programPath);
      return;
    }
    const title = `${notRun}: needs ${name}. To install it: ${install}`;
    if (!isCi()) {
      test.skip(title, () => undefined);
      return;
    }
    test(title, () => {
      throw new Error(`${name} is missing. This test fails because CI is set. To install it: ${install}`);
    });
  });
}

interface Search extends Pick<Requirement, 'name' | 'install'> {
  find(): string | null;
}

function defineRequirement({ name, install, find }: Search): Requirement {
  let found: string | null | undefined;
  return {
    name,
    install,
    get path() {
      if (found === undefined) found = find();
      return found;
    },
  };
}

function isCi(): boolean {
  return !['', '0', 'false'].includes(process.env.CI ?? '');
}

function packagedDynoxide(): string | null {
  try {
    return executableFile(require.resolve('@dynoxide/linux-x64/dynoxide'));
  } catch {
    return null;
  }
}

function terraformVersion(file: string): string {
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
    const output = execFileSync(file, ['version', '-json'], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return (JSON.parse(output) as { terraform_version: string }).terraform_version;
  } catch {
    return '0';
  }
}

/** Returns the subfolders of PostgreSQL 15 and newer versions, the newest first. */
function versionsOf(folder: string): string[] {
  try {
    const versions = readdirSync(folder).filter((name) => Number(name) >= 15);
    return versions.sort((one, other) => Number(other) - Number(one)).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [actualMajor = 0, actualMinor = 0] = version.split('.').map(Number);
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
}
