import { createChangeCommand } from './deploy/change-command';
import { addDeployOptions, type DeployOptions } from './deploy/deploy-command';
import { Deployment } from './deploy/deployment';
import { withJobSummary } from './deploy/job-summary';
import { logIn } from './preflight/preflight';
import { destroyPreview } from './preview/destroy-preview';
import { previewName } from './preview/preview-name';
import { type DeployedPreview, findPreviews, formatPreviews } from './preview/previews';
import { sweep } from './preview/sweep';
import { loadEnvironment } from './shared/environment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

interface Options extends DeployOptions {
  readonly list: boolean;
  readonly destroy: boolean;
  readonly sweep: boolean;
}

const command = parseCommand(
  addDeployOptions(
    createChangeCommand({
      verb: 'preview',
      description:
        'Deploys the working tree as a separate, temporary environment with the settings of environments/preview.ts.',
      args: [['[name]', 'the name of the preview, such as pr-42: at most 9 letters and digits']],
      example: 'pr-42',
    }),
  )
    .option('--list', 'list all previews and their expiry dates', false)
    .option('--destroy', 'destroy this preview and its data', false)
    .option('--sweep', 'destroy all expired previews', false)
    .option('--plan', 'only show what would change', false),
);
const [typed] = command.processedArgs as [string | undefined];
const options = command.opts<Options>();

/** Returns all existing previews. One query finds them, because all previews have the same project, region and account. */
async function listPreviews(stop: AbortSignal): Promise<readonly DeployedPreview[]> {
  const any = await loadEnvironment(previewName('any'), stop);
  return findPreviews(any.project, await logIn(any));
}

runCommand(async (stop) => {
  if (options.list || options.sweep) {
    if (typed !== undefined) throw new UserError(`--list and --sweep apply to all previews. Remove "${typed}".`);
    const now = new Date();
    console.log(formatPreviews(await listPreviews(stop), now));
    if (options.sweep) await sweep(() => listPreviews(stop), now, stop);
    return;
  }
  if (typed === undefined)
    throw new UserError(
      'Give the name of the preview, for example: npm run preview pr-42. To list the previews, run: npm run preview -- --list',
    );
  const name = previewName(typed);
  const isElsewhere = async () => {
    const { state } = await loadEnvironment(name, stop);
    return state === 'local' && (await listPreviews(stop)).some((preview) => preview.name === name);
  };
  if (options.destroy) return destroyPreview(name, isElsewhere, stop);
  await withJobSummary(`The deployment of ${name}`, new Deployment(name, options, { stop }));
});
