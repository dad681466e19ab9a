import { setTimeout as sleep } from 'node:timers/promises';
import { healthPath, port, variables as settingNames } from '../../contract';
import { Steps } from '../console/steps';
import { writeImageArchive } from '../image/image-archive-writer';
import { makeImage } from '../image/make-image';
import { readSourceVersion } from '../image/source-version';
import { fetchErrorReason } from '../shared/fetch-error';
import { runSuccessfully } from '../shared/run-process';
import { UserError } from '../shared/user-error';
import type { Step, StepContext } from './step';

const repository = 'localhost/eight-digit';

/**
 * Tests the image of the working tree on this machine.
 * It assembles the image for this machine's processor as `npm run deploy` does, and writes the image to a file as
 * `docker save` does. Then it starts the image with docker, and requests the app's health.
 */
export const smokeTestImage: Step = async ([file = 'image.tar'], { variables, stop }) => {
  const steps = new Steps();
  const root = process.cwd();
  const source = await readSourceVersion(root);
  const platform = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const name = `${repository}:${source.version}`;
  const { content } = await steps.run('Assemble the image', (report) =>
    makeImage({ root, source, repositoryUrl: repository, platform, report, stop }),
  );
  await steps.run(`Write ${file}`, () => writeImageArchive(content, file, name));
  await steps.run('Load the image into docker', () =>
    runSuccessfully('docker', ['load', '--input', file], { env: variables, stop }),
  );
  await steps.run('Start the image', () => startImage(name, source.version, { variables, stop }));
};

/** The restrictions that the task definition sets for a task on Fargate. */
const limits = ['--read-only', '--tmpfs=/tmp', '--cap-drop=all', '--security-opt=no-new-privileges', '--memory=512m'];

/**
 * Starts an image with docker, and waits until the app reports its version.
 * @param context `timeoutMs`: how long to wait, in milliseconds; the default is 120 s
 * @throws UserError with the log of the container if the app does not report the version in time
 */
export async function startImage(
  name: string,
  version: string,
  { variables, stop, timeoutMs = 120_000 }: StepContext & { readonly timeoutMs?: number },
): Promise<void> {
  const docker = (...args: readonly string[]) => runSuccessfully('docker', args, { env: variables, stop });
  const settings = [`${settingNames.region}=eu-central-1`, `${settingNames.table}=SmokeTest`].map(
    (setting) => `--env=${setting}`,
  );
  const options = ['--detach', `--publish=127.0.0.1::${port}`, ...limits, ...settings];
  const container = await docker('run', ...options, name);
  try {
    const [address = ''] = (await docker('port', container, `${port}/tcp`)).split('\n');
    const end = performance.now() + timeoutMs;
    for (;;) {
      const found = await healthOf(`http://${address}${healthPath}`);
      if (found === version) return;
      if (performance.now() > end) {
        throw new UserError(
          `The image reports ${found} instead of the version ${version}. The log of the container:\n${await docker('logs', container)}`,
        );
      }
      await sleep(200, undefined, { signal: stop });
    }
  } finally {
    await runSuccessfully('docker', ['rm', '--force', container], { env: variables });
  }
}

/** Requests the health of the app. @returns the version that the app reports, or the reason why it reports none */
async function healthOf(address: string): Promise<string> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    const { version } = (await response.json()) as { readonly version?: string };
    return version ?? `status ${response.status}`;
  } catch (error) {
    return fetchErrorReason(error);
  }
}
